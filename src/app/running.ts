import { join } from 'node:path'
import type { Principal } from '../domain/access/model.ts'
import { alertsApi } from '../domain/alerts/api.ts'
import { alertsRoutes } from '../domain/alerts/routes.ts'
import { casesApi } from '../domain/cases/api.ts'
import { casesRoutes } from '../domain/cases/routes.ts'
import { commandsApi } from '../domain/commands/api.ts'
import { commandsRoutes } from '../domain/commands/routes.ts'
import { correctionsApi } from '../domain/corrections/api.ts'
import { correctionsRoutes } from '../domain/corrections/routes.ts'
import { countiesApi } from '../domain/counties/api.ts'
import { countiesRoutes } from '../domain/counties/routes.ts'
import { devicesApi } from '../domain/devices/api.ts'
import { devicesRoutes } from '../domain/devices/routes.ts'
import { devicesOf } from '../domain/devices/service.ts'
import { evaluationsApi } from '../domain/evaluations/api.ts'
import { evaluationsRoutes } from '../domain/evaluations/routes.ts'
import { feedsApi } from '../domain/feeds/api.ts'
import { feedsRoutes } from '../domain/feeds/routes.ts'
import { importsApi } from '../domain/imports/api.ts'
import { createImportDesk } from '../domain/imports/desk.ts'
import { importsRoutes } from '../domain/imports/routes.ts'
import { inboxApi } from '../domain/inbox/api.ts'
import { inboxRoutes } from '../domain/inbox/routes.ts'
import { ledgerApi } from '../domain/ledger/api.ts'
import { ledgerRoutes } from '../domain/ledger/routes.ts'
import { mapsApi } from '../domain/maps/api.ts'
import { mapsRoutes } from '../domain/maps/routes.ts'
import { openTileHosts } from '../domain/maps/service.ts'
import { openMapShelf } from '../domain/maps/shelf.ts'
import { messagesApi } from '../domain/messages/api.ts'
import { messagesRoutes } from '../domain/messages/routes.ts'
import { peopleApi } from '../domain/people/api.ts'
import { peopleRoutes } from '../domain/people/routes.ts'
import { photosApi } from '../domain/photos/api.ts'
import { MAX_PHOTO_BYTES } from '../domain/photos/model.ts'
import { photosRoutes } from '../domain/photos/routes.ts'
import { readingsApi } from '../domain/readings/api.ts'
import { createIngest, type Ingest } from '../domain/readings/ingest.ts'
import { readingsRoutes } from '../domain/readings/routes.ts'
import { regionsApi } from '../domain/regions/api.ts'
import { regionsRoutes } from '../domain/regions/routes.ts'
import { searchApi } from '../domain/search/api.ts'
import { searchRoutes } from '../domain/search/routes.ts'
import { settingsApi } from '../domain/settings/api.ts'
import { settingsRoutes } from '../domain/settings/routes.ts'
import { sheetsApi } from '../domain/sheets/api.ts'
import { sheetsRoutes } from '../domain/sheets/routes.ts'
import { sourcesApi } from '../domain/sources/api.ts'
import { sourcesRoutes } from '../domain/sources/routes.ts'
import { stationsApi } from '../domain/stations/api.ts'
import { stationsRoutes } from '../domain/stations/routes.ts'
import { targetsApi } from '../domain/targets/api.ts'
import { targetsRoutes } from '../domain/targets/routes.ts'
import { tasksApi } from '../domain/tasks/api.ts'
import { tasksRoutes } from '../domain/tasks/routes.ts'
import { tokensApi } from '../domain/tokens/api.ts'
import { tokensRoutes } from '../domain/tokens/routes.ts'
import type { Hj212Gateway } from '../gateways/hj212/server.ts'
import { steadyClock } from '../platform/clock.ts'
import { connectClient } from '../platform/db/client.ts'
import { createHttpServer, type HttpServer } from '../platform/http/server.ts'
import { ledgerFeed } from '../platform/live/feed.ts'
import { createHub, type Hub } from '../platform/live/hub.ts'
import { listenToLedger } from '../platform/live/ledger-listener.ts'
import { systemTimers } from '../platform/live/timers.ts'
import { Problem } from '../platform/problem.ts'
import { createWorkTroubles } from '../platform/trouble/work-troubles.ts'
import { MINUTE_MS } from '../standards/civil-time.ts'
import { alertSettingsByCounty } from './alert-settings.ts'
import { consoleLog, sayLine } from './console-log.ts'
import { levelsByCounty } from './evaluation-levels.ts'
import { evidenceLines } from './evidence.ts'
import { startFeeds } from './feeds.ts'
import { prepareField } from './field.ts'
import { identify, mayEver } from './identify.ts'
import type { Installation } from './installation.ts'
import { takeLeftovers } from './leftovers.ts'
import { type Loops, startLoops } from './loops.ts'
import { type OpenDoors, openApi, openRoutes, SESSION_ENDED } from './open-doors.ts'
import type { Settings } from './settings.ts'
import { loggerDoorOf, toldInstallation } from './told-installation.ts'
import { rulesByCounty } from './validity.ts'
import { words } from './words.ts'

const MEBIBYTE = 1_048_576

export interface RunningServer {
  http: HttpServer<Principal>
  httpUrl: string
  gateway: Hj212Gateway
  hub: Hub
  loops: Loops
  ingest: Ingest
  /** Ends orderly: no new work, what is under way is finished, then everything lets go. */
  close(): Promise<void>
}

export interface ServeOptions {
  host: string
  httpPort: number
  hj212Port: number
  /** County whose quarantine takes what unknown devices send. */
  countyId: string
  doors: OpenDoors
  settings: Pick<Settings, 'hj212' | 'validity' | 'alerts' | 'imports' | 'evaluation' | 'feeds'>
  /** Servers of this machine that feeds may ask whatever the settings say, as they become known. [origins] */
  localServers?: ReadonlySet<string>
}

/** Puts an installation to work: gateway, rules, messages, HTTP and live push. Only the leader of the database does. */
export async function runServer(installation: Installation, options: ServeOptions): Promise<RunningServer> {
  const { foundation, readings, auth, database } = installation
  const { seat } = database
  const rulesOf = await rulesByCounty(installation, options.settings.validity)
  const alertSettings = await alertSettingsByCounty(installation, options.settings.alerts)
  const troubles = createWorkTroubles({ seat, steady: steadyClock, say: sayLine, log: consoleLog })
  const stopMinutes = systemTimers.every(MINUTE_MS, () => troubles.minute())
  const log = troubles.logOf('answering requests')
  const feed = ledgerFeed(foundation.db)
  const hub = createHub({ feed, log })
  const listener = listenToLedger({
    connect: async () => {
      await database.ensureRunning()
      return connectClient(database.connectionConfig)
    },
    hub,
    timers: systemTimers,
    trouble: troubles.of('hearing of new events'),
  })
  const levelsOf = await levelsByCounty(installation, options.settings.evaluation)
  const loops = startLoops(installation, hub, troubles, { rulesOf, radiiOf: alertSettings.radiiOf, levelsOf })
  const ingest = createIngest(readings, (countyId) => {
    loops.lookAt(countyId)
    hub.announce(countyId, 'readings', {})
  })
  const { countyId, localServers = new Set() } = options
  const field = prepareField({
    installation,
    ingest,
    hub,
    troubles,
    countyId,
    rulesOf,
    settings: options.settings.hj212,
  })
  const { commander } = field.commandDesk
  const tileHosts = await openTileHosts(foundation)
  const http = createHttpServer<Principal>({
    clocks: foundation.clocks,
    ids: foundation.ids,
    log,
    words,
    identify: (credentials) => identify(installation, credentials),
    mayEver,
    limits: { fileBytes: MAX_PHOTO_BYTES },
    placeOf: ({ countyId: ofCounty }) => feed.head(ofCounty),
    foreignHosts: tileHosts.now,
    staticDir: join(import.meta.dirname, '..', '..', 'dist', 'web'),
    info: {
      title: 'Weike 微克',
      version: '0.1.0',
      description: 'Every operation that the screens use; instants are ISO 8601 with +08:00.',
    },
  })
  http.serve(openApi, openRoutes(foundation, hub, log, options.doors))
  http.serve(
    peopleApi,
    peopleRoutes(foundation, auth, options.doors, (countyId, sessionId) =>
      hub.announce(countyId, SESSION_ENDED, sessionId),
    ),
  )
  http.serve(tokensApi, tokensRoutes(foundation))
  http.serve(countiesApi, countiesRoutes(foundation))
  http.serve(regionsApi, regionsRoutes(foundation))
  http.serve(stationsApi, stationsRoutes(foundation, alertSettings.fileRadiiOf))
  http.serve(
    devicesApi,
    devicesRoutes({ foundation, readings, presence: field.presence, replay: field.replay, changed: field.changed }),
  )
  http.serve(
    commandsApi,
    commandsRoutes(foundation, () => commander.wake()),
  )
  http.serve(readingsApi, readingsRoutes(foundation, readings))
  http.serve(
    correctionsApi,
    correctionsRoutes(foundation, readings, () => loops.correct(), rulesOf),
  )
  http.serve(
    evaluationsApi,
    evaluationsRoutes(foundation, (countyId) => hub.announce(countyId, 'evaluations', {})),
  )
  http.serve(targetsApi, targetsRoutes(foundation, readings))
  const importDesk = createImportDesk({
    importing: { foundation, readings, passwords: auth.passwords, rulesOf },
    folder: join(installation.dataDir, 'imports'),
    mostBytes: options.settings.imports.fileMegabytes * MEBIBYTE,
    async brought(countyId, kind) {
      if (kind === 'readings') loops.lookAt(countyId)
      if (kind === 'rankings' || kind === 'peer-days') hub.announce(countyId, 'evaluations', {})
      if (kind !== 'devices') return
      // Whoever asked for one of them before it was there was told that it is unknown.
      for (const { mn } of await devicesOf(foundation.db, countyId)) field.changed(mn)
    },
    wentWrong: (error) => log.error('an import failed', { error }),
  })
  await importDesk.tidy()
  http.serve(importsApi, importsRoutes(importDesk))
  http.serve(alertsApi, alertsRoutes(foundation, readings, alertSettings))
  http.serve(sheetsApi, sheetsRoutes(foundation))
  http.serve(searchApi, searchRoutes(foundation))
  http.serve(inboxApi, inboxRoutes({ foundation, readings }))
  const feeds = await startFeeds({
    installation,
    hub,
    loops,
    troubles,
    rulesOf,
    settings: options.settings.feeds,
    localServers,
  })
  http.serve(feedsApi, feedsRoutes(feeds.doors))
  const maps = await openMapShelf(join(installation.dataDir, 'maps'))
  http.serve(mapsApi, mapsRoutes(foundation, maps, tileHosts))
  http.serve(tasksApi, tasksRoutes(foundation))
  http.serve(photosApi, photosRoutes(foundation))
  http.serve(casesApi, casesRoutes(foundation))
  http.serve(sourcesApi, sourcesRoutes(foundation, alertSettings.radiiOf))
  http.serve(messagesApi, messagesRoutes(foundation))
  http.serve(
    ledgerApi,
    ledgerRoutes(foundation, (countyId) => evidenceLines(installation, countyId)),
  )
  // What loggers connect to stands open only after the pages do.
  let gateway: Hj212Gateway | null = null
  const loggerDoor = () => {
    if (gateway === null) throw new Problem('busy')
    return loggerDoorOf(gateway, options.settings.hj212.allow)
  }
  http.serve(settingsApi, settingsRoutes(toldInstallation(installation, options.settings, loggerDoor)))
  const bound = await http.listen(options.host, options.httpPort)
  const listening = await field.listen({ host: options.host, port: options.hj212Port })
  gateway = listening
  const leftovers = takeLeftovers(installation, field.replay, troubles)
  return {
    http,
    httpUrl: bound.url,
    gateway: listening,
    hub,
    loops,
    ingest,
    async close() {
      await listening.close()
      await field.commandDesk.stop()
      await leftovers.stop()
      await importDesk.stop()
      await feeds.stop()
      await http.close()
      await loops.stop()
      await listener.stop()
      hub.close()
      stopMinutes()
    },
  }
}
