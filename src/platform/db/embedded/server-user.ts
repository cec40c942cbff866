import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { refusal } from '../refusal.ts'

const run = promisify(execFile)

/** Who runs the server. PostgreSQL refuses to be root. */
export interface ServerUser {
  name: string
  uid: number
  gid: number
  /** True when Weike is root and the server is somebody else. */
  switched: boolean
}

/** Accounts above this belong to people (login.defs, SYS_UID_MAX); the server shares none with a person. */
const lastSystemUid = 999

/**
 * Names of the system user, in order of preference. The second is for machines where a person is called weike.
 * Never `nobody`: other daemons share it and could read the data.
 */
const names = ['weike', 'weike-postgres'] as const

/** Ways to create it, tried in order: shadow-utils (nearly everywhere), Debian's adduser, BusyBox. */
const waysToCreate = (name: string): readonly (readonly [string, readonly string[]])[] => [
  [
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ],
  ],
  [
    'useradd',
    ['--system', '--gid', name, '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name],
  ],
  ['adduser', ['--system', '--group', '--no-create-home', '--home', '/nonexistent', name]],
  ['adduser', ['-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', name]],
]

/**
 * The user that runs the server: Weike's own, or, when that is root, a system user made once.
 * @throws Problem `no-server-user` when it is missing and cannot be created
 */
export async function serverUser(log: (line: string) => void): Promise<ServerUser> {
  const own = userInfo()
  if (own.uid !== 0) return { name: own.username, uid: own.uid, gid: own.gid, switched: false }
  for (const name of names) {
    const known = await lookUp(name)
    if (known !== undefined && known.uid <= lastSystemUid) return known
    if (known === undefined) return await create(name, log)
  }
  throw refusal('no-server-user', { user: names[0], reason: `${names.join(', ')}: accounts of people` })
}

async function lookUp(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout), switched: true }
  } catch {
    return undefined
  }
}

async function create(name: string, log: (line: string) => void): Promise<ServerUser> {
  const reasons: string[] = []
  for (const [command, args] of waysToCreate(name)) {
    const failure = await run(command, [...args]).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message.trim() : String(error)),
    )
    // Another Weike may have been faster; what counts is that the user is there.
    const created = await lookUp(name)
    if (created !== undefined) {
      log(`created the system user ${name} (uid ${created.uid}), which runs the embedded PostgreSQL`)
      return created
    }
    if (failure !== undefined) reasons.push(failure)
  }
  throw refusal('no-server-user', { user: name, reason: reasons.join('; ') })
}

/**
 * What the server's processes see of Weike's environment: nothing. It may hold keys and passwords, and PG* variables
 * that would change what is run.
 */
const serverEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  HOME: '/',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
}

/** How a child runs as the server's user. cwd is a place that everybody can enter and that is never unmounted. */
export function childOptions(user: ServerUser): {
  cwd: string
  env: Record<string, string>
  uid?: number
  gid?: number
} {
  const common = { cwd: '/', env: { ...serverEnvironment } }
  return user.switched ? { ...common, uid: user.uid, gid: user.gid } : common
}

/**
 * Runs a program as the server's user to its end.
 * @returns what it wrote to stdout
 * @throws with the program's stderr when it fails
 */
export async function runAs(user: ServerUser, program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { ...childOptions(user), maxBuffer: 16 * 1024 * 1024 })
  return stdout
}
