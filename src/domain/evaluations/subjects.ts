import { z } from 'zod'
import type { Db } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { civilDayAt } from '../../standards/civil-days.ts'
import { stationLevels } from '../stations/model.ts'
import { basesOf, spansOf } from './day-store.ts'
import { type AreaBasis, groundOf } from './ground.ts'
import type { ExcludedDays, SubjectType } from './model.ts'
import { officialLevels } from './table.ts'

/** A station or an area of the county, and what its statistics rest on. */
export interface Subject {
  type: SubjectType
  id: string
  /** Code of a station; of an area that of its region. */
  code: string
  name: string
  level: string
  /** Of its region. What lies in an area starts with the area's path. */
  path: string
  /** Of which level the stations are that it is evaluated by, and how many; null: it has none. */
  by: { level: string; stations: number } | null
  /** False: it rests on micro-stations alone, and is not for judgement. */
  isOfficial: boolean
  /** First and last day with data. */
  first: string | null
  last: string | null
}

/** All of a county: the county, its towns, its stations. */
export async function subjectsOf(db: Db, countyId: string): Promise<Subject[]> {
  const [ground, spans, bases] = await Promise.all([
    groundOf(db, countyId),
    spansOf(db, countyId),
    basesOf(db, countyId),
  ])
  const spanOf = (id: string) => {
    const span = spans.get(id)
    return {
      first: span === undefined ? null : civilDayAt(span.first),
      last: span === undefined ? null : civilDayAt(span.last),
    }
  }
  const areas = ground.areas.map(({ region }): Subject => {
    const { level, stations } = keptBasis(bases.get(region.id))
    return {
      type: 'region',
      id: region.id,
      code: region.code,
      name: region.name,
      level: region.level,
      path: region.path,
      by: level === null ? null : { level, stations: stations.length },
      isOfficial: level !== null && officialLevels.includes(level),
      ...spanOf(region.id),
    }
  })
  const stations = ground.stations.map(({ station, path }): Subject => {
    const { id, code, name, level } = station
    const by = spans.has(id) ? { level, stations: 1 } : null
    return {
      type: 'station',
      id,
      code,
      name,
      level,
      path,
      by,
      isOfficial: officialLevels.includes(level),
      ...spanOf(id),
    }
  })
  return [...areas, ...stations]
}

/** What the days of an area were made of, as they are kept; nothing where they were not made yet. */
function keptBasis(text: string | undefined): Pick<AreaBasis, 'level' | 'stations'> {
  return text === undefined ? { level: null, stations: [] } : basisSchema.parse(JSON.parse(text))
}

const basisSchema = z.object({
  level: z.enum(stationLevels).nullable(),
  stations: z.array(
    z.object({
      stationId: z.string(),
      firstDay: z.int(),
      spans: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
})

/** The one that is asked for; the county itself when none is. @throws Problem `target-unknown` */
export function subjectNamed(subjects: readonly Subject[], id: string | undefined): Subject {
  const found = subjects.find((one) => (id === undefined ? one.level === 'county' : one.id === id))
  if (found === undefined) throw new Problem('target-unknown', { params: { what: 'subject', id: id ?? '' } })
  return found
}

/** The exclusions that concern a subject: its own, and those of every area it lies in. */
export function concerning(
  exclusions: readonly ExcludedDays[],
  subject: Subject,
  subjects: readonly Subject[],
): ExcludedDays[] {
  return exclusions.filter(({ subjectId, subjectType }) => {
    if (subjectId === subject.id) return true
    const area = subjectType === 'region' ? subjects.find(({ id }) => id === subjectId) : undefined
    return area !== undefined && subject.path.startsWith(area.path)
  })
}
