import type { Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { approvalsAbout } from '../approvals/service.ts'
import { countOf, type FindingPlan, periodsOf, planFindings, type Run } from './findings.ts'
import type { QualityFinding } from './model.ts'
import { appliedCorrections, insertFindings, openFindingsForUpdate, saveFinding } from './store.ts'
import { isDecided, type Verdict } from './verdicts.ts'

/** Hours of one device that were judged, and what was said of them. */
export interface JudgedHours {
  deviceId: string
  /** Ends of all hours that were judged, those of which there is nothing too. [epoch ms] */
  judged: ReadonlySet<number>
  verdicts: readonly Verdict[]
}

/**
 * Brings the findings of devices in line with what was just judged, in one transaction. Repeated it changes nothing.
 * @returns findings opened, changed or closed
 */
export async function keepFindings(
  foundation: Foundation,
  countyId: string,
  hours: readonly JudgedHours[],
): Promise<number> {
  const ends = hours.flatMap(({ judged }) => [...judged])
  const span = {
    from: ends.reduce((a, b) => Math.min(a, b)) - HOUR_MS,
    to: ends.reduce((a, b) => Math.max(a, b)) + HOUR_MS,
  }
  const deviceIds = hours.map((one) => one.deviceId)
  return foundation.db.transaction().execute(async (trx) => {
    const open = Map.groupBy(await openFindingsForUpdate(trx, countyId, deviceIds, span), (one) => one.deviceId)
    let changes = 0
    const opened: QualityFinding[] = []
    for (const one of hours) {
      for (const { factor, rule, plan } of plansOf(one, open.get(one.deviceId) ?? [])) {
        const about = { countyId, deviceId: one.deviceId, factor, rule }
        opened.push(...plan.opened.map((run) => newFinding(foundation, about, run)))
        const decided = one.verdicts.filter(({ reading, reason }) => reading.factor === factor && isDecided(reason))
        await saveChanged(foundation, trx, plan, decided)
        changes += plan.opened.length + plan.changed.length + plan.closed.length
      }
    }
    await insertFindings(trx, opened)
    return changes
  })
}

/** What becomes of the findings of one device, by factor and rule. */
function plansOf({ judged, verdicts }: JudgedHours, openOfDevice: readonly QualityFinding[]) {
  const failing = Map.groupBy(
    verdicts.filter((one) => one.findings),
    ({ reading, reason }) => `${reading.factor} ${reason}`,
  )
  const open = Map.groupBy(openOfDevice, ({ factor, rule }) => `${factor} ${rule}`)
  return [...new Set([...open.keys(), ...failing.keys()])].map((key) => {
    const [factor = '', rule = ''] = key.split(' ')
    const bad = new Set((failing.get(key) ?? []).map(({ reading }) => reading.periodEnd))
    return { factor, rule, plan: planFindings(open.get(key) ?? [], judged, bad, HOUR_MS) }
  })
}

function newFinding(
  { ids, clocks }: Foundation,
  about: Pick<QualityFinding, 'countyId' | 'deviceId' | 'factor' | 'rule'>,
  run: Run,
): QualityFinding {
  return {
    ...about,
    ...run,
    id: ids.next(),
    resolution: 'hour',
    periods: countOf(run, HOUR_MS),
    state: 'open',
    version: 1,
    foundAt: clocks.domain.now(),
    handledAt: null,
    handledBy: null,
  }
}

async function saveChanged(
  { clocks }: Foundation,
  trx: Transaction<WeikeTables>,
  plan: FindingPlan<QualityFinding>,
  decided: readonly Verdict[],
): Promise<void> {
  for (const { finding, run } of plan.changed) {
    const periods = countOf(run, HOUR_MS)
    await saveFinding(trx, { ...finding, ...run, periods, version: finding.version + 1 })
  }
  for (const finding of plan.closed) {
    const end = await endOf(trx, finding, decided, clocks.domain.now())
    await saveFinding(trx, { ...finding, ...end, version: finding.version + 1 })
  }
}

/** How a finding ends: two people judged it, or what was wrong is gone by itself. */
async function endOf(
  trx: Transaction<WeikeTables>,
  finding: QualityFinding,
  decided: readonly Verdict[],
  now: number,
): Promise<Pick<QualityFinding, 'state' | 'handledAt' | 'handledBy'>> {
  const ends = new Set(periodsOf(finding, HOUR_MS))
  const ofFinding = decided.filter(({ reading }) => ends.has(reading.periodEnd))
  if (ofFinding.length === 0) return { state: 'gone', handledAt: now, handledBy: null }
  const state = ofFinding.every(({ reason }) => reason === 'kept') ? 'kept' : 'corrected'
  const correction = (await appliedCorrections(trx, finding.countyId, finding)).find((one) =>
    one.changes.some((change) => ends.has(change.end)),
  )
  if (correction === undefined) return { state, handledAt: now, handledBy: null }
  const [approval] = await approvalsAbout(trx, finding.countyId, [correction.id])
  return { state, handledAt: correction.decidedAt ?? now, handledBy: approval?.approverId ?? null }
}
