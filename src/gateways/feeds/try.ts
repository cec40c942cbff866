import { readFile } from 'node:fs/promises'
import type { DocumentRead, FeedFault, FeedReading } from '../../domain/feeds/model.ts'
import {
  askedOf,
  type DocumentContext,
  type FoundRows,
  fillRequest,
  parseJson,
  readJson,
  readTable,
  rowsIn,
  type TryWish,
} from '../../domain/feeds/service.ts'
import type { Clock } from '../../platform/clock.ts'
import { fetchDocument } from './fetch.ts'
import { type FileLook, lookInto } from './folder-pull.ts'
import { type HttpParts, withFile, withoutToken } from './http-pull.ts'

/** So much of what came is shown. [bytes] */
const SHOWN_BYTES = 2_048

export interface TryOutcome {
  /** The address without the token, or the file. */
  told: string
  status: number | null
  bytes: number
  ms: number
  fault: FeedFault | null
  /** The beginning of what came. */
  head: string
  /** JSON: where it has rows. */
  found: FoundRows[]
  /** A table: its first lines. */
  lines: string[][]
  /** What its rows say; null: how to read them is not said, or it cannot be. */
  read: DocumentRead | null
}

export interface TryParts {
  http: HttpParts
  roots: readonly string[]
  steady: Clock
}

/** Table of no mapping: it is only looked at. */
const lookOnly: FeedReading = {
  ...{ form: 'table', rows: '', headerLine: 1, station: '', time: '', hour: '', timeFormat: 'auto' },
  ...{ timeZone: 'Asia/Shanghai', hourNamed: 'end', layout: 'long', factorField: '', valueField: '', factors: [] },
  ...{ missing: [], missingMeans: 'nothing', unknownStations: 'skip', needsLineEnd: false },
}

/**
 * Fetches once what a feed would fetch, one document of it and one page of that, and shows what it is; nothing is written.
 * @param now domain clock [epoch ms]
 */
export async function tryFeed(
  parts: TryParts,
  wish: TryWish,
  token: string | null,
  now: number,
  signal: AbortSignal,
): Promise<TryOutcome> {
  const begun = parts.steady.now()
  const looked =
    wish.kind === 'http' ? await overHttp(parts, wish, token, now, signal) : await inFolder(parts, wish, now)
  return { ...looked, ms: Math.round(parts.steady.now() - begun) }
}

type Looked = Omit<TryOutcome, 'ms'>

async function overHttp(
  { http }: TryParts,
  { request, reading, stations }: TryWish,
  token: string | null,
  now: number,
  signal: AbortSignal,
): Promise<Looked> {
  const codes = stations.map(({ code }) => code)
  const nothing: Looked = { told: '', status: null, bytes: 0, fault: null, head: '', found: [], lines: [], read: null }
  if (request === null) return nothing
  const known = codes.length === 0 ? [''] : codes
  const [asked] = askedOf(request, { lacking: [], gaps: [], codes: known, since: 0, now })
  if (asked === undefined) return nothing
  const filled = fillRequest(request, reading ?? lookOnly, asked, token)
  const answer = await fetchDocument({
    ...{ url: filled.url, method: filled.method, headers: filled.headers, body: filled.body },
    ...{ timeoutMs: request.timeoutSeconds * 1000, mostBytes: http.mostBytes, allowLocal: http.allowLocal },
    ...(http.localServers === undefined ? {} : { localServers: http.localServers }),
    ...{ known: null, wall: http.wall, signal },
  })
  const { status, bytes } = answer
  const came = { ...nothing, told: filled.told, status, bytes: bytes.length, head: headOf(bytes, token) }
  if (!answer.ok) return { ...came, fault: withoutToken(answer.fault, token) }
  const understanding = await understood(http, bytes, reading, codes, now)
  const { fault = null } = understanding
  return { ...came, ...understanding, fault: fault === null ? null : withoutToken(fault, token) }
}

async function understood(
  http: HttpParts,
  bytes: Buffer,
  reading: FeedReading | null,
  codes: readonly string[],
  now: number,
): Promise<Partial<Looked>> {
  const context: DocumentContext = { reading: reading ?? lookOnly, codes, since: 0, now }
  const isJson =
    reading === null ? /^\s*[[{<]/.test(bytes.subarray(0, 100).toString('latin1')) : reading.form === 'json'
  if (isJson) {
    const parsed = await parseJson(bytes)
    if (!parsed.ok) return { fault: parsed.fault }
    const found = rowsIn(parsed.document)
    if (reading === null) return { found }
    const read = readJson(parsed.document, context)
    return read.ok ? { found, read: read.read } : { found, fault: read.fault }
  }
  const table = await withFile(http, bytes, (path) => readTable(path, bytes.at(-1) === 0x0a, context))
  if (!table.ok) return { fault: table.fault }
  return { lines: table.head, read: reading === null ? null : table.read }
}

async function inFolder(parts: TryParts, { folder, reading, stations }: TryWish, now: number): Promise<Looked> {
  const nothing: Looked = { told: '', status: null, bytes: 0, fault: null, head: '', found: [], lines: [], read: null }
  if (folder === null) return nothing
  const looks = new Map<string, FileLook>()
  const first = await lookInto(folder, parts.roots, looks, parts.http.mostBytes)
  if (!first.ok) return { ...nothing, told: folder.path, fault: first.fault }
  const second = await lookInto(folder, parts.roots, looks, parts.http.mostBytes)
  const file = second.ok ? second.settled.at(-1) : undefined
  if (file === undefined) return { ...nothing, told: folder.path }
  const bytes = await readFile(file.path)
  const came = { ...nothing, told: file.name, bytes: bytes.length, head: headOf(bytes, null) }
  const codes = stations.map(({ code }) => code)
  return { ...came, ...(await understood(parts.http, bytes, reading, codes, now)) }
}

/** The beginning as text; what may be the token is not shown. */
function headOf(bytes: Buffer, token: string | null): string {
  const start = bytes.subarray(0, SHOWN_BYTES)
  // A sign of several bytes may be cut at the end: a decoder that is told of more to come leaves it out.
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true })
  } catch {
    text = new TextDecoder('gb18030').decode(start, { stream: true })
  }
  if (token === null) return text
  return text.replaceAll(token, '{token}').replaceAll(encodeURIComponent(token), '{token}')
}
