import type { Foundation } from '../../platform/foundation.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { reachFor } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import { alertsInHand } from '../alerts/service.ts'
import { casesInHand } from '../cases/views.ts'
import { correctionsInHand, findingsInHand } from '../corrections/views.ts'
import { keptDevices } from '../devices/views.ts'
import { exclusionsInHand } from '../evaluations/views.ts'
import { feedsInHand } from '../feeds/views.ts'
import { importsInHand } from '../imports/views.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { tasksInHand } from '../tasks/views.ts'
import type { Waiting } from './model.ts'

export interface Looking {
  foundation: Foundation
  readings: ReadingsStore
}

/** What waits, as each room says of its own whose hand it waits for. */
export async function allWaiting(looking: Looking, principal: Principal): Promise<Waiting[]> {
  const { foundation } = looking
  const found = await Promise.all([
    cases(foundation, principal),
    tasks(foundation, principal),
    alerts(foundation, principal),
    corrections(foundation, principal),
    exclusions(foundation, principal),
    unknownDevices(looking, principal),
    feeds(foundation, principal),
    imports(foundation, principal),
  ])
  return found.flat()
}

async function cases(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const inHand = await casesInHand(foundation, principal)
  return inHand.map(({ view, may, wasReturned }) => ({
    kind: 'case',
    id: view.id,
    number: view.number,
    title: view.title,
    stage: view.stage,
    may,
    wasReturned,
    place: view.regionName,
    dueAt: view.dueAt,
    late: view.late,
    since: view.changedAt,
  }))
}

async function tasks(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const now = isoShanghai(foundation.clocks.domain.now())
  const inHand = await tasksInHand(foundation, principal)
  return inHand.map(({ id, number, alert, dueAt, sentAt }) => ({
    kind: 'task',
    id,
    number,
    station: alert.stationName,
    dueAt,
    late: dueAt < now,
    since: sentAt,
  }))
}

async function alerts(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const open = await alertsInHand(foundation, principal)
  if (open === null) return []
  const { count, severity, newest } = open
  return [
    {
      kind: 'alerts',
      count,
      severity,
      id: newest.alert.id,
      station: newest.station.name,
      rule: newest.rule.name,
      since: isoShanghai(newest.alert.raisedAt),
    },
  ]
}

async function corrections(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const [proposed, findings] = await Promise.all([
    correctionsInHand(foundation, principal),
    findingsInHand(foundation, principal),
  ])
  const waiting: Waiting[] = proposed.map(({ id, station, deviceName, factor, proposedBy, proposedAt }) => ({
    kind: 'correction',
    id,
    subject: station?.name ?? deviceName,
    factor,
    by: proposedBy,
    since: proposedAt,
  }))
  return findings === 0 ? waiting : [...waiting, { kind: 'findings', count: findings }]
}

async function exclusions(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const proposed = await exclusionsInHand(foundation, principal)
  return proposed.map(({ id, subject, from, until, proposedBy, proposedAt }) => ({
    kind: 'exclusion',
    id,
    subject: subject.name,
    from,
    until,
    by: proposedBy,
    since: proposedAt,
  }))
}

async function unknownDevices({ foundation, readings }: Looking, principal: Principal): Promise<Waiting[]> {
  if (principal.kind !== 'person' || reachFor(principal, 'manage-devices') !== 'county') return []
  const unknown = (await keptDevices(foundation, readings, principal)).filter(({ known }) => !known)
  const newest = unknown.toSorted((a, b) => b.lastAt - a.lastAt)[0]
  return newest === undefined
    ? []
    : [{ kind: 'unknown-devices', count: unknown.length, mn: newest.mn, since: isoShanghai(newest.lastAt) }]
}

async function feeds(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const inHand = await feedsInHand(foundation, principal)
  return inHand.map((feed) => ({ kind: 'feed', ...feed, since: isoShanghai(feed.since) }))
}

async function imports(foundation: Foundation, principal: Principal): Promise<Waiting[]> {
  const inHand = await importsInHand(foundation, principal)
  return inHand.map(({ id, fileName, state, changedAt }) => ({
    kind: 'import',
    id,
    name: fileName,
    state,
    since: isoShanghai(changedAt),
  }))
}
