import type { Transaction } from 'kysely'
import type { WeikeTables } from '../../platform/db/tables.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { defaultLanguage } from '../../platform/i18n.ts'
import { appendEvent } from '../../platform/ledger/append.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { caseById } from '../cases/service.ts'
import { count } from '../counts/service.ts'
import { tellChannels } from '../messages/service.ts'
import { taskById } from '../tasks/service.ts'
import { dueAt, instantAtShare } from './decide.ts'
import type { DeadlineClock, LadderStep } from './model.ts'
import { firedSteps, ladderOf, noteFired, runningClocks, stillRuns } from './store.ts'

/** A rung whose time has come, and when it came. */
export interface DueStep {
  clock: DeadlineClock
  step: LadderStep
  at: number
}

/** Which rungs of running clocks are due at `now` and not done yet, in the order of their times; pure. */
export function dueSteps(
  clocks: readonly DeadlineClock[],
  ladder: readonly LadderStep[],
  fired: ReadonlySet<string>,
  now: number,
): DueStep[] {
  return clocks
    .flatMap((clock) =>
      ladder
        .filter((step) => step.clockKind === clock.kind && !fired.has(`${clock.id}/${step.id}`))
        .map((step) => ({ clock, step, at: instantAtShare(clock, step.atPercent / 100) })),
    )
    .filter((due) => due.at <= now)
    .sort((a, b) => a.at - b.at || (a.clock.id < b.clock.id ? -1 : 1) || a.step.atPercent - b.step.atPercent)
}

/**
 * Climbs the ladders of a county by the domain clock: each due rung is done once, in one transaction with its ledger event,
 * its counting event and the messages it sends. Called by the leader whenever the next rung may be due.
 * @returns how many rungs were climbed
 */
export async function climbLadders(foundation: Foundation, countyId: string): Promise<number> {
  const { db, clocks } = foundation
  const running = await runningClocks(db, countyId)
  const fired = await firedSteps(
    db,
    countyId,
    running.map((clock) => clock.id),
  )
  const due = dueSteps(running, await ladderOf(db, countyId), fired, clocks.domain.now())
  let climbed = 0
  for (const one of due) {
    if (await db.transaction().execute((trx) => climb(foundation, trx, countyId, one))) climbed += 1
  }
  return climbed
}

async function climb(
  foundation: Foundation,
  trx: Transaction<WeikeTables>,
  countyId: string,
  { clock, step, at }: DueStep,
): Promise<boolean> {
  const now = foundation.clocks.domain.now()
  if (!(await stillRuns(trx, countyId, clock.id))) return false
  if (!(await noteFired(trx, countyId, clock.id, step.id, now))) return false
  const subject = await describe(trx, countyId, clock)
  if (subject === null) return false
  const { seq } = await appendEvent(trx, {
    countyId,
    id: foundation.ids.next(),
    kind: 'ladder.fired',
    schemaVersion: 1,
    subject: { type: clock.subjectType, id: clock.subjectId, version: null },
    actor: 'system:ladder',
    actedAt: at,
    receivedAt: now,
    data: {
      clockId: clock.id,
      stepId: step.id,
      atPercent: step.atPercent,
      action: step.action,
      audience: step.audience,
    },
  })
  await count(trx, {
    countyId,
    id: foundation.ids.next(),
    at: now,
    measure: 'ladder.fired',
    quantity: 1,
    regionId: subject.regionId,
    sourceClass: null,
    subject: { type: clock.subjectType, id: clock.subjectId },
    ledgerSeq: seq,
  })
  const t = foundation.words.translator(defaultLanguage)
  await tellChannels(foundation, trx, countyId, {
    subject: { type: clock.subjectType, id: clock.subjectId },
    body: t('message.ladder', {
      action: t(`ladder.action.${step.action}`),
      audience: t(`ladder.audience.${step.audience}`),
      number: subject.number,
      percent: step.atPercent,
      due: isoShanghai(dueAt(clock)).slice(0, 16).replace('T', ' '),
    }),
  })
  return true
}

async function describe(
  trx: Transaction<WeikeTables>,
  countyId: string,
  clock: DeadlineClock,
): Promise<{ number: string; regionId: string } | null> {
  const subject =
    clock.subjectType === 'case'
      ? await caseById(trx, countyId, clock.subjectId)
      : await taskById(trx, countyId, clock.subjectId)
  return subject === undefined ? null : { number: subject.number, regionId: subject.regionId }
}
