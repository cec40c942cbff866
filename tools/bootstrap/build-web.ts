import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { isChangedSince, recordOf, writeRecord } from './web.ts'

/**
 * Builds web/ into dist/web and records what it was built from. The new pages take the old ones' place in one rename,
 * so a server that is running meanwhile never serves half of them, and a failed build leaves the last good ones.
 */
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const dist = join(root, 'dist')
const next = join(dist, `.web-next-${process.pid}`)
const last = join(dist, `.web-last-${process.pid}`)
const taken = new Set<string>()
const started = Date.now()

const recorder: Plugin = {
  name: 'record-what-was-taken',
  buildEnd() {
    for (const id of this.getModuleIds()) {
      const path = id.replace(/[?#].*$/, '')
      const below = relative(root, path).replaceAll('\\', '/')
      const isOurs = !below.startsWith('../') && !below.startsWith('node_modules/') && existsSync(path)
      if (isOurs && !/^(web|catalogues)\//.test(below)) taken.add(below)
    }
  },
}

mkdirSync(dist, { recursive: true })
try {
  await build({
    root: join(root, 'web'),
    build: { outDir: next, emptyOutDir: true },
    plugins: [recorder],
  })
  const current = join(dist, 'web')
  if (existsSync(current)) renameSync(current, last)
  renameSync(next, current)
  const files = [...taken].sort()
  // Without a record the next start builds again, which is right when somebody wrote while we read.
  if (!isChangedSince(root, files, started)) writeRecord(root, recordOf(root, files))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
} finally {
  rmSync(next, { recursive: true, force: true })
  rmSync(last, { recursive: true, force: true })
}
