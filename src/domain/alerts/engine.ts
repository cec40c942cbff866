import type { Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { defaultLanguage } from '../../platform/i18n.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { tellChannels } from '../messages/service.ts'
import { nextDayNumber } from '../numbers/service.ts'
import type { ReadingsStore } from '../readings/service.ts'
import { stationsOf } from '../stations/service.ts'
import { type Exceedance, exceedances, groupSpan } from './decide.ts'
import { type AskInForce, askAnew } from './in-force.ts'
import type { Alert } from './model.ts'
import {
  exceedanceKnown,
  insertAlert,
  insertExceedance,
  latestOfGroup,
  moveCursor,
  readPlaces,
  saveGrouped,
} from './store.ts'
import { alertMessage } from './wording.ts'

/** Frames looked at in one step: one small transaction each. */
const FRAMES_A_STEP = 2_000

export interface EngineStep {
  /** Frames looked at. 0: there was nothing new. */
  frames: number
  raised: readonly string[]
  grouped: readonly string[]
}

/**
 * One step of the rules of a county: reads what lies behind the durable cursor, and in one transaction writes the alerts,
 * their ledger events, the messages to send and the cursor. A crash before the commit leaves nothing; after it nothing is
 * looked at twice. Readings are read before, outside: they never share a transaction with anything.
 *
 * Nearly always no rule has anything to say; then the step is three small statements.
 */
export async function evaluateStep(
  foundation: Foundation,
  readings: ReadingsStore,
  countyId: string,
  inForce: AskInForce = askAnew(foundation),
): Promise<EngineStep> {
  const { db } = foundation
  const nothing = { frames: 0, raised: [], grouped: [] }
  // The head first: what was in force when these frames were there is in the ledger that is read after it.
  // No alert comes of what is imported, so none waits until it is there.
  const head = await readings.headBesideImports(countyId)
  const { cursor, ledgerSeq } = await readPlaces(db, countyId)
  if (head <= cursor) return nothing
  const upTo = Math.min(head, cursor + FRAMES_A_STEP)
  const { rules, bindings } = await inForce(countyId, ledgerSeq)
  const judged = new Set(rules.filter((rule) => rule.enabled).map((rule) => rule.resolution))
  const layers = judged.size === 0 ? [] : await readings.since(countyId, cursor, upTo)
  const found = exceedances(
    rules,
    layers.flatMap((layer) => (layer.source === 'frame' && judged.has(layer.resolution) ? layer.readings : [])),
    bindings,
  )
  if (found.length === 0) {
    const isMoved = await moveCursor(db, countyId, cursor, upTo)
    return isMoved ? { ...nothing, frames: upTo - cursor } : nothing
  }
  return db.transaction().execute(async (trx) => {
    // Somebody else looked at the same frames in the meantime: leave it to them.
    if (!(await moveCursor(trx, countyId, cursor, upTo))) return nothing
    const raised: string[] = []
    const grouped: string[] = []
    for (const exceedance of found) {
      const done = await takeIn(foundation, trx, countyId, exceedance)
      if (done === 'raised') raised.push(exceedance.stationId)
      if (done === 'grouped') grouped.push(exceedance.stationId)
    }
    return { frames: upTo - cursor, raised, grouped }
  })
}

async function takeIn(
  foundation: Foundation,
  trx: Transaction<WeikeTables>,
  countyId: string,
  exceedance: Exceedance,
): Promise<'raised' | 'grouped' | 'known'> {
  if (await exceedanceKnown(trx, countyId, exceedance)) return 'known'
  const alertToJoin = await latestOfGroup(trx, countyId, exceedance, groupSpan(exceedance.rule, exceedance.periodEnd))
  if (alertToJoin !== undefined) {
    await saveGrouped(trx, grown(alertToJoin, exceedance))
    await insertExceedance(trx, countyId, alertToJoin.id, exceedance)
    return 'grouped'
  }
  const alert = await raise(foundation, trx, countyId, exceedance)
  await insertExceedance(trx, countyId, alert.id, exceedance)
  return 'raised'
}

function grown(alert: Alert, { periodEnd, value }: Exceedance): Alert {
  return {
    ...alert,
    firstValue: periodEnd < alert.firstPeriodEnd ? value : alert.firstValue,
    lastValue: periodEnd >= alert.lastPeriodEnd ? value : alert.lastValue,
    peakValue: Math.max(alert.peakValue, value),
    exceedances: alert.exceedances + 1,
    firstPeriodEnd: Math.min(alert.firstPeriodEnd, periodEnd),
    lastPeriodEnd: Math.max(alert.lastPeriodEnd, periodEnd),
  }
}

async function raise(
  foundation: Foundation,
  trx: Transaction<WeikeTables>,
  countyId: string,
  exceedance: Exceedance,
): Promise<Alert> {
  const now = foundation.clocks.domain.now()
  const { rule } = exceedance
  const alert: Alert = {
    countyId,
    id: foundation.ids.next(),
    number: await nextDayNumber(trx, countyId, 'YJ', now),
    ruleId: rule.id,
    stationId: exceedance.stationId,
    deviceId: exceedance.deviceId,
    factor: exceedance.factor,
    severity: rule.severity,
    state: 'open',
    threshold: rule.threshold,
    unit: rule.unit,
    firstValue: exceedance.value,
    lastValue: exceedance.value,
    peakValue: exceedance.value,
    exceedances: 1,
    firstPeriodEnd: exceedance.periodEnd,
    lastPeriodEnd: exceedance.periodEnd,
    raisedAt: now,
    acknowledgedBy: null,
    acknowledgedAt: null,
    version: 1,
  }
  await insertAlert(trx, alert)
  await appendEvent(trx, {
    countyId,
    id: alert.id,
    kind: 'alert.raised',
    schemaVersion: 1,
    subject: { type: 'alert', id: alert.id, version: 1 },
    actor: 'system:rules',
    actedAt: exceedance.periodEnd,
    receivedAt: now,
    data: {
      number: alert.number,
      rule: { id: rule.id, version: rule.version, threshold: rule.threshold, unit: rule.unit },
      stationId: alert.stationId,
      deviceId: alert.deviceId,
      factor: alert.factor,
      resolution: rule.resolution,
      periodEnd: exceedance.periodEnd,
      value: exceedance.value,
      frameSeq: exceedance.frameSeq,
      severity: alert.severity,
    },
  })
  const station = (await stationsOf(trx, countyId)).find((one) => one.id === alert.stationId)
  await tellChannels(foundation, trx, countyId, {
    subject: { type: 'alert', id: alert.id },
    body: alertMessage(foundation.words.translator(defaultLanguage), alert, rule, station?.name ?? ''),
  })
  return alert
}
