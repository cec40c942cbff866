import { periodNamed, type RankingKey, rankingKeys } from '../../../src/domain/evaluations/model.ts'
import { type Edition, editions } from '../../../src/standards/editions.ts'

export const evaluationTabs = ['year', 'ranking', 'change', 'exclusions'] as const
/** The first page, the calendar, has no name in the address. */
export type EvaluationTab = (typeof evaluationTabs)[number]

/** Which of both is shown of a period of which days were taken out: as reported when none is named. */
export const versions = ['with', 'without'] as const
export type Version = (typeof versions)[number]

/** What is compared with the year before. */
export const measures = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3', 'composite', 'goodDays'] as const
export type Measure = (typeof measures)[number]

/** What the address of the room says. */
export interface EvaluationSearch {
  tab?: EvaluationTab
  /** a station or a region; the county when left out */
  subject?: string
  year?: number
  /** of the year table and the ranking */
  period?: string
  list?: RankingKey
  measure?: Measure
  version?: Version
  /** “what if”: by this edition, whatever the day */
  edition?: Edition
  /** the day that is opened */
  day?: string
}

/** Reads the address; what it cannot be is left out. */
export function evaluationSearch(search: Record<string, unknown>): EvaluationSearch {
  const one = <T extends string>(known: readonly T[], name: string) =>
    known.find((each) => each === String(search[name]))
  const [tab, list, measure, version, edition] = [
    one(evaluationTabs, 'tab'),
    one(rankingKeys, 'list'),
    one(measures, 'measure'),
    one(versions, 'version'),
    one(editions, 'edition'),
  ]
  const year = Number(search.year)
  const isYear = Number.isInteger(year) && year >= 1970 && year <= 2999
  // A year alone comes as a number.
  const period =
    search.period === undefined || periodNamed(String(search.period)) === null ? undefined : String(search.period)
  const day = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.exec(String(search.day))?.[0]
  const subject = typeof search.subject === 'string' && search.subject !== '' ? search.subject : undefined
  return {
    ...(tab ? { tab } : {}),
    ...(subject ? { subject } : {}),
    ...(isYear ? { year } : {}),
    ...(period ? { period } : {}),
    ...(list && list !== 'composite' ? { list } : {}),
    ...(measure && measure !== 'pm25' ? { measure } : {}),
    ...(version ? { version } : {}),
    ...(edition ? { edition } : {}),
    ...(day ? { day } : {}),
  }
}
