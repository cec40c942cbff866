import { type CommandDesk, openCommandDesk } from '../../src/app/command-desk.ts'
import type { CommandState } from '../../src/domain/commands/model.ts'
import { type CommandRow, pageOfCommands } from '../../src/domain/commands/service.ts'
import type { DeviceSettings } from '../../src/domain/devices/model.ts'
import { addDevice, deviceDirectory } from '../../src/domain/devices/service.ts'
import { createIngest } from '../../src/domain/readings/ingest.ts'
import { usualLimits } from '../../src/gateways/hj212/limits.ts'
import { createRegistry } from '../../src/gateways/hj212/registry.ts'
import { openHj212Gateway } from '../../src/gateways/hj212/server.ts'
import { createTally } from '../../src/gateways/hj212/tally.ts'
import type { Timers } from '../../src/platform/live/timers.ts'
import { eventually } from './eventually.ts'
import type { FreshDatabase } from './fresh-database.ts'
import { type House, openHouse, type Place } from './house.ts'
import { connectDevice, type ScriptedDevice } from './scripted-device.ts'

/** A county with a gateway on a real socket and a real database, whose time moves only when a test moves it. */
export interface CommandStage {
  house: House
  place: Place
  desk: CommandDesk
  device(more?: NewDevice): Promise<StageDevice>
  connect(): Promise<ScriptedDevice>
  /** Waits until the gateway knows that a device has left. */
  gone(device: StageDevice): Promise<void>
  /** Time passes, for clocks and timers alike. */
  pass(ms: number): void
  command(deviceId: string, commandId: string): Promise<CommandRow>
  /** Commands to a device, newest first. */
  commands(deviceId: string): Promise<CommandRow[]>
  /** Waits until a command is in a state. */
  until(deviceId: string, commandId: string, state: CommandState): Promise<CommandRow>
  /** What went wrong in the background. */
  faults: string[]
  close(): Promise<void>
}

export interface NewDevice {
  password?: string
  settings?: Partial<DeviceSettings>
  dataTimeNames?: 'start' | 'end'
}

export interface StageDevice {
  id: string
  mn: string
  password: string
}

export async function openCommandStage(fresh: FreshDatabase): Promise<CommandStage> {
  const house = await openHouse(fresh, 'commands')
  const { foundation, readings } = house.installation
  const place = await house.found()
  const stationId = await place.station('QY001')
  const faults: string[] = []
  const directory = deviceDirectory(foundation, foundation.clocks.wall)
  const ingest = createIngest(readings, () => {})
  const registry = createRegistry({
    now: house.domain.now,
    perDevice: usualLimits.connectionsPerDevice,
    tell: () => {},
  })
  const timers = handTimers(() => house.wall.now())
  const desk = openCommandDesk({
    foundation,
    readings,
    registry,
    timers,
    deviceChanged: (mn) => directory.forget(mn),
    moved: () => {},
    recall: null,
    troubles: {
      of: (work) => ({ failed: (error) => faults.push(`${work}: ${String(error)}`), worked: () => {} }),
    },
    log: (line) => faults.push(line),
  })
  const gateway = await openHj212Gateway({
    add: (frame) => ingest.add(frame),
    devices: directory,
    countyId: place.countyId,
    ids: foundation.ids,
    domain: house.domain,
    seat: house.installation.database.seat,
    steady: house.wall,
    timers,
    settings: { host: '127.0.0.1', port: 0, limits: usualLimits, allow: [], tls: null },
    registry,
    tally: createTally(
      (countyId, hours, events) => readings.note(countyId, hours, events),
      foundation.ids,
      (error) => faults.push(String(error)),
    ),
    heard: (device, message) => desk.commander.heard(device, message),
    timeAsked: (device) => desk.commander.timeAsked(device),
    log: (line) => faults.push(line),
  })
  const commands = async (deviceId: string) => {
    const page = await pageOfCommands(foundation, place.console, deviceId, { limit: 100 })
    return page.items
  }
  const command = async (deviceId: string, commandId: string) => {
    const found = (await commands(deviceId)).find((one) => one.id === commandId)
    if (found === undefined) throw new Error(`no command ${commandId}`)
    return found
  }
  let made = 0
  return {
    house,
    place,
    desk,
    async device({ password = '123456', settings = {}, dataTimeNames = 'start' } = {}) {
      made += 1
      const mn = `439901010000A05C1E7B${String(made).padStart(4, '0')}`
      const { id } = await addDevice(foundation, place.console, place.act(), {
        mn,
        password,
        stationId,
        dataTimeNames,
        minuteInterval: 10,
        factors: ['a34004'],
        settings: { recall: false, ...settings },
      })
      return { id, mn, password }
    },
    connect: () => connectDevice(gateway.address),
    async gone({ mn }) {
      await eventually('the device to be gone', async () => (registry.since(mn) === null ? true : undefined))
    },
    pass(ms) {
      house.pass(ms)
      timers.due()
    },
    command,
    commands,
    until: (deviceId, commandId, state) =>
      eventually(`the command to be ${state}`, async () => {
        const found = await command(deviceId, commandId)
        return found.state === state ? found : undefined
      }),
    faults,
    async close() {
      await gateway.close()
      await desk.stop()
      await house.close()
    },
  }
}

/** Timers that fire when the clock has been moved past them. */
function handTimers(now: () => number): Timers & { due(): void } {
  const waiting = new Set<{ at: number; ms: number; run: () => void; isRepeated: boolean }>()
  const add = (isRepeated: boolean) => (ms: number, run: () => void) => {
    const one = { at: now() + ms, ms, run, isRepeated }
    waiting.add(one)
    // What is due at once waits for nobody to move the clock.
    if (ms <= 0) setImmediate(() => waiting.delete(one) && run())
    return () => {
      waiting.delete(one)
    }
  }
  return {
    after: add(false),
    every: add(true),
    due() {
      for (const one of [...waiting]) {
        if (one.at > now() || !waiting.has(one)) continue
        if (one.isRepeated) one.at = now() + one.ms
        else waiting.delete(one)
        one.run()
      }
    },
  }
}
