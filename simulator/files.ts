import { createHash } from 'node:crypto'
import type { Caller } from './caller.ts'

/** A file as people hand it over at the import page. */
export interface DeskFile {
  fileName: string
  /** What it is about; left out: the server says. */
  kind?: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Between two looks at how far the server has come. [ms] */
const LOOK_MS = 300

/**
 * Hands a file over, agrees to what the server proposes and waits until it is in.
 * @param wait [ms]
 * @returns null when it is in, all of it; else why not
 */
export async function handOver(
  caller: Caller,
  { fileName, kind, bytes }: DeskFile,
  { wait, isStopped }: { wait: (ms: number) => Promise<void>; isStopped: () => boolean },
): Promise<string | null> {
  const path = `/api/imports/${idOf(bytes)}`
  await caller.call('PUT', `${path}?name=${encodeURIComponent(fileName)}`, { media: 'application/octet-stream', bytes })
  const proposal = await caller.call('GET', `${path}/proposal${kind === undefined ? '' : `?kind=${kind}`}`)
  await caller.call('POST', `${path}/load`, { json: fieldOf(proposal, 'plan') })
  for (;;) {
    const job = await caller.call('GET', path)
    const state = fieldOf(job, 'state')
    const refused = fieldOf(fieldOf(job, 'counts'), 'refused')
    if (state === 'done')
      return refused === 0 ? null : `${refused} rows refused: ${JSON.stringify(fieldOf(job, 'refused')).slice(0, 200)}`
    if (state !== 'loading' || isStopped()) return JSON.stringify(fieldOf(job, 'failure') ?? state)
    await wait(LOOK_MS)
  }
}

/** Names of the files that are in already. */
export async function filesThere(caller: Caller): Promise<Set<string>> {
  const names = new Set<string>()
  let next: unknown = null
  do {
    const page: unknown = await caller.call(
      'GET',
      `/api/imports?limit=100${next === null ? '' : `&cursor=${encodeURIComponent(String(next))}`}`,
    )
    const items = fieldOf(page, 'items')
    for (const item of Array.isArray(items) ? items : []) {
      if (fieldOf(item, 'state') === 'done') names.add(String(fieldOf(item, 'fileName')))
    }
    next = fieldOf(page, 'next') ?? null
  } while (next !== null)
  return names
}

/** The id of an import is the client's: the same table has the same one (UUIDv8, RFC 9562, over its bytes). */
function idOf(table: Uint8Array): string {
  const hex = createHash('sha256').update(table).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A field of what the server said; undefined: there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
