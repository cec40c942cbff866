import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, expect, it } from 'vitest'
import { removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { postmasterPid } from './parts/database.ts'
import { ms, report } from './parts/figures.ts'
import { descendantsOf, endTree, type Memory, memoryOf } from './parts/processes.ts'
import { checkout, serve, type Weike } from './parts/weike.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const SECOND_START_WITHIN_MS = 3000
/** The demo sends what it holds of the past first; after that it is at rest. [ms] */
const SETTLE_MS = Number(process.env.WEIKE_TRIAL_SETTLE_MS ?? 30_000)
/** A name as people give it: with spaces and in Chinese. */
const FOLDER = '微克 的 家'

/** Who starts Weike, in a home that nobody else can read. */
interface Person {
  home: string
  uid: number
  gid: number
}

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

it('root starts it from a clone under a directory that others cannot read', async ({ skip }) => {
  if (!isRoot) return skip('this is not root')
  const home = await makeHome()
  // Where the embedded server's user can come, unlike the clone.
  const data = await realpath(await mkdtemp(join(tmpdir(), 'weike-places-')))
  await chmod(data, 0o711)
  cleanUps.push(() => rm(data, { recursive: true, force: true }))
  await startTwice('root', { home, uid: 0, gid: 0 }, join(data, '数据 一'))
})

it('an ordinary user starts it, in a home of his own', async ({ skip }) => {
  const home = await makeHome()
  const person = isRoot ? await makeUser(home) : { home, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  if (person === undefined) return skip('this system has no useradd to make an ordinary user with')
  await startTwice('an ordinary user', person, join(home, '.local', 'share', 'weike', 'demo'))
})

async function makeHome(): Promise<string> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'weike-home-')))
  await chmod(home, 0o700)
  cleanUps.push(() => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  return home
}

async function makeUser(home: string): Promise<Person | undefined> {
  const name = `weike-trial-${process.pid}`
  const useradd = ['/usr/sbin/useradd', '/usr/bin/useradd'].find((path) => existsSync(path))
  if (useradd === undefined) return undefined
  await run(useradd, ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', name])
  cleanUps.push(() => run(useradd.replace('useradd', 'userdel'), [name]))
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)))
  if (uid === undefined || gid === undefined) return undefined
  await chown(home, uid, gid)
  return { home, uid, gid }
}

/** `npm start` in a fresh clone without any cache, and once more. */
async function startTwice(who: string, person: Person, dataDir: string): Promise<void> {
  const { home, uid, gid } = person
  const folder = join(home, FOLDER)
  await mkdir(folder, { mode: 0o700 })
  const clone = join(folder, 'weike')
  await run('git', ['clone', '--quiet', '--no-hardlinks', checkout, clone])
  await run('chown', ['-R', `${uid}:${gid}`, home])
  cleanUps.push(() => removeDataDirectory(dataDir))
  const command = {
    file: 'npm',
    args: ['start', '--'],
    cwd: clone,
    env: { PATH: systemPath(), HOME: home, LANG: 'C.UTF-8', TMPDIR: tmpdir() },
    ...(isRoot ? { uid, gid } : {}),
  }
  const start = async (): Promise<Weike> => {
    const weike = await serve({ dataDir, command })
    cleanUps.push(async () => {
      if (!weike.hasEnded()) await endTree(weike.pid)
    })
    expect(await statusOf(`${weike.http}/api/health`)).toBe('200 application/json')
    expect(await statusOf(`${weike.http}/`)).toBe('200 text/html')
    return weike
  }

  const cold = await start()
  await delay(SETTLE_MS)
  const own = await descendantsOf([cold.pid])
  const server = await descendantsOf([await postmasterPid(dataDir)])
  const memory = await memoryOf(own.filter((pid) => !server.includes(pid)))
  const postgres = await memoryOf(server)
  const coldEnd = await stopped(cold)
  const left = await survivors([...own, ...server])

  const warm = await start()
  const warmEnd = await stopped(warm)

  report(`npm start in a fresh clone as ${who}, in “${FOLDER}”, mode 0700`, [
    ['cold start until ready (empty npm cache, no build, no data)', ms(cold.readyMs)],
    ['second start until ready', ms(warm.readyMs)],
    [`memory at rest, ${SETTLE_MS / 1000} s later: npm, Weike, demo simulator`, told(memory)],
    ['memory at rest: PostgreSQL', told(postgres)],
    ['SIGTERM until all is over', `${ms(coldEnd)}, ${ms(warmEnd)}; processes left: ${left.length}`],
  ])
  expect(left).toEqual([])
  expect(warm.readyMs).toBeLessThan(SECOND_START_WITHIN_MS)
}

/** The system's own programs, as on a machine where nothing of Weike is installed. */
function systemPath(): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders
    .filter((folder) => !folder.includes('node_modules') && !folder.includes('node-gyp-bin'))
    .join(delimiter)
}

async function statusOf(url: string): Promise<string> {
  const answer = await fetch(url)
  await answer.arrayBuffer()
  return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`
}

/** SIGTERM to the command that was started. @returns how long it took [ms] */
async function stopped(weike: Weike): Promise<number> {
  const processes = await descendantsOf([weike.pid])
  const started = performance.now()
  await weike.stop()
  await eventually('the end of all that npm start had started', async () =>
    (await survivors(processes)).length === 0 ? true : undefined,
  )
  return performance.now() - started
}

async function survivors(pids: readonly number[]): Promise<number[]> {
  return pids.filter((pid) => existsSync(`/proc/${pid}`))
}

function told({ processes, rss, pss }: Memory): string {
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
  return `${processes} processes, RSS ${mb(rss)}${pss === null ? '' : `, PSS ${mb(pss)}`}`
}
