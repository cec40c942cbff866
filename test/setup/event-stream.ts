import { z } from 'zod'
import type { Caller } from './api-client.ts'
import { inTime } from './eventually.ts'

/** One server-sent event as a page reads it. */
export interface Heard {
  /** Place in the chain; null for what is only of the moment. */
  id: number | null
  name: string
  subjectType: string
  subjectId: string
}

export interface Ear {
  /** All that was heard so far, in order. */
  readonly heard: readonly Heard[]
  /** The first event that fits, heard already or still to come. @throws Error after 30 s */
  await(what: string, fits: (event: Heard) => boolean): Promise<Heard>
  /** Waits until the server has ended the stream. @throws Error after 30 s */
  ended(): Promise<void>
  close(): Promise<void>
}

const told = z.object({ subjectType: z.string(), subjectId: z.string() }).partial()

/**
 * Listens to `GET /api/events`. Resolves when the stream is open, so that nothing that happens later is missed.
 * @param after place in the chain after which to tell; from now on when left out
 */
export async function listen(url: string, caller: Caller, after?: number): Promise<Ear> {
  const heard: Heard[] = []
  const waiting = new Set<(event: Heard) => void>()
  const end = new AbortController()
  const query = after === undefined ? '' : `?after=${after}`
  const response = await fetch(`${url}/api/events${query}`, { headers: caller.headers, signal: end.signal })
  if (!response.ok || response.body === null) throw new Error(`the event stream answered ${response.status}`)
  const opened = Promise.withResolvers<void>()
  const reading = read(response.body, (event) => {
    // Told as soon as the place to begin at is known.
    if (event.name === 'seen' || event.name === 'reset') opened.resolve()
    heard.push(event)
    for (const each of waiting) each(event)
  })
  reading.then(
    () => opened.reject(new Error('the event stream ended')),
    (error: unknown) => opened.reject(error),
  )
  await inTime('the beginning of the event stream', opened.promise)
  return {
    heard,
    async await(what, fits) {
      const known = heard.find(fits)
      if (known !== undefined) return known
      const coming = Promise.withResolvers<Heard>()
      const look = (event: Heard) => {
        if (fits(event)) coming.resolve(event)
      }
      waiting.add(look)
      try {
        return await inTime(what, coming.promise)
      } finally {
        waiting.delete(look)
      }
    },
    ended: () =>
      inTime(
        'the end of the event stream',
        reading.catch(() => undefined),
      ),
    async close() {
      end.abort()
      await reading.catch(() => undefined)
    },
  }
}

async function read(body: ReadableStream<Uint8Array>, tell: (event: Heard) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const blocks = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => split(line)))
      const name = fields.get('event')
      if (name === undefined) continue
      const data = told.parse(JSON.parse(fields.get('data') ?? '{}'))
      const id = fields.get('id')
      tell({
        id: id === undefined ? null : Number(id),
        name,
        subjectType: data.subjectType ?? '',
        subjectId: data.subjectId ?? '',
      })
    }
  }
}

function split(line: string): [name: string, value: string] {
  const colon = line.indexOf(': ')
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 2)]
}
