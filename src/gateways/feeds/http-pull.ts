import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FeedFault, FeedPlan, FeedRequest } from '../../domain/feeds/model.ts'
import {
  type Asked,
  askedHours,
  type DocumentContext,
  type Fetched,
  fillRequest,
  nothingRead,
  parseJson,
  readJson,
  readTable,
  textIn,
  type Validators,
  withMore,
} from '../../domain/feeds/service.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdMaker } from '../../platform/identity.ts'
import { type FetchOutcome, fetchDocument } from './fetch.ts'

/** Pages of one document. */
const MOST_PAGES = 200

export interface HttpParts {
  wall: Clock
  ids: IdMaker
  /** Where tables lie while they are read. */
  temporary: string
  mostBytes: number
  allowLocal: boolean
  /** Servers of this machine that feeds may ask all the same: the operator's word for them and for nothing else. [origins] */
  localServers?: ReadonlySet<string>
}

export interface HttpPull {
  plan: FeedPlan
  request: FeedRequest
  token: string | null
  asked: readonly Asked[]
  /** Hours that are asked for because they are lacking. */
  lacking: readonly number[]
  validators: Validators
  context: DocumentContext
  /** Nothing is asked for any more once it has passed. */
  deadline: AbortSignal
  signal: AbortSignal
}

type Got = Omit<Fetched, 'answered' | 'file' | 'sha256'>

/**
 * Asks an interface for all that a pull wants, one request after the other. A document with all its pages is taken whole or not
 * at all; what was whole before one that failed stands.
 */
export async function pullHttp(parts: HttpParts, pull: HttpPull): Promise<Fetched> {
  const hash = createHash('sha256')
  const answered: number[] = []
  let got: Got = { read: nothingRead(), fault: null, waitMs: null, requests: 0, bytes: 0, status: null, validators: {} }
  // Of several documents one may have changed: then all are asked for whole.
  const isOne = pull.asked.length === 1 && pull.request.paging.kind === 'none'
  for (const asked of pull.asked) {
    const one = await wholeDocument(parts, pull, asked, isOne, (bytes) => hash.update(bytes))
    const { read, fault, waitMs, status } = one
    const requests = got.requests + one.requests
    const validators = isOne && fault === null ? one.validators : {}
    got = { read: withMore(got.read, read), fault, waitMs, status, requests, bytes: got.bytes + one.bytes, validators }
    if (fault !== null) break
    answered.push(...askedHours(asked, pull.lacking))
  }
  const sha256 = got.bytes === 0 ? null : hash.digest('hex')
  return { ...got, sha256, answered: [...new Set(answered)], file: null }
}

async function wholeDocument(
  parts: HttpParts,
  pull: HttpPull,
  asked: Asked,
  isOne: boolean,
  seen: (bytes: Buffer) => void,
): Promise<Got> {
  const { request, plan, token } = pull
  const { paging } = request
  const sums = new Set<string>()
  let read = nothingRead()
  let [requests, bytes, page] = [0, 0, asked.page]
  let next: string | null = null
  let status: number | null = null
  let validators: Validators = {}
  const nothing = (): Got => ({
    ...{ read: nothingRead(), fault: null, waitMs: null, requests, bytes, status, validators: {} },
  })
  const failed = (fault: FeedFault, waitMs: number | null = null): Got => {
    return { ...nothing(), fault: withoutToken(fault, token), waitMs }
  }
  for (;;) {
    if (pull.deadline.aborted) return failed({ code: 'timeout', params: { seconds: 600 } })
    const filled = fillRequest(request, plan.reading, { ...asked, page }, token)
    const url = next ?? filled.url
    const known = isOne && request.method === 'GET' ? (pull.validators[filled.told] ?? null) : null
    const answer = await fetchPage(parts, pull, { ...filled, url }, known)
    requests += 1
    status = answer.status
    bytes += answer.bytes.length
    if (!answer.ok) return failed(answer.fault, answer.waitMs)
    if (answer.notModified) return { ...nothing(), validators: pull.validators }
    seen(answer.bytes)
    if (isOne) validators = validatorsOf(filled.told, answer)
    const sum = createHash('sha256').update(answer.bytes).digest('hex')
    if (sums.has(sum)) return failed({ code: 'pages-repeat', params: { page: requests } })
    sums.add(sum)
    const found = await readPage(parts, pull, answer.bytes)
    if (!found.ok) return failed(found.fault)
    read = withMore(read, found.read)
    const more = { rows: found.read.rows, document: found.document, url: answer.url }
    if (paging.kind === 'none') break
    if (paging.kind === 'number') {
      if (more.rows === 0 || (paging.size !== null && more.rows < paging.size)) break
      page += 1
    } else {
      const link = textIn(more.document, paging.path)
      if (link === null) break
      const address = URL.parse(link, more.url)
      // The token goes to no other server.
      if (address === null || address.origin !== new URL(filled.url).origin)
        return failed({ code: 'redirects', params: { to: link.slice(0, 200) } })
      next = address.href
    }
    if (requests === MOST_PAGES) return failed({ code: 'pages-many', params: { pages: MOST_PAGES } })
  }
  return { ...nothing(), read, validators }
}

function fetchPage(
  { wall, mostBytes, allowLocal, localServers }: HttpParts,
  { request, signal }: Pick<HttpPull, 'request' | 'signal'>,
  filled: { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body: string | null },
  known: { etag: string | null; lastModified: string | null } | null,
): Promise<FetchOutcome> {
  const { url, method, headers, body } = filled
  const timeoutMs = request.timeoutSeconds * 1000
  return fetchDocument({
    ...{ url, method, headers, body, timeoutMs, mostBytes, known, wall, signal },
    ...{ allowLocal, ...(localServers === undefined ? {} : { localServers }) },
  })
}

function validatorsOf(told: string, { etag, lastModified }: { etag: string | null; lastModified: string | null }) {
  return etag === null && lastModified === null ? {} : { [told]: { etag, lastModified } }
}

async function readPage(parts: HttpParts, { plan, context }: HttpPull, bytes: Buffer) {
  if (plan.reading.form === 'json') {
    const parsed = await parseJson(bytes)
    if (!parsed.ok) return parsed
    const found = readJson(parsed.document, context)
    return found.ok ? { ...found, document: parsed.document } : found
  }
  const found = await withFile(parts, bytes, (path) => readTable(path, bytes.at(-1) === LINE_END, context))
  return found.ok ? { ...found, document: null } : found
}

/** A failure as it may be told and kept: what a server says may have the token in it. */
export function withoutToken({ code, params }: FeedFault, token: string | null): FeedFault {
  if (token === null) return { code, params }
  const hidden = (text: string | number) =>
    typeof text === 'number' ? text : text.replaceAll(token, '{token}').replaceAll(encodeURIComponent(token), '{token}')
  return { code, params: Object.fromEntries(Object.entries(params).map(([name, text]) => [name, hidden(text)])) }
}

const LINE_END = 0x0a

/** A body as a file, for what reads files. */
export async function withFile<T>(
  { temporary, ids }: Pick<HttpParts, 'temporary' | 'ids'>,
  bytes: Buffer,
  use: (path: string) => Promise<T>,
): Promise<T> {
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  const path = join(temporary, `${ids.next()}.new`)
  try {
    await writeFile(path, bytes, { mode: 0o600 })
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
}
