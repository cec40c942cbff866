import type { ServerResponse } from 'node:http'
import type { Takeover } from '../http/handler.ts'
import type { ServerLog } from '../http/server-log.ts'
import type { Hub } from './hub.ts'
import type { Listener, LiveMessage, Watch } from './model.ts'
import type { Timers } from './timers.ts'

export interface StreamSettings {
  /** A sign of life so often, for proxies that cut silent connections. [ms] */
  keepAliveMs: number
  /** Whether the person may still listen is asked so often. [ms] */
  recheckMs: number
  /** Who leaves so much unread is cut off and resumes when it can. [bytes] */
  unreadBytes: number
  /** A browser waits so long before it comes back. [ms] */
  retryMs: number
}

export const defaultStream: StreamSettings = {
  keepAliveMs: 15_000,
  recheckMs: 60_000,
  unreadBytes: 1024 * 1024,
  retryMs: 2000,
}

/** The media type of an endpoint that answers with `eventStream`. */
export const eventStreamMedia = 'text/event-stream'

export interface StreamWish extends Pick<Listener, 'countyId' | 'after' | 'filter' | 'hears'> {
  /** Whether who listens is still signed in. Must not count as activity (context.identifyAgain). */
  stillSignedIn(): Promise<boolean>
  /** A moment that ends the stream at once (its session was ended); it is told to nobody. */
  endsOn?(name: string, data: unknown): boolean
}

/**
 * The place to resume after: the browser's Last-Event-ID, else what the page asked for when it first came.
 * A Last-Event-ID that is no place of ours is ignored.
 */
export function resumePlace(lastEventId: string | null, asked: number | undefined): number | undefined {
  return lastEventId !== null && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : asked
}

/**
 * Server-sent events of one listener:
 * - `event: <kind>`, `id: <seq>`, data `{kind, subjectType, subjectId, seq}` for each ledger event it may hear of;
 * - `event: seen` with an id at the beginning, and later whenever only events went by that it may not hear of,
 *   so that it resumes from there;
 * - `event: reset` with an id when it must load anew;
 * - `event: <name>` without an id for what is only of the moment.
 * Gone connections resume by the last id without a gap and without anything told twice.
 */
export function eventStream(
  parts: { hub: Hub; timers: Timers; log: ServerLog; settings?: StreamSettings },
  wish: StreamWish,
): Takeover {
  const settings = parts.settings ?? defaultStream
  return {
    takeOver(response, headers, signal) {
      const stream = new OpenStream(response, settings.unreadBytes)
      // It is never used for a second request, and a closing server need not wait for it.
      response.writeHead(200, {
        ...headers,
        'content-type': `${eventStreamMedia}; charset=utf-8`,
        'x-accel-buffering': 'no',
        connection: 'close',
      })
      stream.write(`retry: ${settings.retryMs}\n\n`)
      stream.onEnd(
        parts.timers.every(settings.keepAliveMs, () => stream.keepAlive()),
        parts.timers.every(settings.recheckMs, () => {
          wish.stillSignedIn().then(
            (signedIn) => signedIn || stream.end(),
            (error: unknown) => {
              parts.log.error('live: a session could not be checked', { error })
              stream.end()
            },
          )
        }),
      )
      signal.addEventListener('abort', () => stream.end(), { once: true })
      if (signal.aborted) stream.end()
      const listener: Listener = {
        ...wish,
        hears: (name, data) => {
          if (wish.endsOn?.(name, data) === true) stream.end()
          return wish.hears?.(name, data) ?? true
        },
        send: (message) => stream.send(message),
        ended: () => stream.end(),
      }
      parts.hub.watch(listener).then(
        (watch) => stream.follow(watch),
        (error: unknown) => {
          parts.log.error('live: a stream could not begin', { countyId: wish.countyId, error })
          stream.end()
        },
      )
    },
  }
}

class OpenStream {
  readonly #response: ServerResponse
  readonly #unreadBytes: number
  readonly #cleanUps: (() => void)[] = []
  #watch: Watch | undefined
  #told = -1
  #over = false

  constructor(response: ServerResponse, unreadBytes: number) {
    this.#response = response
    this.#unreadBytes = unreadBytes
    response.on('close', () => this.end())
    response.on('error', () => this.end())
  }

  onEnd(...cleanUps: (() => void)[]): void {
    this.#cleanUps.push(...cleanUps)
  }

  follow(watch: Watch): void {
    if (this.#over) {
      watch.stop()
      return
    }
    this.#watch = watch
    this.#cleanUps.push(() => watch.stop())
    this.#tellPosition()
  }

  send(message: LiveMessage): void {
    if (message.type === 'event') {
      this.#told = message.event.seq
      this.write(frame(message.event.kind, message.event, message.event.seq))
    } else if (message.type === 'reset') {
      this.#told = message.seq
      this.write(frame('reset', { seq: message.seq }, message.seq))
    } else {
      this.write(frame(message.name, message.data))
    }
  }

  keepAlive(): void {
    if (!this.#tellPosition()) this.write(': keep-alive\n\n')
  }

  /** Tells how far the chain was gone along, if that is news. */
  #tellPosition(): boolean {
    const position = this.#watch?.position ?? -1
    if (position <= this.#told) return false
    this.#told = position
    this.write(frame('seen', { seq: position }, position))
    return true
  }

  write(text: string): void {
    if (this.#over) return
    this.#response.write(text)
    if (this.#response.writableLength > this.#unreadBytes) {
      this.#response.destroy()
      this.end()
    }
  }

  end(): void {
    if (this.#over) return
    this.#over = true
    for (const cleanUp of this.#cleanUps) cleanUp()
    this.#response.end()
  }
}

/** One event in the words of the HTML standard, 9.2. JSON has no line break, so the data is one line. */
function frame(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
