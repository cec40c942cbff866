import type { Performing } from '../../platform/acts/perform.ts'
import type { Db, Foundation } from '../../platform/foundation.ts'
import { type ClockKind, type DeadlineClock, defaultLadder } from './model.ts'
import { clocksOf, insertClock, insertLadder, stopClocksOf } from './store.ts'

/** Starts a deadline in the transaction of the act that sets it; the returned value is what the ledger says of it. */
export async function startClock(
  foundation: Pick<Foundation, 'ids'>,
  performing: Performing,
  countyId: string,
  wanted: { subjectType: 'task' | 'case'; subjectId: string; kind: ClockKind; durationMs: number },
): Promise<{ id: string; kind: ClockKind; startAt: number; durationMs: number; calendar: string }> {
  const clock: DeadlineClock = {
    id: foundation.ids.next(),
    ...wanted,
    startAt: performing.receivedAt,
    calendar: 'around-the-clock',
    stoppedAt: null,
    pauses: [],
  }
  await insertClock(performing.trx, countyId, clock)
  const { id, kind, startAt, durationMs, calendar } = clock
  return { id, kind, startAt, durationMs, calendar }
}

/** Stops what still runs for a subject. */
export async function stopClocks(db: Db, countyId: string, subjectId: string, at: number): Promise<void> {
  await stopClocksOf(db, countyId, subjectId, at)
}

/** The newest clock of each subject. */
export async function clockBySubject(
  db: Db,
  countyId: string,
  subjectIds: readonly string[],
): Promise<Map<string, DeadlineClock>> {
  const clocks = await clocksOf(db, countyId, subjectIds)
  return new Map(clocks.map((clock) => [clock.subjectId, clock]))
}

/** Gives a new county its first ladder. */
export async function seedLadder(foundation: Pick<Foundation, 'ids'>, db: Db, countyId: string): Promise<void> {
  await insertLadder(
    db,
    countyId,
    defaultLadder.map((step) => ({ ...step, id: foundation.ids.next() })),
  )
}

export { dueAt, isLate } from './decide.ts'
