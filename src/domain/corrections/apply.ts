import type { Foundation } from '../../platform/foundation.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { mainStatistic } from '../readings/model.ts'
import type { LayerWrite, ReadingsStore } from '../readings/service.ts'
import { type Correction, correctionReason } from './model.ts'
import { standingAt } from './standing.ts'
import { correctionForUpdate, correctionsToApply, saveCorrection } from './store.ts'

/**
 * Brings corrections that two people agreed on to the readings: the outbox of this room. Readings are written first, under the
 * correction's own id, so that a repetition changes nothing; then the correction is marked in a transaction of its own. A crash
 * between leaves it in the outbox.
 * @returns how many were applied
 */
export async function applyApproved(
  foundation: Foundation,
  readings: ReadingsStore,
  countyId: string,
): Promise<number> {
  let applied = 0
  for (const correction of await correctionsToApply(foundation.db, countyId)) {
    const now = foundation.clocks.domain.now()
    await readings.write(countyId, await layersOf(readings, correction, now))
    if (await markApplied(foundation, correction, now)) applied += 1
  }
  return applied
}

async function layersOf(readings: ReadingsStore, correction: Correction, now: number): Promise<LayerWrite[]> {
  const { countyId, id, deviceId, factor, resolution, kind, changes } = correction
  const standing = await standingAt(
    readings,
    countyId,
    correction,
    changes.map((change) => change.end),
  )
  const code = correctionReason[kind]
  return changes.flatMap(({ end, after }): LayerWrite[] => {
    const row = standing.get(end)
    // Readings that old have been dropped since: there is nothing left to correct.
    if (row === undefined) return []
    const own = row.readings.filter((one) => one.factor === factor)
    const main = mainStatistic(resolution)
    // A replaced mean says nothing of the highest and the lowest; what is void or right is so in all that was measured.
    const told = kind === 'replace' ? [{ statistic: main, value: after }] : own
    return [
      {
        deviceId,
        resolution,
        periodStart: row.periodStart,
        periodEnd: end,
        source: 'correction',
        sourceId: id,
        columns: told.map(({ statistic }) => `${factor}-${statistic}`),
        values: told.map(({ value }) => value),
        flags: told.map(() => null),
        qualities: told.map(() => code),
        recordedAt: now,
      },
    ]
  })
}

/** @returns false when somebody else has marked it */
async function markApplied(foundation: Foundation, { countyId, id }: Correction, now: number): Promise<boolean> {
  return foundation.db.transaction().execute(async (trx) => {
    const correction = await correctionForUpdate(trx, countyId, id)
    if (correction?.state !== 'approved') return false
    const version = correction.version + 1
    const { decidedAt } = correction
    await saveCorrection(trx, countyId, id, { state: 'applied', version, decidedAt, appliedAt: now })
    await appendEvent(trx, {
      countyId,
      id: foundation.ids.next(),
      kind: 'correction.applied',
      schemaVersion: 1,
      subject: { type: 'correction', id, version },
      actor: 'system:corrections',
      actedAt: now,
      receivedAt: now,
      data: { periods: correction.changes.length },
    })
    return true
  })
}
