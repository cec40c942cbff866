import type { Foundation } from '../../platform/foundation.ts'
import { channelUrl } from './service.ts'
import { channelsOf, dueMessages, nextDue, type OutboxMessage, saveOutcome } from './store.ts'
import { type Delivery, ROBOT_LIMIT, sendToRobot } from './wecom.ts'

/** After so many failures a message is put aside as dead, to be seen on the messages page. */
const MAX_ATTEMPTS = 12
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 10 * 60_000
const TIMEOUT_MS = 10_000
const AT_ONCE = 20

/** When to try again after the n-th failure: 2 s, doubled each time, at most 10 min. [ms] */
export function retryDelay(attempts: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
}

/** Sends counted per robot, so that the 20-a-minute limit is kept from our side. */
export interface RobotBudget {
  /** 0 when one may be sent now, else how long to wait. [ms] */
  waitFor(channelId: string, now: number): number
  spend(channelId: string, now: number): void
}

export function robotBudget(): RobotBudget {
  const sent = new Map<string, number[]>()
  // Later than now: before the clock was set back.
  const recent = (channelId: string, now: number) =>
    (sent.get(channelId) ?? []).filter((at) => at > now - ROBOT_LIMIT.perMs && at <= now)
  return {
    waitFor(channelId, now) {
      const times = recent(channelId, now)
      const oldest = times[0]
      return times.length < ROBOT_LIMIT.messages || oldest === undefined ? 0 : oldest + ROBOT_LIMIT.perMs - now
    },
    spend(channelId, now) {
      sent.set(channelId, [...recent(channelId, now), now])
    },
  }
}

/**
 * Sends what is due, oldest first, and notes what became of each. A crash between sending and noting sends it once more:
 * at least once, never lost. A clock that is set back keeps no message waiting. Only the leader of the database calls this.
 * @returns when to look again [epoch ms, wall clock]; null when nothing waits
 */
export async function sendDue(
  foundation: Foundation,
  budget: RobotBudget,
  deliver: (url: string, markdown: string, timeoutMs: number) => Promise<Delivery> = sendToRobot,
): Promise<number | null> {
  const { db, clocks } = foundation
  const begin = clocks.wall.now()
  for (const message of await dueMessages(db, begin, begin + LONGEST_RETRY_MS, AT_ONCE)) {
    const now = clocks.wall.now()
    const wait = budget.waitFor(message.channelId, now)
    if (wait > 0) {
      await saveOutcome(db, { ...message, nextAt: now + wait })
      continue
    }
    const channel = (await channelsOf(db, message.countyId)).find((one) => one.id === message.channelId)
    if (channel === undefined || !channel.enabled) {
      await saveOutcome(db, { ...message, state: 'dead', lastError: 'channel disabled' })
      continue
    }
    budget.spend(message.channelId, now)
    const delivery = await deliver(channelUrl(foundation, channel), message.body, TIMEOUT_MS)
    await saveOutcome(db, afterDelivery(message, delivery, { wall: clocks.wall.now(), domain: clocks.domain.now() }))
  }
  const next = await nextDue(db)
  return next === null ? null : Math.min(next, clocks.wall.now() + LONGEST_RETRY_MS)
}

/** What a message becomes after one try: told when it was delivered by the domain clock, tried again by the wall's; pure. */
export function afterDelivery(
  message: OutboxMessage,
  delivery: Delivery,
  now: { wall: number; domain: number },
): OutboxMessage {
  const attempts = message.attempts + 1
  if (delivery.outcome === 'sent') return { ...message, attempts, state: 'sent', sentAt: now.domain, lastError: null }
  const dead = delivery.outcome === 'never' || attempts >= MAX_ATTEMPTS
  return {
    ...message,
    attempts,
    state: dead ? 'dead' : 'waiting',
    nextAt: now.wall + retryDelay(attempts),
    lastError: delivery.error,
  }
}
