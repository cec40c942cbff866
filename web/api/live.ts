import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { serverNow } from './clock.ts'
import { eventReader, type ServerEvent } from './event-stream.ts'
import { type Room, rooms, staleRooms } from './rooms.ts'

/** What the top bar says about the live stream. Instants on the server's clock. [epoch ms] */
export interface LiveState {
  state: 'connecting' | 'live' | 'lost'
  /** since when the state holds */
  since: number
}

/** The server's heartbeat is far shorter; a silent stream is a dead one. */
const SILENCE_MS = 45_000
const READINGS_EVERY_MS = 1_000
const FIRST_LOOK_MS = 1_500
const waits = [300, 700, 1_500, 3_000, 6_000, 10_000]

let current: LiveState = { state: 'connecting', since: 0 }
const listeners = new Set<() => void>()

function set(next: Partial<LiveState>): void {
  const since = next.state !== undefined && next.state !== current.state ? serverNow() : current.since
  current = { ...current, since, ...next }
  for (const listener of listeners) listener()
}

export function useLive(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
    () => current,
  )
}

/**
 * Holds the page's one event stream open and marks what it announces as stale. It is read with fetch, not EventSource:
 * the names of events are open-ended, heartbeats count, and a refusal (signed out) can be told from a lost network.
 * @returns a function that ends it
 */
export function startLive(queries: QueryClient, signedOut: () => void): () => void {
  const ended = new AbortController()
  let lastEventId: string | null = null
  let attempts = 0
  let wake = () => {}
  const onWake = () => wake()
  const pending = new Set<Room>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let firstLook: ReturnType<typeof setTimeout> | null = null

  function markStale(names: readonly Room[]): void {
    queries.invalidateQueries({ predicate: (query) => names.some((name) => name === query.queryKey[0]) })
  }

  /** Readings come as fast as devices send: they are looked at once a second. */
  function markStaleSoon(names: readonly Room[]): void {
    for (const name of names) pending.add(name)
    timer ??= setTimeout(() => {
      timer = null
      markStale([...pending])
      pending.clear()
    }, READINGS_EVERY_MS)
  }

  function take(event: ServerEvent): void {
    if (event.id !== null) lastEventId = event.id
    if (event.event === 'readings') markStaleSoon(staleRooms(event.event))
    else markStale(staleRooms(event.event))
  }

  async function listen(): Promise<'refused' | 'lost'> {
    const attempt = new AbortController()
    let watch = setTimeout(() => attempt.abort(), SILENCE_MS)
    const end = () => attempt.abort()
    ended.signal.addEventListener('abort', end)
    addEventListener('offline', end)
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (lastEventId !== null) headers['last-event-id'] = lastEventId
      const answer = await fetch('/api/events', { headers, signal: attempt.signal, cache: 'no-store' })
      if (answer.status === 401) return 'refused'
      if (!answer.ok || !answer.body) return 'lost'
      // What passed while nobody listened is looked up again. The first time that is what came between the answers of the
      // pages and this stream; it waits until they are drawn.
      if (current.state === 'connecting') firstLook = setTimeout(() => markStale(rooms), FIRST_LOOK_MS)
      else {
        markStale(rooms)
        // The server may have been started anew and its clock with it: the session tells it.
        queries.invalidateQueries({ queryKey: ['session'] })
      }
      attempts = 0
      set({ state: 'live' })
      const reader = eventReader()
      const bytes = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await bytes.read()
        if (done) return 'lost'
        clearTimeout(watch)
        watch = setTimeout(() => attempt.abort(), SILENCE_MS)
        for (const event of reader.push(value)) take(event)
      }
    } catch {
      return 'lost'
    } finally {
      clearTimeout(watch)
      ended.signal.removeEventListener('abort', end)
      removeEventListener('offline', end)
    }
  }

  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      if ((await listen()) === 'refused') return signedOut()
      if (ended.signal.aborted) return
      set({ state: 'lost' })
      const wait = waits[Math.min(attempts, waits.length - 1)] ?? 0
      attempts += 1
      await new Promise<void>((resolve) => {
        const timeout = setTimeout(resolve, wait)
        wake = () => {
          clearTimeout(timeout)
          resolve()
        }
      })
      wake = () => {}
    }
  }

  addEventListener('online', onWake)
  document.addEventListener('visibilitychange', onWake)
  set({ state: 'connecting' })
  run()
  return () => {
    ended.abort()
    if (timer) clearTimeout(timer)
    if (firstLook) clearTimeout(firstLook)
    removeEventListener('online', onWake)
    document.removeEventListener('visibilitychange', onWake)
    wake()
  }
}
