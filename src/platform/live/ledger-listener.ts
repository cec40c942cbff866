import { connectionFailure } from '../db/client.ts'
import { LEDGER_CHANNEL } from '../ledger/append.ts'
import type { WorkTrouble } from '../trouble/work-troubles.ts'
import type { Hub } from './hub.ts'
import type { Timers } from './timers.ts'

/** A connected client of its own (`connectClient`), as far as it is used here. */
export interface NotifyingClient {
  query(text: string): Promise<unknown>
  on(event: 'notification', listener: (message: { payload?: string | undefined }) => void): unknown
  on(event: 'end', listener: () => void): unknown
  end(): Promise<void>
}

export interface ListenerSettings {
  /** Wait before the first new try; doubled each time. [ms] */
  firstRetryMs: number
  longestRetryMs: number
  /** The connection is asked for a sign of life, and all chains are looked at, so often. [ms] */
  checkMs: number
  /** A sign of life that takes longer means that the connection is dead. [ms] */
  answerMs: number
}

export const defaultListener: ListenerSettings = {
  firstRetryMs: 100,
  longestRetryMs: 5000,
  checkMs: 30_000,
  answerMs: 10_000,
}

export interface LedgerListener {
  /** Resolves when notifications come in for the first time. */
  readonly listening: Promise<void>
  stop(): Promise<void>
}

/**
 * Hears of new ledger events (NOTIFY `<countyId>:<seq>`) and passes them to the hub. A lost connection is made anew, and
 * what was missed meanwhile is caught up; a check now and then finds connections that died without a word.
 */
export function listenToLedger(parts: {
  connect: () => Promise<NotifyingClient>
  hub: Pick<Hub, 'notify' | 'catchUp'>
  timers: Timers
  trouble: WorkTrouble
  settings?: ListenerSettings
}): LedgerListener {
  const { hub, timers, trouble } = parts
  const settings = parts.settings ?? defaultListener
  const first = Promise.withResolvers<void>()
  let current: NotifyingClient | undefined
  let failures = 0
  let stopped = false
  let callOffRetry = () => {}

  async function begin(): Promise<void> {
    const client = await parts.connect()
    if (stopped) return client.end()
    current = client
    client.on('notification', ({ payload }) => {
      const countyId = /^(.+):\d+$/.exec(payload ?? '')?.[1]
      if (countyId !== undefined) hub.notify(countyId)
    })
    client.on('end', () => lose(client, connectionFailure('the connection that hears of events ended')))
    await client.query(`listen ${LEDGER_CHANNEL}`)
    failures = 0
    trouble.worked()
    first.resolve()
    hub.catchUp()
  }

  function tryToBegin(): void {
    begin().catch((error: unknown) => {
      if (current === undefined) retry(error)
      else lose(current, error)
    })
  }

  function lose(client: NotifyingClient, error: unknown): void {
    if (current !== client) return
    current = undefined
    client.end().catch(() => {})
    retry(error)
  }

  function retry(error: unknown): void {
    if (stopped) return
    const waitMs = Math.min(settings.longestRetryMs, settings.firstRetryMs * 2 ** failures)
    failures += 1
    trouble.failed(error)
    callOffRetry = timers.after(waitMs, tryToBegin)
  }

  function check(): void {
    const client = current
    hub.catchUp()
    if (client === undefined) return
    const callOff = timers.after(settings.answerMs, () =>
      lose(client, connectionFailure('no sign of life on the connection that hears of events')),
    )
    client.query('select 1').then(callOff, (error: unknown) => {
      callOff()
      lose(client, error)
    })
  }

  tryToBegin()
  const stopChecks = timers.every(settings.checkMs, check)
  return {
    listening: first.promise,
    async stop() {
      stopped = true
      stopChecks()
      callOffRetry()
      const client = current
      current = undefined
      await client?.end()
    },
  }
}
