import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, open, readdir, readFile, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { FeedFault, FeedFolder, FeedPlan } from '../../domain/feeds/model.ts'
import {
  type DocumentContext,
  type Fetched,
  isUnder,
  nothingRead,
  parseJson,
  readJson,
  readTable,
} from '../../domain/feeds/service.ts'

/** Files that are taken in one pull; the others have their turn in the next. */
const MOST_FILES = 50

/** How a file looked when it was looked at: while it grows, it looks different the next time. */
export interface FileLook {
  bytes: number
  changedAt: number
}

export interface FoundFile extends FileLook {
  name: string
  path: string
}

export type FolderLook =
  | {
      ok: true
      /** Files that have not changed between two looks, the longest unchanged first. */
      settled: FoundFile[]
      /** Are there others, that may still be written to? */
      isUnsettled: boolean
    }
  | { ok: false; fault: FeedFault }

/**
 * Looks into a folder, which must really lie under one of the roots, whatever links lead there.
 * @param before how each file looked the last time, by its path; it is brought up to date
 * @param mostBytes larger files are left where they are
 */
export async function lookInto(
  { path, pattern }: FeedFolder,
  roots: readonly string[],
  before: Map<string, FileLook>,
  mostBytes: number,
): Promise<FolderLook> {
  const names = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 'i')
  const settled: FoundFile[] = []
  let isUnsettled = false
  const there = new Set<string>()
  try {
    const real = await realpath(path)
    const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => root)))
    if (!realRoots.some((root) => isUnder(real, root))) return { ok: false, fault: folderFault(path, 'outside') }
    for (const name of await readdir(real)) {
      if (!names.test(name) || name.startsWith('.')) continue
      const file = join(real, name)
      const found = await lstat(file).catch(() => null)
      // A link may lead out of the root; a file that is too large would be read to its end.
      if (found === null || !found.isFile() || found.size === 0 || found.size > mostBytes) continue
      const look = { bytes: found.size, changedAt: found.mtimeMs }
      const last = before.get(file)
      before.set(file, look)
      there.add(file)
      if (last?.bytes === look.bytes && last.changedAt === look.changedAt) settled.push({ name, path: file, ...look })
      else isUnsettled = true
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return { ok: false, fault: folderFault(path, reason) }
  }
  for (const file of before.keys()) if (!there.has(file)) before.delete(file)
  settled.sort((one, other) => one.changedAt - other.changedAt || (one.name < other.name ? -1 : 1))
  return { ok: true, settled, isUnsettled }
}

/** Of the files of a folder those whose content has not been taken yet, with their SHA-256. */
export async function untaken(
  files: readonly FoundFile[],
  isTaken: (sha256: string) => Promise<boolean>,
  remembered: Map<string, string>,
): Promise<(FoundFile & { sha256: string })[]> {
  const found: (FoundFile & { sha256: string })[] = []
  for (const file of files) {
    const look = `${file.path}|${file.bytes}|${file.changedAt}`
    const sha256 = remembered.get(look) ?? (await sumOf(file.path))
    remembered.set(look, sha256)
    if (!(await isTaken(sha256))) found.push({ ...file, sha256 })
    if (found.length === MOST_FILES) break
  }
  return found
}

/** Reads a file whole; one that changes meanwhile is only a piece. */
export async function readFileOf(
  plan: FeedPlan,
  file: FoundFile & { sha256: string },
  context: DocumentContext,
): Promise<Fetched> {
  const found = await readWhole(plan, file, context)
  const isSame = (await sumOf(file.path).catch(() => '')) === file.sha256
  const cut: FeedFault = { code: 'cut', params: { at: file.name } }
  const fault = !isSame ? cut : found.ok ? null : found.fault
  return {
    read: found.ok && isSame ? found.read : nothingRead(),
    fault,
    ...{ waitMs: null, requests: 0, bytes: file.bytes, status: null, sha256: file.sha256 },
    ...{ validators: {}, answered: [], file: { name: file.name, sha256: file.sha256, bytes: file.bytes } },
  }
}

async function readWhole({ reading }: FeedPlan, { path }: FoundFile, context: DocumentContext) {
  if (reading.form === 'table') return readTable(path, await endsWithLine(path), context)
  const parsed = await parseJson(await readFile(path))
  return parsed.ok ? readJson(parsed.document, context) : parsed
}

async function endsWithLine(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
    return buffer[0] === 0x0a
  } finally {
    await file.close()
  }
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

function folderFault(path: string, reason: string): FeedFault {
  return { code: 'folder', params: { path, reason } }
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
