import type { Foundation } from '../../platform/foundation.ts'
import { newestByOthers, type SubjectName, subjectsActedOn } from '../../platform/ledger/read.ts'
import type { Principal } from '../access/model.ts'
import { alertsAmong } from '../alerts/service.ts'
import { casesAmong, idsConcerning } from '../cases/views.ts'
import { correctionsAmong } from '../corrections/views.ts'
import { exclusionsAmong } from '../evaluations/views.ts'
import { importsAmong } from '../imports/views.ts'
import { idsAssignedTo, tasksAmong } from '../tasks/views.ts'
import { foldNews } from './decide.ts'
import { MOST_EVENTS, MOST_NEWS, MOST_TOUCHED, NEWS_MS, type News, type NewsSubject, newsKinds } from './model.ts'

type SignedIn = Extract<Principal, { kind: 'person' }>

/** Something that news are of, as its room calls it. */
export interface Named {
  number: string
  title: string
}

/**
 * What others did, in the days that are looked back on, to what this person is part of: what they had a hand in, cases of theirs and
 * of their unit, tasks sent to them, and what came of an alert or a task that they had a hand in. Newest first, a line for each
 * subject, and nothing that they may not read.
 */
export async function newsFor(
  foundation: Foundation,
  person: SignedIn,
  seen: number,
): Promise<(News & { named: Named })[]> {
  const { db, clocks, vault } = foundation
  const { countyId, personId } = person
  const since = clocks.domain.now() - NEWS_MS
  const actor = `person:${await vault.pseudonym(countyId, personId)}`
  const about = await concerning(foundation, person, actor, since)
  const events = await newestByOthers(db, countyId, about, newsKinds, actor, since, MOST_EVENTS)
  const lines = foldNews(events, seen)
  const names = await namesOf(foundation, person, lines)
  return lines
    .flatMap((line) => {
      const named = names.get(`${line.subject.type} ${line.subject.id}`)
      return named === undefined ? [] : [{ ...line, named }]
    })
    .slice(0, MOST_NEWS)
}

async function concerning(
  foundation: Foundation,
  { countyId, personId, unitId }: SignedIn,
  actor: string,
  since: number,
): Promise<SubjectName[]> {
  const [touched, assigned] = await Promise.all([
    subjectsActedOn(foundation.db, countyId, actor, since, MOST_TOUCHED),
    idsAssignedTo(foundation, { countyId, personId }, MOST_TOUCHED),
  ])
  const idsOf = (type: NewsSubject) => touched.filter((one) => one.type === type).map(({ id }) => id)
  const taskIds = [...new Set([...idsOf('task'), ...assigned])]
  const of = { personId, unitId, alertIds: idsOf('alert'), taskIds }
  const caseIds = new Set([...idsOf('case'), ...(await idsConcerning(foundation.db, countyId, of, since))])
  return [
    ...touched.filter(({ type }) => type !== 'case' && type !== 'task'),
    ...taskIds.map((id) => ({ type: 'task', id })),
    ...[...caseIds].map((id) => ({ type: 'case', id })),
  ]
}

/** How what is still within reach is called, by type and id. */
async function namesOf(
  foundation: Foundation,
  person: SignedIn,
  lines: readonly News[],
): Promise<ReadonlyMap<string, Named>> {
  const idsOf = (type: NewsSubject) =>
    lines.filter(({ subject }) => subject.type === type).map(({ subject }) => subject.id)
  const [cases, tasks, alerts, corrections, exclusions, imports] = await Promise.all([
    casesAmong(foundation, person, idsOf('case')),
    tasksAmong(foundation, person, idsOf('task')),
    alertsAmong(foundation, person, idsOf('alert')),
    correctionsAmong(foundation, person, idsOf('correction')),
    exclusionsAmong(foundation, person, idsOf('exclusion')),
    importsAmong(foundation, person, idsOf('import')),
  ])
  return new Map<string, Named>([
    ...cases.map(({ id, number, title }) => [`case ${id}`, { number, title }] as const),
    ...tasks.map(({ id, number, alert }) => [`task ${id}`, { number, title: alert.stationName }] as const),
    ...alerts.map(({ alert, rule, station }) => named('alert', alert.id, alert.number, `${station.name} ${rule.name}`)),
    ...corrections.map(({ id, station, deviceName }) => named('correction', id, '', station?.name ?? deviceName)),
    ...exclusions.map(({ id, subject, from, until }) =>
      named('exclusion', id, from === until ? from : `${from}–${until}`, subject.name),
    ),
    ...imports.map(({ id, fileName }) => named('import', id, '', fileName)),
  ])
}

function named(type: NewsSubject, id: string, number: string, title: string): readonly [string, Named] {
  return [`${type} ${id}`, { number, title }]
}
