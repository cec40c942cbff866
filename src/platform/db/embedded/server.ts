import { type ChildProcess, spawn } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import type { ClientConfig } from 'pg'
import { isConnectionFailure, pollUntil, withClient } from '../client.ts'
import { refusal } from '../refusal.ts'
import { superuser } from './cluster.ts'
import type { Places } from './places.ts'
import { postmasterFilePath, readPostmasterFile } from './postmaster-pid.ts'
import { awaitEnd, endStrays, isAlive, isTaken, signal } from './processes.ts'
import type { Program } from './program.ts'
import { removeStaleSocket, socketPort } from './run-directory.ts'
import { tailOf, turnOverLog } from './server-log.ts'
import type { ServerProcesses } from './server-processes.ts'
import { childOptions, type ServerUser } from './server-user.ts'

/** All that is known of one embedded server before it runs. Everything below is to be called under its start lock. */
export interface Site {
  places: Places
  program: Program
  user: ServerUser
  runDirectory: string
  processes: ServerProcesses
  log: (line: string) => void
}

export function clientConfigFor(site: Site, database: string): ClientConfig {
  return { host: site.runDirectory, port: socketPort, user: superuser, database, ssl: false }
}

/** How often a running server is asked whether it is ready. [ms] */
const askEveryMs = 10
/** Recovery after a crash replays what was written since the last checkpoint; that may take minutes. [ms] */
const recoveryPatienceMs = 600_000
/** How often a server that says it is ready may refuse a connection before it counts as out of order. */
const refusalsBorne = 200
/** How often it may take a connection and not answer, and for how long. [ms] */
const timeoutsBorne = 2
const answerWithinMs = 5000
/** A server out of order is not given the time of an orderly stop. [ms] */
const silentStopMs = 10_000
/** What a server answers that is well but cannot take this connection now: starting up, too many clients. */
const passingCodes: ReadonlySet<unknown> = new Set(['57P03', '53300'])

/**
 * Makes the server run: takes over one that lives on after its Weike was killed, or starts it.
 * @throws Problem `start-failed` with the end of the server's log
 */
export async function bringUp(site: Site): Promise<'adopted' | 'started'> {
  let reason = ''
  // A second look helps when a Weike was killed so soon after its start that the server had not yet said its name.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await adopt(site)) return 'adopted'
    const strays = await endStrays(site.processes)
    if (strays > 0) site.log(`ended ${strays} processes that a killed embedded PostgreSQL had left behind`)
    await removeStaleSocket(site.runDirectory)
    const failure = await start(site)
    if (failure === undefined) return 'started'
    reason = failure
  }
  const { logFile } = site.places
  throw refusal('start-failed', { reason, logFile, logTail: await tailOf(logFile) })
}

/**
 * Takes over a running server, if there is one and it is ours by executable, working directory and its own word.
 * @returns false when none runs (any more)
 */
async function adopt(site: Site): Promise<boolean> {
  const { cluster } = site.places
  const found = await readPostmasterFile(cluster)
  if (found === undefined) return false
  if (!(await isAlive(found.pid)) || !(await site.processes.isOurs(found.pid))) {
    // PostgreSQL would take whatever has this pid for its predecessor and refuse to start. (When nothing has it,
    // the file stays: it tells PostgreSQL which shared memory to look after.)
    if (isTaken(found.pid)) await rm(postmasterFilePath(cluster), { force: true })
    return false
  }
  if (await site.processes.isElsewhere(found.pid)) {
    throw refusal('other-mount-namespace', { directory: site.places.dataDir, pid: found.pid })
  }
  const state = await awaitReady(site, found.pid)
  if (state === 'ready') return true
  if (state === 'silent') {
    site.log(`the embedded PostgreSQL (pid ${found.pid}) does not answer; stopping it and starting anew`)
    await stop(site, found.pid, silentStopMs)
  }
  return false
}

/** Starts the server, not through a shell. @returns what went wrong, or undefined when it answers */
async function start(site: Site): Promise<string | undefined> {
  const { places, program, user, runDirectory } = site
  await turnOverLog(places.logFile)
  const log = await open(places.logFile, 'a', 0o600)
  let child: ChildProcess
  try {
    child = spawn(program.postgres, serverArguments(places, runDirectory), {
      ...childOptions(user),
      // A session of its own: Ctrl-C at the terminal is Weike's to handle, the server is stopped last.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
  } finally {
    await log.close()
  }
  let failure: string | undefined
  child.once('error', (error) => {
    failure = error.message
  })
  child.once('exit', (code, signalName) => {
    failure = signalName === null ? `exit code ${code}` : signalName
  })
  child.unref()
  const pid = child.pid
  if (pid === undefined) {
    await pollUntil(100, askEveryMs, () => failure)
    return failure ?? 'it could not be run'
  }
  const state = await awaitReady(site, pid)
  if (state === 'ready') return undefined
  if (state === 'silent') await stop(site, pid, silentStopMs)
  await pollUntil(10, askEveryMs, () => failure)
  return failure ?? state
}

function serverArguments(places: Places, runDirectory: string): string[] {
  const settings = {
    cluster_name: places.clusterName,
    unix_socket_permissions: '0700',
    // The promise that an answered frame is there after a crash rests on these; a changed file must not undo it.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] ',
    // DETAIL lines quote the values of rows, which may be people's telephone numbers.
    log_error_verbosity: 'terse',
  }
  return [
    '-D',
    places.cluster,
    '-h',
    '',
    '-k',
    runDirectory,
    '-p',
    String(socketPort),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/**
 * Waits until the server answers.
 * @returns `gone` when the process has ended, `silent` when it lives and does not answer as it should
 */
async function awaitReady(site: Site, pid: number): Promise<'ready' | 'gone' | 'silent'> {
  let refusals = 0
  let timeouts = 0
  const state = await pollUntil(recoveryPatienceMs / askEveryMs, askEveryMs, async () => {
    const file = await readPostmasterFile(site.places.cluster)
    if (file?.pid !== pid || file.status !== 'ready') return (await isAlive(pid)) ? undefined : 'gone'
    try {
      return (await servesCluster(site)) ? 'ready' : 'silent'
    } catch (error) {
      if (!(await isAlive(pid))) return 'gone'
      if (error instanceof Error && 'code' in error && passingCodes.has(error.code)) return undefined
      if (!isConnectionFailure(error)) throw error
      if (error instanceof Error && 'code' in error) refusals += 1
      else timeouts += 1
      return refusals > refusalsBorne || timeouts >= timeoutsBorne ? 'silent' : undefined
    }
  })
  return state ?? 'silent'
}

async function servesCluster(site: Site): Promise<boolean> {
  const config = { ...clientConfigFor(site, 'postgres'), connectionTimeoutMillis: answerWithinMs }
  const answer = await withClient(config, (client) => client.query<{ data_directory: string }>('show data_directory'))
  return answer.rows[0]?.data_directory === site.places.cluster
}

/**
 * Stops the server orderly and awaits its end; a server that does not end is made to, and recovers at its next start.
 */
export async function stop(site: Site, pid: number, orderlyWithinMs = 60_000): Promise<void> {
  const steps = [
    ['SIGINT', orderlyWithinMs],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const
  for (const [name, patienceMs] of steps) {
    if (!(await isAlive(pid)) || !(await site.processes.isOurs(pid))) break
    signal(pid, name)
    if (await awaitEnd(pid, patienceMs)) break
  }
}
