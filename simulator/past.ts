import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { type Caller, signIn } from './caller.ts'
import { type Chapter, chaptersOf, type Told, tableOf } from './history.ts'
import type { Times } from './time.ts'

/** How far the past has come. */
export type PastNews =
  | { kind: 'begun'; chapters: number }
  | { kind: 'made'; fileName: string; rows: number }
  | { kind: 'in'; fileName: string; done: number; chapters: number }
  | { kind: 'failed'; fileName: string; why: string }

export interface PastParts {
  seed: string
  /** Where the server is, and who brings the files in. */
  http: string
  signInName: string
  password: string
  told: readonly Told[]
  /** Hours that end in (from, to]. [epoch ms] */
  from: number
  to: number
  times: Pick<Times, 'after'>
  tell: (news: PastNews) => void
  /** Told to stop meanwhile? */
  isStopped: () => boolean
}

/** Between two looks at how far the server has come. [ms] */
const LOOK_MS = 300
/** Hours of all stations that are made before others get their turn. */
const HOURS_A_TURN = 12

/**
 * Brings the past in as a person would: makes a table a quarter, hands it over at the import page, agrees to what the server
 * proposes and waits until it is in. Tables that the server has already are left out, so a start that was cut off goes on.
 */
export async function bringThePast(parts: PastParts): Promise<void> {
  const chapters = chaptersOf(parts.from, parts.to)
  const caller = await signIn(parts.http, parts.signInName, parts.password, waiting(parts))
  const known = await filesThere(caller)
  const missing = chapters.filter(({ fileName }) => !known.has(fileName))
  if (missing.length === 0) return
  parts.tell({ kind: 'begun', chapters: missing.length })
  let done = 0
  for (const chapter of missing) {
    const table = await made(parts, chapter)
    if (table === null) return
    const why = await broughtIn(parts, caller, chapter, table)
    done += 1
    if (why === null) parts.tell({ kind: 'in', fileName: chapter.fileName, done, chapters: missing.length })
    else parts.tell({ kind: 'failed', fileName: chapter.fileName, why })
  }
}

function waiting({ times }: Pick<PastParts, 'times'>): (ms: number) => Promise<void> {
  return (ms) => new Promise((resolve) => void times.after(ms, resolve))
}

/** Null: told to stop meanwhile. */
async function made(
  { seed, told, tell, isStopped }: PastParts,
  chapter: Chapter,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: string[] = []
  for (const piece of tableOf(seed, told, chapter)) {
    pieces.push(piece)
    if (pieces.length % HOURS_A_TURN !== 0) continue
    if (isStopped()) return null
    await breathe()
  }
  const text = pieces.join('')
  tell({ kind: 'made', fileName: chapter.fileName, rows: text.split('\r\n').length - 2 })
  return new TextEncoder().encode(text)
}

/** @returns null when it is in, else why not */
async function broughtIn(
  { times, isStopped }: PastParts,
  caller: Caller,
  { fileName }: Chapter,
  table: Uint8Array<ArrayBuffer>,
): Promise<string | null> {
  const path = `/api/imports/${idOf(table)}`
  await caller.call('PUT', `${path}?name=${encodeURIComponent(fileName)}`, {
    media: 'application/octet-stream',
    bytes: table,
  })
  const plan = fieldOf(await caller.call('GET', `${path}/proposal`), 'plan')
  await caller.call('POST', `${path}/load`, { json: plan })
  for (;;) {
    const job = await caller.call('GET', path)
    const state = fieldOf(job, 'state')
    if (state === 'done') return null
    if (state !== 'loading' || isStopped()) return JSON.stringify(fieldOf(job, 'failure') ?? state)
    await waiting({ times })(LOOK_MS)
  }
}

async function filesThere(caller: Caller): Promise<Set<string>> {
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

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
