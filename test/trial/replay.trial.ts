import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectClient, pollUntil } from '../../src/platform/db/client.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { findSystemPostgres, type SystemPostgres, startSystemPostgres } from '../setup/system-postgres.ts'
import { databaseConfig, freshDatabase, observe } from './parts/database.ts'
import { randomFrom, report, seedOfRun, spread, times } from './parts/figures.ts'
import { trialDevices } from './parts/frames.ts'
import { layOut } from './parts/place.ts'
import { freeLowPort, type Replay, startReplay } from './parts/replaying.ts'
import { dayFaults, frameFaults, hourFaults, stationYear, toldBy } from './parts/station-year.ts'
import { checkout, serve, type Weike } from './parts/weike.ts'

const KILLS = times(10)
const IN_FLIGHT_AT_LEAST = Math.ceil(KILLS * 0.8)
const YEAR = 2014
const SITES = ['Aotizhongxin', 'Tiantan'] as const
const SIX = 'PM2.5,PM10,SO2,NO2,CO,O3'

const data = join(checkout, '..', 'shared', 'data')
const fileOf = (site: string) => join(data, 'prsa', `PRSA_Data_${site}_20130301-20170228.csv.gz`)
const needed = [...SITES.map(fileOf), join(data, 'reference', `daily-values-prsa-${YEAR}.csv.gz`)]
const absent = needed.filter((path) => !existsSync(path))

let dataDir: string
let system: SystemPostgres | undefined
let weike: Weike | undefined
let replays: Replay[] = []

beforeAll(async () => {
  if (findSystemPostgres() !== undefined) system = await startSystemPostgres()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  for (const replay of replays.splice(0)) replay.kill()
  await weike?.kill()
  await removeDataDirectory(dataDir)
})

const what = `${SITES.length} real station-years by weike replay, ${KILLS} SIGKILLs of the server meanwhile`

describe(`${what}: every answered frame there, none twice, the day values those of independent code`, () => {
  it('on the embedded PostgreSQL', async ({ skip }) => {
    if (absent.length > 0) return skip(`not here: ${absent.join(', ')}`)
    await trial('embedded PostgreSQL', undefined)
  })

  it('on the system PostgreSQL', async ({ skip }) => {
    if (absent.length > 0) return skip(`not here: ${absent.join(', ')}`)
    if (system === undefined) return skip('no PostgreSQL ≥ 15 on this system: npm test says how to get one')
    await trial(`system PostgreSQL ${system.major}`, await freshDatabase(system.url, 'replay'))
  })
})

async function trial(where: string, databaseUrl: string | undefined): Promise<void> {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  const devices = trialDevices(SITES.length, 0)
  const years = SITES.map((site) => stationYear(site, YEAR))
  const frames = years.reduce((sum, { hours }) => sum + hours.size, 0)
  const place = await layOut({ dataDir, databaseUrl, devices })
  const to = { host: '127.0.0.1', port: await freeLowPort() }
  const options = { dataDir, databaseUrl, args: ['--hj212-port', String(to.port)] }
  let server = await serve(options)
  weike = server
  const config = await databaseConfig(dataDir, databaseUrl)
  const client = await connectClient({ ...config, application_name: 'trial replay' })
  const observer = await observe(config)
  const started = performance.now()
  const days = ['--from', `${YEAR}-01-01`, '--until', `${YEAR}-12-31`, '--factors', SIX, '--wait', '300']
  replays = devices.map((device) => startReplay(fileOf(SITES[device.place] ?? ''), device, to, days))

  const stored = async () => {
    const { rows } = await client.query<{ frames: number }>('select count(*) as frames from weike.frame')
    return rows[0]?.frames ?? 0
  }
  const restarts: number[] = []
  const storedAt: number[] = []
  const hits = { inFlight: 0, seenAfter: 0, aborted: 0 }
  for (let round = 0; round < KILLS; round += 1) {
    // Spread over the years, somewhere in each part of them.
    const part = frames / (KILLS + 1)
    const enough = Math.floor(part * round + random(Math.floor(part / 4), Math.floor(part)))
    while ((await stored()) < enough) {
      if (replays.every((replay) => replay.hasEnded())) throw new Error(`all was sent before kill ${round + 1}`)
    }
    // The backend stands still in the middle of its commit while the kill hits Weike.
    const before = await observer.freeze()
    const killed = server.kill()
    const after = await observer.open()
    process.kill(before.backendPid, 'SIGCONT')
    await killed
    storedAt.push(await stored())
    server = await serve(options)
    weike = server
    restarts.push(server.readyMs)
    // Who holds the locks after the kill had begun before it. And Weike itself gives no transaction up: one that was open
    // and never committed was cut off.
    const fate = await observer.fate(before.xid)
    if (after !== null) hits.seenAfter += 1
    if (fate === 'aborted') hits.aborted += 1
    if (after !== null || fate === 'aborted') hits.inFlight += 1
  }

  const ended = await Promise.all(replays.map((replay) => replay.ended))
  const sentMs = performance.now() - started
  const rolledUp = await caughtUp(client)
  const faults: string[] = []
  if (!rolledUp) faults.push('the roll-ups did not catch up in 60 s')
  const sums = { frames: 0, values: 0, compared: 0, days: 0 }
  for (const device of devices) {
    const year = years[device.place]
    if (year === undefined) throw new Error(`no site for ${device.mn}`)
    const durable = await frameFaults(client, year, device)
    const hours = hourFaults(year, await toldBy(server.http, place.token, device.mn, 'hour'))
    const daily = dayFaults(year, await toldBy(server.http, place.token, device.mn, 'day'))
    faults.push(...durable.faults, ...hours.faults, ...daily.faults)
    sums.frames += durable.frames
    sums.values += hours.values
    sums.compared += daily.compared
    sums.days += daily.days
  }
  await observer.close()
  await client.end()
  // Not told to stop: it seals the hours of two years into the ledger by now, and would finish the round that it is in.
  await server.kill()
  const total = (key: 'hours' | 'frames' | 'answered' | 'resent' | 'connections') =>
    ended.reduce((sum, one) => sum + one[key], 0)

  report(`${what}, ${where}`, [
    ['seed', String(seed)],
    ['sites', SITES.join(', ')],
    ['hours sent, answered', `${total('hours')}, ${total('answered')}`],
    ['sent again after a broken line', `${total('resent')} over ${total('connections')} connections`],
    ['durable at each kill', storedAt.join(' ')],
    ['kills with a commit in flight', `${hits.inFlight} of ${KILLS}`],
    ['  transaction seen open after the kill', String(hits.seenAfter)],
    ['  transaction seen open before it, never committed', String(hits.aborted)],
    ['frames durable in the end, of hours with a value', `${sums.frames} of ${frames}`],
    ['hourly values told over HTTP', String(sums.values)],
    ['days, day values compared with the reference', `${sums.days}, ${sums.compared}`],
    ['lost, doubled, unlike', faults.length === 0 ? '0, 0, 0' : `see ${faults.length} faults`],
    ['first frame until last answer', `${(sentMs / 1000).toFixed(1)} s`],
    ['restart until ready', spread(restarts)],
  ])
  expect(faults.slice(0, 20)).toEqual([])
  expect(ended.every((one) => one.complete && one.hours === one.answered)).toBe(true)
  expect(sums.compared).toBe(years.reduce((sum, { days: known }) => sum + known.size, 0) * 12)
  expect(hits.inFlight).toBeGreaterThanOrEqual(IN_FLIGHT_AT_LEAST)
}

/** Waits until everything that was stored has been rolled up. */
async function caughtUp(client: pg.Client): Promise<boolean> {
  const found = await pollUntil(600, 100, async () => {
    const behind = await client.query(
      `select 1 from weike.ingest_head h
       left join weike.reading_cursor c on c.county_id = h.county_id and c.task = 'rollup'
       where h.seq > coalesce(c.seq, 0) or exists (select 1 from weike.rollup_due d where d.county_id = h.county_id)`,
    )
    return behind.rowCount === 0 ? true : undefined
  })
  return found === true
}
