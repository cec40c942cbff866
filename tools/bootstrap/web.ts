import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run, say } from './processes.ts'

/**
 * What the pages in dist/web were built from. `files` are the sources outside web/ and catalogues/ that the build really
 * took (model.ts, api.ts, tables of standards), as the bundler named them, so nothing it reads can go stale unseen.
 */
export interface BuildRecord {
  files: string[]
  /** Paths, sizes and times of all inputs: equal means unchanged, at the price of a stat each. */
  signature: string
  /** Paths and bytes of all inputs: equal means the same pages, though a clone or a touch gave new times. */
  content: string
}

const wholeFolders = ['web', 'catalogues']
const ownInputs = ['package-lock.json', 'tools/bootstrap/build-web.ts']

function recordPath(root: string): string {
  return join(root, 'dist', '.built')
}

/** Paths below the root, with `/`, of everything that the pages are made of, tests aside. */
function inputsOf(root: string, files: readonly string[]): string[] {
  const inputs = new Set([...ownInputs, ...files])
  for (const folder of wholeFolders) {
    if (!existsSync(join(root, folder))) continue
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || /\.test\.tsx?$/.test(entry.name)) continue
      inputs.add(
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
    }
  }
  return [...inputs].sort()
}

function digest(root: string, inputs: readonly string[], describe: (path: string) => string | Buffer): string {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    hash.update(`\0${input}\0`).update(existsSync(path) ? describe(path) : 'absent')
  }
  return hash.digest('hex')
}

function signatureOf(root: string, files: readonly string[]): string {
  return digest(root, inputsOf(root, files), (path) => {
    const { size, mtimeMs } = statSync(path)
    return `${size} ${mtimeMs}`
  })
}

function contentOf(root: string, files: readonly string[]): string {
  return digest(root, inputsOf(root, files), (path) => readFileSync(path))
}

/** Whether an input was written after `since` [epoch ms]: then a build that began before may have read the older one. */
export function isChangedSince(root: string, files: readonly string[], since: number): boolean {
  return inputsOf(root, files).some((input) => {
    const path = join(root, input)
    return !existsSync(path) || statSync(path).mtimeMs > since
  })
}

/** The record of a build that took `files` from outside the web's own folders. */
export function recordOf(root: string, files: string[]): BuildRecord {
  return { files, signature: signatureOf(root, files), content: contentOf(root, files) }
}

export function writeRecord(root: string, record: BuildRecord): void {
  mkdirSync(dirname(recordPath(root)), { recursive: true })
  writeFileSync(recordPath(root), `${JSON.stringify(record, null, 2)}\n`)
}

function readRecord(root: string): BuildRecord | undefined {
  if (!existsSync(recordPath(root))) return undefined
  try {
    const read: unknown = JSON.parse(readFileSync(recordPath(root), 'utf8'))
    return isRecord(read) ? read : undefined
  } catch {
    return undefined // half written by a build that was killed: build again
  }
}

function isRecord(value: unknown): value is BuildRecord {
  if (typeof value !== 'object' || value === null) return false
  return 'files' in value && Array.isArray(value.files) && 'signature' in value && 'content' in value
}

/** Whether dist/web is what a build of the sources would give now. */
export function isWebFresh(root: string): boolean {
  const record = readRecord(root)
  if (record === undefined || !existsSync(join(root, 'dist', 'web', 'index.html'))) return false
  const signature = signatureOf(root, record.files)
  if (signature === record.signature) return true
  if (contentOf(root, record.files) !== record.content) return false
  writeRecord(root, { ...record, signature })
  return true
}

/**
 * Builds the pages if they are stale. In a process of its own: the bundler's memory goes with it, and what it prints
 * lands on stderr.
 * @returns false when the build failed; the bundler has said why
 */
export async function buildWebIfStale(root: string): Promise<boolean> {
  if (isWebFresh(root)) return true
  say('Building the web pages …')
  const exitCode = await run(process.execPath, [join(root, 'tools', 'bootstrap', 'build-web.ts')], {
    cwd: root,
    stdout: 'stderr',
  })
  if (exitCode !== 0) say('The web pages could not be built; the bundler says why above.')
  return exitCode === 0
}
