import type { Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { defaultLanguage } from '../../platform/i18n.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { feedById } from '../feeds/service.ts'
import { tellChannels } from '../messages/service.ts'
import { nextDayNumber } from '../numbers/service.ts'
import { stationsOf } from '../stations/service.ts'
import type { Finding, RuleEvent } from './draft.ts'
import type { Alert, Silence } from './model.ts'
import { silenceOver } from './silences.ts'
import { alertsOfEpisodes, insertAlert, insertExceedance, saveAlert } from './store.ts'
import { grown, tallyOf } from './tally.ts'
import { alertMessage, recoveredMessage } from './wording.ts'

type Trx = Transaction<WeikeTables>

interface Applied {
  alert: Alert
  isTold: boolean
}

/**
 * Writes down what the evaluator said, in its order.
 * @returns stations whose alerts somebody is told of, and those whose alerts moved otherwise
 */
export async function applyEvents(
  foundation: Foundation,
  trx: Trx,
  countyId: string,
  events: readonly RuleEvent[],
  silences: readonly Silence[],
): Promise<{ raised: string[]; grouped: string[] }> {
  // All locks before the first ledger event: an act on one of these alerts goes the same way.
  const alerts = await alertsOfEpisodes(trx, countyId, [...new Set(events.map((event) => event.episode))])
  const raised: string[] = []
  const grouped: string[] = []
  for (const event of events) {
    const applied = await applyEvent(foundation, trx, countyId, event, alerts.get(event.episode), silences)
    if (applied === null) continue
    alerts.set(event.episode, applied.alert)
    const told = applied.isTold ? raised : grouped
    told.push(applied.alert.stationId)
  }
  return { raised, grouped }
}

/** What became of an alert, and whether somebody was told of it; null: it was written down already. */
async function applyEvent(
  foundation: Foundation,
  trx: Trx,
  countyId: string,
  event: RuleEvent,
  alert: Alert | undefined,
  silences: readonly Silence[],
): Promise<Applied | null> {
  if (event.kind === 'resolved') return alert === undefined ? null : resolved(foundation, trx, alert, event)
  const { finding, at } = event
  const silence = silenceOver(silences, { ...finding, ruleId: finding.rule.id }, at)
  if (alert === undefined) return opened(foundation, trx, countyId, { finding, episode: event.episode, silence })
  return takenIn(foundation, trx, alert, finding, silence)
}

async function opened(
  foundation: Foundation,
  trx: Trx,
  countyId: string,
  { finding, episode, silence }: { finding: Finding; episode: string; silence: Silence | undefined },
): Promise<Applied> {
  const now = foundation.clocks.domain.now()
  const { rule } = finding
  const alert: Alert = {
    countyId,
    id: foundation.ids.next(),
    number: await nextDayNumber(trx, countyId, 'YJ', now),
    ruleId: rule.id,
    stationId: finding.stationId,
    deviceId: finding.deviceId,
    feedId: finding.feedId,
    factor: finding.factor,
    severity: rule.severity,
    state: silence === undefined ? 'open' : 'silenced',
    threshold: finding.level,
    unit: rule.unit,
    ...tallyOf(finding),
    raisedAt: now,
    acknowledgedBy: null,
    acknowledgedAt: null,
    resolvedAt: null,
    episode,
    silenceId: silence?.id ?? null,
    swallowed: silence === undefined ? 0 : 1,
    verdict: null,
    verdictNoteId: null,
    verifiedBy: null,
    verifiedAt: null,
    version: 1,
  }
  await insertAlert(trx, alert)
  await insertExceedance(trx, countyId, alert.id, finding)
  await record(foundation, trx, alert, silence === undefined ? 'alert.raised' : 'alert.silenced', {
    actedAt: finding.periodEnd,
    data: raisedData(alert, finding, silence),
  })
  if (silence === undefined) await tell(foundation, trx, alert, finding)
  return { alert, isTold: silence === undefined }
}

/** One more. When it was silenced and is not any more, or had been over, it is open again; only the former is told anew. */
async function takenIn(
  foundation: Foundation,
  trx: Trx,
  alert: Alert,
  finding: Finding,
  silence: Silence | undefined,
): Promise<Applied | null> {
  if (!(await insertExceedance(trx, alert.countyId, alert.id, finding))) return null
  const wasSilenced = alert.silenceId !== null && alert.swallowed === alert.exceedances
  const isSilenced = wasSilenced && silence !== undefined
  const state = isSilenced ? 'silenced' : alert.acknowledgedAt === null ? 'open' : 'acknowledged'
  const isMoved = state !== alert.state
  const next: Alert = {
    ...alert,
    ...grown(alert, finding),
    state,
    resolvedAt: null,
    swallowed: alert.swallowed + (isSilenced ? 1 : 0),
    version: alert.version + (isMoved ? 1 : 0),
  }
  await saveAlert(trx, next)
  const isTold = wasSilenced && !isSilenced
  if (isTold) {
    await record(foundation, trx, next, 'alert.raised', {
      actedAt: finding.periodEnd,
      data: raisedData(next, finding, undefined),
    })
    await tell(foundation, trx, next, finding)
  } else if (isMoved) {
    const data = { number: alert.number, periodEnd: finding.periodEnd, value: finding.value }
    await record(foundation, trx, next, 'alert.reopened', { actedAt: finding.periodEnd, data })
  }
  return { alert: next, isTold }
}

async function resolved(
  foundation: Foundation,
  trx: Trx,
  alert: Alert,
  { at, because }: Extract<RuleEvent, { kind: 'resolved' }>,
): Promise<Applied | null> {
  if (alert.state === 'resolved') return null
  const next: Alert = { ...alert, state: 'resolved', resolvedAt: at, version: alert.version + 1 }
  await saveAlert(trx, next)
  const data = { number: alert.number, because, exceedances: alert.exceedances, peakValue: alert.peakValue }
  await record(foundation, trx, next, 'alert.resolved', { actedAt: at, data })
  const wasTold = alert.swallowed < alert.exceedances
  if (alert.feedId !== null && because === 'heard' && wasTold) await tellRecovered(foundation, trx, next, alert.feedId)
  return { alert: next, isTold: false }
}

type Told = Parameters<typeof appendEvent>[1]['data']

async function record(
  foundation: Foundation,
  trx: Trx,
  { countyId, id, version }: Alert,
  kind: string,
  { actedAt, data }: { actedAt: number; data: Told },
): Promise<void> {
  await appendEvent(trx, {
    countyId,
    // The event that raises an alert bears its id; those after it one of their own.
    id: version === 1 ? id : foundation.ids.next(),
    kind,
    schemaVersion: 1,
    subject: { type: 'alert', id, version },
    actor: 'system:rules',
    actedAt,
    receivedAt: foundation.clocks.domain.now(),
    data,
  })
}

function raisedData(alert: Alert, finding: Finding, silence: Silence | undefined): Told {
  const { rule } = finding
  return {
    number: alert.number,
    rule: { id: rule.id, version: rule.version, kind: rule.kind, threshold: rule.threshold, unit: rule.unit },
    stationId: alert.stationId,
    deviceId: alert.deviceId,
    ...(alert.feedId === null ? {} : { feedId: alert.feedId }),
    factor: alert.factor,
    resolution: rule.resolution,
    periodEnd: finding.periodEnd,
    value: finding.value,
    level: finding.level,
    frameSeq: finding.frameSeq,
    severity: alert.severity,
    ...(silence === undefined ? {} : { silenceId: silence.id }),
  }
}

async function tell(foundation: Foundation, trx: Trx, alert: Alert, finding: Finding): Promise<void> {
  const station = (await stationsOf(trx, alert.countyId)).find((one) => one.id === alert.stationId)
  const feed = alert.feedId === null ? undefined : await feedById(trx, alert.countyId, alert.feedId)
  const t = foundation.words.translator(defaultLanguage)
  const names = { station: station?.name ?? '', feed }
  await tellChannels(foundation, trx, alert.countyId, {
    subject: { type: 'alert', id: alert.id },
    body: alertMessage(t, alert, finding, names),
  })
}

/** Who was told that a feed brings nothing any more waits for it: they hear that it does again. */
async function tellRecovered(foundation: Foundation, trx: Trx, alert: Alert, feedId: string): Promise<void> {
  const feed = await feedById(trx, alert.countyId, feedId)
  if (feed === undefined) return
  const body = recoveredMessage(foundation.words.translator(defaultLanguage), alert, feed)
  await tellChannels(foundation, trx, alert.countyId, { subject: { type: 'alert', id: alert.id }, body })
}
