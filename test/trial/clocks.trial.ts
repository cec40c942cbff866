import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { runServer } from '../../src/app/running.ts'
import { usualSettings } from '../../src/app/settings.ts'
import { devicesApi } from '../../src/domain/devices/api.ts'
import { manualClock } from '../../src/platform/clock.ts'
import { withClient } from '../../src/platform/db/client.ts'
import { systemRandomness } from '../../src/platform/identity.ts'
import { DAY_MS, HOUR_MS, hourEndingAt } from '../../src/standards/civil-time.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { connectLogger } from '../setup/field-logger.ts'
import { databaseConfig } from './parts/database.ts'
import { report } from './parts/figures.ts'
import { framed, indexOfStamp, stamp, type TrialDevice, trialDevices } from './parts/frames.ts'
import { createTrialLogger } from './parts/logger.ts'
import { layOut, type Place } from './parts/place.ts'
import { serve, type Weike } from './parts/weike.ts'

/** Over the threshold of the trials' rule. [µg/m³] */
const HIGH = 500
const LOW = 50
/** Answers at each place of Weike's clock. */
const ANSWERS = 300
const SECOND_MS = 1000

let dataDir: string
let weike: Weike | undefined

beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  await weike?.stop()
  weike = undefined
  await removeDataDirectory(dataDir)
})

interface StoredFrame {
  mn: string
  data_time: string
  data_hour: number
  disposition: string
  reason: string | null
}

async function framesOf(place: Place): Promise<StoredFrame[]> {
  const { rows } = await withClient(await databaseConfig(dataDir, undefined), (client) =>
    client.query<StoredFrame>(
      'select mn, data_time, data_hour, disposition, reason from weike.frame where county_id = $1 order by seq',
      [place.countyId],
    ),
  )
  return rows
}

describe('the clock of a device', () => {
  it('that is a day ahead or behind loses nothing, alarms nobody by mistake and is told', async () => {
    const now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
    const devices = trialDevices(4, now)
    const [ahead, behind, offOnly, right] = devices
    if (ahead === undefined || behind === undefined || offOnly === undefined || right === undefined) throw new Error()
    const place = await layOut({ dataDir, devices })
    const server = await serve({ dataDir })
    weike = server

    const send = async (device: TrialDevice, qnAt: number, dataAt: number, value: number) => {
      const logger = await connectLogger(server.hj212)
      const data = `DataTime=${stamp(dataAt)};a34004-Rtd=${value},a34004-Flag=N`
      const head = `QN=${stamp(qnAt)}000;ST=22;CN=2011;PW=${device.password};MN=${device.mn};Flag=5`
      const answer = await logger.exchange(framed(`${head};CP=&&${data}&&`))
      await logger.hangUp()
      return answer
    }
    const answers = [
      await send(ahead, now + DAY_MS, now + DAY_MS, HIGH),
      await send(behind, now - DAY_MS, now - DAY_MS, HIGH),
      await send(offOnly, now - DAY_MS, now, LOW),
      await send(offOnly, now + DAY_MS, now + SECOND_MS, LOW),
      await send(right, now, now, HIGH),
      // Set right, it is heard again.
      await send(ahead, now, now, LOW),
    ]

    const ask = async (path: string): Promise<unknown> => {
      const answer = await fetch(`${server.http}${path}`, { headers: { authorization: `Bearer ${place.token}` } })
      if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`)
      return answer.json()
    }
    const alertsOf = async () => {
      const config = await databaseConfig(dataDir, undefined)
      const { rows } = await withClient(config, (client) =>
        client.query<{ device_id: string }>(
          `select a.device_id from weike.alert a join weike.rule_cursor c using (county_id)
           join weike.ingest_head h using (county_id) where county_id = $1 and c.seq >= h.seq`,
          [place.countyId],
        ),
      )
      return rows.map((row) => row.device_id)
    }
    const alerts = await eventually('the rules have seen all', async () => {
      const found = await alertsOf()
      return found.length > 0 ? found : undefined
    })
    const frames = await framesOf(place)
    const kept = devicesApi['GET /api/quarantine'].reply.parse(await ask(`/api/quarantine?mn=${ahead.mn}`)).items
    const hours = async (device: TrialDevice) => {
      const [from, to] = [now - HOUR_MS, now + 2 * HOUR_MS].map((at) => encodeURIComponent(new Date(at).toISOString()))
      const path = `/api/devices/${place.deviceIds.get(device.mn)}/hours?from=${from}&to=${to}`
      return devicesApi['GET /api/devices/:id/hours'].reply.parse(await ask(path)).items
    }
    const clockOff = (device: TrialDevice) =>
      eventually(`the clock of ${device.mn} is told`, async () => {
        const found = await hours(device)
        const times = found.reduce((sum, hour) => sum + (hour.errors['clock-off'] ?? 0), 0)
        if (times === 0) return undefined
        const offsets = found.flatMap((hour) => (hour.offsetMs === null ? [] : [hour.offsetMs]))
        return {
          times,
          least: Math.min(...offsets.map((one) => one.min)),
          most: Math.max(...offsets.map((one) => one.max)),
        }
      })
    const told = { ahead: await clockOff(ahead), behind: await clockOff(behind), offOnly: await clockOff(offOnly) }
    const rightHours = await hours(right)
    expect(await server.stop()).toBe(0)

    const of = (device: TrialDevice) => frames.filter(({ mn }) => mn === device.mn)
    report('the clock of a device a day off', [
      [
        'a day ahead',
        of(ahead)
          .map((one) => `${one.disposition} ${one.reason ?? ''}`.trim())
          .join(', then set right: '),
      ],
      [
        'a day behind',
        of(behind)
          .map((one) => `${one.disposition} in the hour ${stamp(one.data_hour)}`)
          .join(', '),
      ],
      ['alerts', `${alerts.length}, of the device whose clock is right`],
      [
        'clock-off counted, ahead, behind, only QN',
        Object.values(told)
          .map(({ times }) => times)
          .join(', '),
      ],
      ['offset of QN where only it is off', `${told.offOnly.least} to ${told.offOnly.most} ms`],
    ])
    expect(answers.every((answer) => answer.includes('CN=9014'))).toBe(true)
    expect(of(ahead)).toMatchObject([
      { disposition: 'quarantined', reason: 'data-time-in-future' },
      { disposition: 'stored' },
    ])
    expect(kept).toMatchObject([{ mn: ahead.mn, reason: 'data-time-in-future', replayed: false }])
    expect(of(behind)).toMatchObject([{ disposition: 'stored', data_hour: hourEndingAt(now - DAY_MS) }])
    expect(of(offOnly).map(({ disposition }) => disposition)).toEqual(['stored', 'stored'])
    expect(alerts).toEqual([place.deviceIds.get(right.mn)])
    expect([told.ahead.times, told.behind.times, told.offOnly.times]).toEqual([1, 1, 2])
    const slack = 5 * 60 * SECOND_MS
    expect(Math.abs(told.offOnly.least + DAY_MS)).toBeLessThan(slack)
    expect(Math.abs(told.offOnly.most - DAY_MS)).toBeLessThan(slack)
    expect(rightHours.flatMap(({ errors }) => Object.keys(errors))).not.toContain('clock-off')
  })
})

describe('the clocks of Weike itself', () => {
  it('that jump a day forth and back while a logger talks lose nothing: every frame is answered and there once', async () => {
    const now = Math.floor(Date.now() / SECOND_MS) * SECOND_MS
    const devices = trialDevices(1, now - 2 * HOUR_MS)
    const [device] = devices
    if (device === undefined) throw new Error()
    const place = await layOut({ dataDir, devices })
    const clocks = { domain: manualClock(now), wall: manualClock(now) }
    const log: string[] = []
    const say = (line: string) => log.push(line)
    const installation = await openInstallation({
      ...{
        dataDir,
        databaseUrl: undefined,
        clocks,
        randomness: systemRandomness,
        log: say,
        name: 'weike trial of clocks',
      },
    })
    const at = { host: '127.0.0.1', httpPort: 0, hj212Port: 0, countyId: place.countyId }
    const doors = { demo: false, speed: 1, signIns: [] }
    const server = await runServer(installation, { ...at, doors, settings: usualSettings })
    const logger = createTrialLogger(device, { window: 16, persistent: false, onAnswer: () => {} })
    const reached = (answered: number) =>
      eventually(`${answered} answers`, async () => (logger.answered() >= answered ? true : undefined))
    const steps: { offMs: number; answered: number }[] = []
    let offMs = 0
    try {
      await logger.connect(server.gateway.address)
      for (const jumpMs of [0, DAY_MS, -2 * DAY_MS, DAY_MS]) {
        clocks.domain.advance(jumpMs)
        clocks.wall.advance(jumpMs)
        offMs += jumpMs
        await reached(logger.answered() + ANSWERS)
        steps.push({ offMs, answered: logger.answered() })
      }
      await logger.settle()
    } finally {
      logger.close()
      await server.close()
    }
    const frames = await framesOf(place)
    const answered = logger.answered()
    await installation.close()

    const byIndex = Map.groupBy(frames, (frame) => indexOfStamp(device, frame.data_time))
    const stored = frames.filter(({ disposition }) => disposition === 'stored').length
    const future = frames.filter(({ reason }) => reason === 'data-time-in-future').length
    report('jumps of both clocks of Weike by a day', [
      [
        'clock off by, frames answered by then',
        steps.map((one) => `${one.offMs / DAY_MS} d: ${one.answered}`).join(', '),
      ],
      ['frames answered, stored, in quarantine as from the future', `${answered}, ${stored}, ${future}`],
    ])
    expect(logger.sent()).toBe(answered)
    expect([...byIndex.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: answered }, (_, index) => index))
    expect([...byIndex.values()].every((same) => same.length === 1)).toBe(true)
    expect(stored + future).toBe(answered)
    // While the clock was a day behind, what the device sent lay ahead of it.
    expect(future).toBeGreaterThanOrEqual(ANSWERS - 2 * 16)
    expect(log).toEqual([])
  })
})
