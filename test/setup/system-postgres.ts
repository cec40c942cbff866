import { execFile, execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const OLDEST_VERSION = 15
const SUPERUSER = 'weike_test'
const exec = promisify(execFile)

/** The system's own PostgreSQL: where its programs lie, and which major version they are. */
export interface SystemPostgresPrograms {
  bin: string
  major: number
}

/** A server of the system's PostgreSQL that lives for one test run. */
export interface SystemPostgres {
  /** `postgres://…` of the database `postgres`, as superuser, over a Unix socket. */
  url: string
  major: number
  stop(): Promise<void>
}

/** The newest PostgreSQL ≥ 15 that the system's packages (Debian's layout) or the PATH's pg_config offer. */
export function findSystemPostgres(): SystemPostgresPrograms | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const found = versions
    .map((version) => ({ bin: join(debian, version, 'bin'), major: Number(version) }))
    .filter(({ bin, major }) => major >= OLDEST_VERSION && existsSync(join(bin, 'postgres')))
    .sort((one, other) => other.major - one.major)
  return found[0] ?? postgresOfPath()
}

function postgresOfPath(): SystemPostgresPrograms | undefined {
  try {
    const ask = (option: string) => execFileSync('pg_config', [option], { encoding: 'utf8', stdio: 'pipe' }).trim()
    const bin = ask('--bindir')
    const major = Number(/^PostgreSQL (\d+)/.exec(ask('--version'))?.[1])
    return major >= OLDEST_VERSION && existsSync(join(bin, 'postgres')) ? { bin, major } : undefined
  } catch {
    return undefined // no pg_config
  }
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
interface Owner {
  uid: number
  gid: number
}

function ownerForRoot(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error('no user postgres, as whom root could run PostgreSQL')
  return { uid: Number(uid), gid: Number(gid) }
}

// A socket's path has a limit of about 100 bytes, and TMPDIR may be long.
const shortTemp = existsSync('/tmp') ? '/tmp' : tmpdir()
const prefix = 'weike-pg-'

/**
 * Makes and starts a cluster in a temporary folder: Unix socket only, durable as shipped (fsync on), UTF-8.
 * A test run that was killed leaves its server behind; the next call ends it.
 */
export async function startSystemPostgres(): Promise<SystemPostgres> {
  const programs = findSystemPostgres()
  if (programs === undefined) throw new Error('no PostgreSQL ≥ 15 on this system: run npm test once, it says how')
  const owner = ownerForRoot()
  await endServersOfKilledRuns(programs, owner)

  // The folder holds the data, the socket and the log; only its owner may enter, so `trust` lets nobody else in.
  const folder = mkdtempSync(join(shortTemp, `${prefix}${process.pid}-`))
  chmodSync(folder, 0o700)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const log = join(folder, 'log')
  const options = { cwd: '/', ...owner }
  try {
    const initdb = ['-D', data, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']
    await exec(join(programs.bin, 'initdb'), initdb, options)
    const settings = ["listen_addresses = ''", `unix_socket_directories = '${folder}'`, 'port = 5432', 'fsync = on']
    appendFileSync(join(data, 'postgresql.conf'), `\n${settings.join('\n')}\n`)
    await exec(join(programs.bin, 'pg_ctl'), ['start', '-w', '-t', '60', '-D', data, '-l', log], options)
  } catch (error) {
    const said = existsSync(log) ? readFileSync(log, 'utf8') : ''
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`the system's PostgreSQL did not start\n${said}`, { cause: error })
  }
  return {
    url: `postgres://${SUPERUSER}@localhost:5432/postgres?host=${encodeURIComponent(folder)}`,
    major: programs.major,
    async stop() {
      await exec(join(programs.bin, 'pg_ctl'), ['stop', '-w', '-t', '60', '-m', 'fast', '-D', data], options)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function endServersOfKilledRuns(programs: SystemPostgresPrograms, owner: Owner | undefined): Promise<void> {
  const ourUid = owner?.uid ?? process.getuid?.()
  for (const name of readdirSync(shortTemp)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    const folder = join(shortTemp, name)
    if (pid === undefined || isAlive(Number(pid)) || statSync(folder).uid !== ourUid) continue
    const data = join(folder, 'data')
    if (existsSync(join(data, 'postmaster.pid'))) {
      const stop = ['stop', '-w', '-t', '30', '-m', 'immediate', '-D', data]
      // It fails when the server is gone already and only its pid file is left; either way the folder can go.
      await exec(join(programs.bin, 'pg_ctl'), stop, { cwd: '/', ...owner }).catch(() => undefined)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
