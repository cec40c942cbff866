import { eventReader, type ServerEvent } from './event-stream.ts'

/**
 * What becomes of the stream. `open`: all that passed while nobody listened may have been missed; where it `isWhole`, only what is
 * of the moment: whatever came to the chain since the place that was asked for will be told.
 */
export type StreamNews =
  | { kind: 'open'; isWhole: boolean }
  | { kind: 'event'; event: ServerEvent }
  | { kind: 'lost' }
  /** Nobody is signed in any more. */
  | { kind: 'refused' }

export interface LiveStream {
  /** The network may be back: tries at once instead of waiting. */
  wake(): void
  /** The network is gone: what is open is over, and nothing is tried for a while. */
  cut(): void
  end(): void
}

/** The server's heartbeat is far shorter; a silent stream is a dead one. */
const SILENCE_MS = 45_000
/** Without a network, unless it is said to be back before. */
const CUT_MS = 30_000
const waits = [300, 700, 1_500, 3_000, 6_000, 10_000]

/**
 * Holds the event stream open until it is ended or refused; a lost one is taken up where it broke off, by the id of the
 * last event. Read with fetch, not EventSource: the names of events are open-ended, heartbeats count, and a refusal
 * (signed out) can be told from a lost network. Knows no page: it runs in the worker that the tabs share, or in a tab, which
 * say when the network goes and comes.
 * @param after place in the chain after which to tell; null: from now on
 */
export function openLiveStream(tell: (news: StreamNews) => void, after: number | null): LiveStream {
  const ended = new AbortController()
  let lastEventId = after === null ? null : String(after)
  let isWhole = after !== null
  let attempts = 0
  let isCut = false
  let wake = () => {}
  let drop = () => {}

  async function listen(): Promise<'refused' | 'lost'> {
    const attempt = new AbortController()
    let watch = setTimeout(() => attempt.abort(), SILENCE_MS)
    drop = () => attempt.abort()
    ended.signal.addEventListener('abort', drop)
    try {
      const headers: Record<string, string> = { accept: 'text/event-stream' }
      if (lastEventId !== null) headers['last-event-id'] = lastEventId
      const answer = await fetch('/api/events', { headers, signal: attempt.signal, cache: 'no-store' })
      if (answer.status === 401) return 'refused'
      if (!answer.ok || !answer.body) return 'lost'
      attempts = 0
      tell({ kind: 'open', isWhole })
      // What is of the moment was lost with the connection, and the server may be another one.
      isWhole = false
      const reader = eventReader()
      const bytes = answer.body.pipeThrough(new TextDecoderStream()).getReader()
      for (;;) {
        const { done, value } = await bytes.read()
        if (done) return 'lost'
        clearTimeout(watch)
        watch = setTimeout(() => attempt.abort(), SILENCE_MS)
        for (const event of reader.push(value)) {
          if (event.id !== null) lastEventId = event.id
          tell({ kind: 'event', event })
        }
      }
    } catch {
      return 'lost'
    } finally {
      clearTimeout(watch)
      ended.signal.removeEventListener('abort', drop)
    }
  }

  async function run(): Promise<void> {
    while (!ended.signal.aborted) {
      const became = await listen()
      if (ended.signal.aborted) return
      if (became === 'refused') {
        tell({ kind: 'refused' })
        return
      }
      tell({ kind: 'lost' })
      const wait = isCut ? CUT_MS : (waits[Math.min(attempts, waits.length - 1)] ?? 0)
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

  run()
  return {
    wake() {
      isCut = false
      wake()
    },
    cut() {
      isCut = true
      drop()
    },
    end() {
      ended.abort()
      wake()
    },
  }
}
