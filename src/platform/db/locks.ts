import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client, ClientConfig } from 'pg'
import { connectClient, pollUntil } from './client.ts'

/** Advisory locks are numbers; the first ('WEIK' in ASCII) keeps ours apart from other programs' on a shared server. */
const lockSpace = 0x5745494b
const presenceLock = 1
const leaderLock = 2

/** A session that says: somebody uses this server. Every server and command of Weike holds one. */
export interface Presence {
  isLost(): boolean
  /** Calls back, at most once, when the session ends otherwise than by release. */
  onLost(listener: () => void): void
  /** @returns true when nobody else holds a presence: this one may stop the server */
  tryExclusive(): Promise<boolean>
  /** Gives the lock back, and returns only when the server has noticed. */
  release(): Promise<void>
}

/**
 * Holds the shared lock on a session of its own.
 * @param config must name the same database for everybody on this server: advisory locks are one database's
 */
export async function holdShared(config: ClientConfig): Promise<Presence> {
  const client = await connectClient({ ...config, application_name: sessionName('presence') })
  let lost = false
  let releasing = false
  const listeners: (() => void)[] = []
  client.once('end', () => {
    lost = true
    if (!releasing) for (const listener of listeners) listener()
  })
  try {
    await client.query('select pg_advisory_lock_shared($1, $2)', [lockSpace, presenceLock])
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return {
    isLost: () => lost,
    onLost(listener) {
      if (lost) listener()
      else listeners.push(listener)
    },
    async tryExclusive() {
      return await tryLock(client, presenceLock)
    },
    async release() {
      releasing = true
      if (lost) return
      // Unlocked in so many words: a session's end is noticed a little later, and the next to go must not see it.
      await client.query('select pg_advisory_unlock_all()').catch(() => undefined)
      await client.end().catch(() => undefined)
    },
  }
}

async function tryLock(client: Client, lock: number): Promise<boolean> {
  const answer = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [lockSpace, lock])
  return answer.rows[0]?.held === true
}

/** Who holds the leader lock, as far as the server tells. */
export interface LockHolder {
  /** pid of the server's process for that session: what pg_terminate_backend takes */
  backendPid: number
  /** The name that the leader gave itself, for example `weike serve` */
  name: string
  /** pid of the Weike process, undefined when it is not in the session's name */
  processPid: number | undefined
  host: string | undefined
}

/** What a leader is told after it became one. */
export interface LeaderEvents {
  /** The session is gone, and with it the lock: stop what only a leader may do. */
  onInterrupted?: () => void
  /** The lock is held again. */
  onRegained?: () => void
  /** Somebody else became leader meanwhile. This was the last word. */
  onTaken: (holder: LockHolder | undefined) => void
}

export interface Leadership {
  isHeld(): boolean
  release(): Promise<void>
}

export type LeaderAnswer = { ok: true; leadership: Leadership } | { ok: false; holder: LockHolder | undefined }

/** What the leader lock needs of a database. */
export interface ReachableDatabase {
  connectionConfig: ClientConfig
  ensureRunning(): Promise<void>
}

/**
 * Tries to become the one leader of this database. The lock lives as long as its session: when that is lost, because the
 * server was restarted or the network cut, it is taken again on a new one.
 * @param name what the leader is, for the one who comes second; ASCII, short
 */
export async function tryLeader(db: ReachableDatabase, name: string, events: LeaderEvents): Promise<LeaderAnswer> {
  const first = await campaign(db.connectionConfig, name, undefined)
  if (!first.ok) return first
  let session: LeaderSession | undefined = first.session
  let released = false

  function watch(held: LeaderSession): void {
    const onEnd = () => {
      session = undefined
      if (released) return
      events.onInterrupted?.()
      void takeAgain(held)
    }
    if (held.hasEnded()) onEnd()
    else held.client.once('end', onEnd)
  }

  async function takeAgain(predecessor: LeaderSession): Promise<void> {
    while (!released) {
      const answer = await db
        .ensureRunning()
        .then(() => campaign(db.connectionConfig, name, predecessor))
        .catch(() => undefined)
      if (answer === undefined) {
        await delay(200, undefined, { ref: false })
      } else if (!answer.ok) {
        if (!released) events.onTaken(answer.holder)
        return
      } else if (released) {
        return await answer.session.client.end()
      } else {
        session = answer.session
        events.onRegained?.()
        return watch(answer.session)
      }
    }
  }

  watch(first.session)
  return {
    ok: true,
    leadership: {
      isHeld: () => session !== undefined,
      async release() {
        released = true
        await session?.client.query('select pg_advisory_unlock_all()').catch(() => undefined)
        await session?.client.end().catch(() => undefined)
      },
    },
  }
}

interface LeaderSession {
  client: Client
  backendPid: number
  /** As the server writes it; with the pid it names one session for ever. */
  backendStart: string
  hasEnded(): boolean
}

/** How long the lock of one who was killed may take to come free. [ms] */
const tryForMs = 300
const tryEveryMs = 20

async function campaign(
  config: ClientConfig,
  name: string,
  predecessor: LeaderSession | undefined,
): Promise<{ ok: true; session: LeaderSession } | { ok: false; holder: LockHolder | undefined }> {
  const client = await connectClient({ ...config, application_name: sessionName(name) })
  let ended = false
  client.once('end', () => {
    ended = true
  })
  try {
    // A leader whose machine is unplugged must not keep the lock for the two hours that TCP allows by itself.
    await client.query('set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3')
    const held = await pollUntil(tryForMs / tryEveryMs, tryEveryMs, async () => {
      if (await tryLock(client, leaderLock)) return true
      // Our own last session, of which only we know that it is dead (the network was cut).
      if (predecessor !== undefined) await endSession(client, predecessor)
      return undefined
    })
    if (held !== true) {
      const holder = await leaderOf(client)
      await client.end()
      return { ok: false, holder }
    }
    const own = await client.query<{ pid: number; start: string }>(
      'select pid, backend_start::text as start from pg_stat_activity where pid = pg_backend_pid()',
    )
    const row = own.rows[0]
    if (row === undefined) throw new Error('pg_stat_activity does not show the own session')
    return { ok: true, session: { client, backendPid: row.pid, backendStart: row.start, hasEnded: () => ended } }
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

async function endSession(client: Client, session: LeaderSession): Promise<void> {
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start::text = $2',
    [session.backendPid, session.backendStart],
  )
}

/** @returns who leads the database of this client, or undefined when nobody does */
export async function leaderOf(client: Client): Promise<LockHolder | undefined> {
  const answer = await client.query<{ pid: number; application_name: string | null; client_addr: string | null }>(
    `select l.pid, a.application_name, host(a.client_addr) as client_addr
       from pg_locks l
       left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objsubid = 2
        and l.classid = $1 and l.objid = $2
        and l.database = (select oid from pg_database where datname = current_database())
      limit 1`,
    [lockSpace, leaderLock],
  )
  const row = answer.rows[0]
  if (row === undefined) return undefined
  const named = parseSessionName(row.application_name ?? '')
  return { backendPid: row.pid, ...named, host: named.host ?? row.client_addr ?? undefined }
}

/** The application_name of a session: who holds it, which process, on which machine. PostgreSQL cuts it at 63 bytes. */
export function sessionName(name: string, pid: number = process.pid, host: string = hostname()): string {
  return `${name} [${pid}@${host.replace(/[^\x21-\x7e]/g, '?')}]`.slice(0, 63)
}

export function parseSessionName(text: string): Pick<LockHolder, 'name' | 'processPid' | 'host'> {
  const match = /^(.*) \[(\d+)@(\S*?)\]?$/.exec(text)
  if (match === null) return { name: text, processPid: undefined, host: undefined }
  return { name: match[1] ?? '', processPid: Number(match[2]), host: match[3] }
}
