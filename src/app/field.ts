import { deviceDirectory } from '../domain/devices/service.ts'
import type { Ingest } from '../domain/readings/ingest.ts'
import type { RulesOf } from '../domain/readings/service.ts'
import { createRegistry } from '../gateways/hj212/registry.ts'
import { createReplay } from '../gateways/hj212/replay.ts'
import { type Hj212Gateway, openHj212Gateway } from '../gateways/hj212/server.ts'
import { createTally } from '../gateways/hj212/tally.ts'
import { steadyClock } from '../platform/clock.ts'
import type { Hub } from '../platform/live/hub.ts'
import { systemTimers } from '../platform/live/timers.ts'
import type { WorkTroubles } from '../platform/trouble/work-troubles.ts'
import { type CommandDesk, openCommandDesk } from './command-desk.ts'
import { sayLine } from './console-log.ts'
import type { Installation } from './installation.ts'
import type { Settings } from './settings.ts'

/** Everything between the county's devices and its readings: who is connected, what came, what is asked of them. */
export interface Field {
  /** Since when a device is connected. */
  presence: { since(mn: string): number | null }
  replay: ReturnType<typeof createReplay>
  /** A device was registered or changed: nothing older of it is to be believed. */
  changed(mn: string): void
  commandDesk: CommandDesk
  /** Opens the doors to the devices. @throws Problem `port-taken`, `settings-wrong` */
  listen(at: { host: string; port: number }): Promise<Hj212Gateway>
}

export interface FieldParts {
  installation: Installation
  ingest: Ingest
  hub: Hub
  troubles: WorkTroubles
  /** County whose quarantine takes what unknown devices send. */
  countyId: string
  rulesOf: RulesOf
  settings: Settings['hj212']
}

export function prepareField({ installation, ingest, hub, troubles, countyId, rulesOf, settings }: FieldParts): Field {
  const { foundation, readings } = installation
  const { ids } = foundation
  const { domain } = foundation.clocks
  const counting = troubles.of('counting what came of devices')
  const directory = deviceDirectory(foundation, steadyClock)
  const tally = createTally(
    async (ofCounty, hours, events) => {
      await readings.note(ofCounty, hours, events)
      counting.worked()
    },
    ids,
    counting.failed,
  )
  const registry = createRegistry({
    now: domain.now,
    perDevice: settings.limits.connectionsPerDevice,
    tell(ofCounty, mn, at, kind, data) {
      tally.event(ofCounty, mn, at, kind, data)
      hub.announce(ofCounty, 'device', {})
    },
  })
  const add = ingest.add.bind(ingest)
  const commandDesk = openCommandDesk({
    foundation,
    readings,
    registry,
    timers: systemTimers,
    deviceChanged: (mn) => directory.forget(mn),
    moved: (ofCounty) => hub.announce(ofCounty, 'command', {}),
    troubles,
    log: sayLine,
  })
  const { commander } = commandDesk
  return {
    presence: registry,
    replay: createReplay({
      readings,
      add,
      findDevice(mn) {
        // Who wants what was kept of it has just registered or changed it.
        directory.forget(mn)
        return directory.find(mn)
      },
      domain,
      ids,
      rulesOf,
    }),
    changed: (mn) => directory.forget(mn),
    commandDesk,
    listen: ({ host, port }) =>
      openHj212Gateway({
        add,
        devices: directory,
        countyId,
        ids,
        domain,
        rulesOf,
        seat: installation.database.seat,
        steady: steadyClock,
        timers: systemTimers,
        settings: { host, port, ...settings },
        registry,
        tally,
        heard: (device, message) => commander.heard(device, message),
        timeAsked: (device) => commander.timeAsked(device),
        log: sayLine,
      }),
  }
}
