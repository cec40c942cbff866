import { setTimeout as delay } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import { Problem } from '../../problem.ts'
import { connectionFailure, withClient } from '../client.ts'
import { holdShared, type Presence } from '../locks.ts'
import { requireServerVersion } from '../server-version.ts'
import { checkClusterVersion, createCluster } from './cluster.ts'
import { findDataFolder, openDataFolder } from './data-folder.ts'
import { findPlatformPackage, type PlatformPackage } from './platform-package.ts'
import { readPostmasterFile } from './postmaster-pid.ts'
import { serverProcesses } from './processes.ts'
import { installProgram, programAt, removeOtherPrograms } from './program.ts'
import { needingRoom } from './room.ts'
import { prepareRunDirectory, removeRunDirectory, runDirectoryOf } from './run-directory.ts'
import { bringUp, clientConfigFor, type Site, stop } from './server.ts'
import { serverUser } from './server-user.ts'
import { withStartLock } from './start-lock.ts'

/** A PostgreSQL of Weike's own on a data directory, running until the last process that uses it has let go. */
export interface EmbeddedServer {
  connectionConfig: ClientConfig
  /** `server_version_num`, for example 180004 */
  serverVersion: number
  /**
   * Resolves when the server answers, having started it again if need be. Many callers at once share one attempt.
   * @throws connection failure, with why it could not be started again
   */
  ensureRunning(): Promise<void>
  /** Calls back each time after the server was lost and answers again. @returns how to stop being called */
  onRestart(listener: () => void): () => void
  /** Lets go; who was the last stops the server and awaits its end. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  dataDir: string
  databaseName: string
  log: (line: string) => void
}

/** The one database that every embedded server has: whatever others are used, their users must see each other. */
const presenceDatabase = 'postgres'

/** How long after a failed restart the next is tried; until then, who asks hears of the failed one. [ms] */
const retryAfterMs = 2000

export async function openEmbedded({ dataDir, databaseName, log }: EmbeddedOptions): Promise<EmbeddedServer> {
  const source = findPlatformPackage()
  const places = await findDataFolder(dataDir)
  const user = await serverUser(log)
  const runDirectory = await runDirectoryOf(places, user)
  await checkClusterVersion(places, source.major, runDirectory)
  await openDataFolder(places, user)
  const program = programAt(places, source)
  const site: Site = { places, program, user, runDirectory, processes: serverProcesses(places, user), log }
  const connectionConfig = clientConfigFor(site, databaseName)
  const presenceConfig = clientConfigFor(site, presenceDatabase)

  const underStartLock = <T>(work: () => Promise<T>) =>
    needingRoom(places, () => withStartLock(places.startLockFile, work))

  let presence = await underStartLock(async () => {
    await prepare(site, source)
    return await takePart(site, databaseName)
  })
  const serverVersion = await withClient(connectionConfig, requireServerVersion)

  const listeners = new Set<() => void>()
  let restart: Promise<void> | undefined
  let releasing: Promise<void> | undefined

  function watch(held: Presence): void {
    held.onLost(() => {
      if (releasing === undefined) void restartUntilItRuns()
    })
  }

  async function restartUntilItRuns(): Promise<void> {
    while (releasing === undefined) {
      try {
        return await ensureRunning()
      } catch {
        // Whoever works with the database asks for it, too, and tells why it is away.
        await delay(retryAfterMs, undefined, { ref: false })
      }
    }
  }

  function ensureRunning(): Promise<void> {
    if (releasing !== undefined) return Promise.reject(new Error('the database has been released'))
    if (restart === undefined) {
      const attempt = restartIfLost()
      restart = attempt.catch((error: unknown) => Promise.reject(connectionFailure(reasonOf(error), error)))
      const forget = () => {
        restart = undefined
      }
      attempt.then(forget, () => delay(retryAfterMs, undefined, { ref: false }).then(forget))
    }
    return restart
  }

  async function restartIfLost(): Promise<void> {
    if (!presence.isLost() && (await answers(connectionConfig))) return
    await underStartLock(async () => {
      await prepareRunDirectory(runDirectory, user)
      const lost = presence
      presence = await takePart(site, databaseName)
      await lost.release()
      watch(presence)
    })
    log('the embedded PostgreSQL answers again')
    for (const listener of listeners) listener()
  }

  async function release(): Promise<void> {
    await restart?.catch(() => undefined)
    await withStartLock(places.startLockFile, async () => {
      const held = presence.isLost() ? await holdShared(presenceConfig).catch(() => undefined) : presence
      if (held === undefined) return
      // Nobody can come in while the start lock is held: whoever is alone now stays alone until the server is gone.
      if (await held.tryExclusive().catch(() => false)) {
        const running = await readPostmasterFile(places.cluster)
        if (running !== undefined) await stop(site, running.pid)
        await removeRunDirectory(runDirectory)
      }
      await held.release()
    })
  }

  watch(presence)
  return {
    connectionConfig,
    serverVersion,
    ensureRunning,
    onRestart(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    release() {
      releasing ??= release()
      return releasing
    },
  }
}

/** Binaries, run directory and data directory, made where they are missing. */
async function prepare(site: Site, source: PlatformPackage): Promise<void> {
  const { places, program, user, runDirectory } = site
  await installProgram(places, source)
  await prepareRunDirectory(runDirectory, user)
  if (await checkClusterVersion(places, source.major, runDirectory)) return
  site.log(`making a PostgreSQL ${source.major} data directory in ${places.cluster}`)
  await createCluster(places, program, user)
}

/** Brings the server up and holds its shared lock before anybody else can come to the thought of stopping it. */
async function takePart(site: Site, databaseName: string): Promise<Presence> {
  const how = await bringUp(site)
  if (how === 'started') await removeOtherPrograms(site.places, site.program)
  const config = clientConfigFor(site, presenceDatabase)
  await withClient(config, async (client) => {
    const known = await client.query('select 1 from pg_database where datname = $1', [databaseName])
    if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(databaseName)}`)
  })
  return await holdShared(config)
}

/** Why the server could not be started again, without what to do; of its log only what it died of. */
function reasonOf(error: unknown): string {
  const what = 'the embedded PostgreSQL could not be started again'
  if (!(error instanceof Problem)) return `${what}: ${String(error)}`
  const { refusal, free, reason, logTail, explanation } = error.params
  if (refusal === 'no-room') return `${what}: no space left on device, ${free} MB free`
  const last = String(logTail ?? '')
    .split('\n')
    .findLast((line) => /(FATAL|PANIC): /.test(line))
  return last === undefined ? `${what}: ${explanation}` : `${what}: ${reason}; ${last}`
}

async function answers(config: ClientConfig): Promise<boolean> {
  return withClient(config, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  )
}
