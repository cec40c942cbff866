/**
 * A year of hours for a station page: `GET /api/readings/columns` of one factor, as the page asks it, over HTTP of a running server that holds a
 * year of hours of two devices with ten factors each. Beside it the bare rows of that factor, asked for by one hand-written
 * statement over the same database: no HTTP, no permission, no layers, no JSON. Both must give the same values.
 *
 * Prints a JSON line: what, n [readings], ours [ms], reference [ms], ratio, machine. Medians.
 * Run: node bench/station-year.ts [--rounds 30] [--system]
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { openInstallation } from '../src/app/installation.ts'
import { systemClock } from '../src/platform/clock.ts'
import { connectClient, pollUntil } from '../src/platform/db/client.ts'
import { systemRandomness } from '../src/platform/identity.ts'
import { HOUR_MS, isoShanghai } from '../src/standards/civil-time.ts'
import { makeDataDirectory, removeDataDirectory } from '../test/setup/data-directory.ts'
import { frameOf } from '../test/setup/readings.ts'
import { databaseConfig } from '../test/trial/parts/database.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { factors, trialDevices } from '../test/trial/parts/frames.ts'
import { layOut, type Place } from '../test/trial/parts/place.ts'
import { serve } from '../test/trial/parts/weike.ts'
import { onDatabase } from './parts/on-database.ts'

const { values: given } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, system: { type: 'boolean', default: false } },
})
const ROUNDS = Number(given.rounds)
const DEVICES = 2
const HOURS = 365 * 24
const BATCH = 2_000
const FACTOR = factors[0]
/** Middle and swing of each factor: what no check objects to. */
const courses = [
  [40, 25],
  [75, 30],
  [12, 6],
  [30, 15],
  [0.8, 0.4],
  [90, 50],
  [16, 9],
  [65, 20],
  [1012, 8],
  [2.5, 1.5],
] as const

async function bench(what: string, databaseUrl: string | undefined): Promise<void> {
  const dataDir = await makeDataDirectory()
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 24 * HOUR_MS
  const from = to - HOURS * HOUR_MS
  try {
    const devices = trialDevices(DEVICES, from)
    const place = await layOut({ dataDir, databaseUrl, devices })
    await fill(dataDir, databaseUrl, place, from)
    const server = await serve({ dataDir, databaseUrl })
    const client = await connectClient(await databaseConfig(dataDir, databaseUrl))
    // What follows from the readings (rules, checks, roll-ups, seals, packing) would otherwise be done while the page is timed.
    const settled = await pollUntil(9000, 100, async () => {
      const behind = await client.query(
        `select 1 from weike.ingest_head h left join weike.rule_cursor c using (county_id)
         cross join (values ('rollup'), ('quality')) as wanted(task)
         left join weike.reading_cursor r on r.county_id = h.county_id and r.task = wanted.task
         where h.seq > coalesce(c.seq, 0) or h.seq > coalesce(r.seq, 0)
         union all select 1 from weike.rollup_due where resolution = 'day'
         union all (select 1 from weike.frame where sealed_seq is null or bytes is not null limit 1)`,
      )
      return behind.rowCount === 0 ? true : undefined
    })
    if (settled === undefined) throw new Error('what follows the readings was not done in a quarter of an hour')

    const mn = devices[0]?.mn ?? ''
    const query = new URLSearchParams({
      ...{ mn, factor: FACTOR, resolution: 'hour', limit: '20000' },
      ...{ from: isoShanghai(from), to: isoShanghai(to) },
    })
    const headers = { authorization: `Bearer ${place.token}` }
    const ours: number[] = []
    const reference: number[] = []
    let series: { ends: number[]; values: (number | null)[] } | undefined
    let rows: { period_end: number; value: number | null }[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const asked = performance.now()
      const response = await fetch(`${server.http}/api/readings/columns?${query}`, { headers })
      const text = await response.text()
      ours.push(performance.now() - asked)
      if (!response.ok) throw new Error(text)
      series = JSON.parse(text).items[0]
      const began = performance.now()
      const found = await client.query(
        `select period_end, reading_values[1] as value from weike.reading
         where county_id = $1 and device_id = $2 and resolution = 'hour' and source = 'frame' and period_end > $3 and period_end <= $4
         order by period_end`,
        [place.countyId, place.deviceIds.get(mn), from, to],
      )
      reference.push(performance.now() - began)
      rows = found.rows
    }
    const told = series?.ends.map((end, at) => `${end} ${series?.values[at]}`) ?? []
    const expected = rows.map((row) => `${row.period_end} ${row.value}`)
    if (told.length !== HOURS || told.some((one, at) => one !== expected[at])) {
      throw new Error(`${told.length} readings, ${expected.length} rows: not the same, nothing to compare`)
    }
    const version = await client.query<{ server_version: string }>('show server_version')
    const [median, bare] = [quantile(ours, 0.5), quantile(reference, 0.5)]
    const round2 = (value: number) => Number(value.toFixed(2))
    console.log(
      JSON.stringify({
        what: `a year of hours of one factor over HTTP, ${what}`,
        n: told.length,
        'ours ms': round2(median),
        'p99 ms': round2(quantile(ours, 0.99)),
        'reference ms': round2(bare),
        ratio: round2(median / bare),
        machine: `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, PostgreSQL ${version.rows[0]?.server_version}`,
      }),
    )
    await client.end()
    await server.kill()
  } finally {
    await removeDataDirectory(dataDir)
  }
}

/** Puts the hours there, past the gateway: it is not what is measured. */
async function fill(dataDir: string, databaseUrl: string | undefined, place: Place, from: number): Promise<void> {
  const installation = await openInstallation({
    ...{ dataDir, databaseUrl, log: () => {}, name: 'weike bench' },
    ...{ clocks: { domain: systemClock, wall: systemClock }, randomness: systemRandomness },
  })
  try {
    for (const deviceId of place.deviceIds.values()) {
      for (let first = 1; first <= HOURS; first += BATCH) {
        const frames = Array.from({ length: Math.min(BATCH, HOURS - first + 1) }, (_each, offset) => {
          const at = from + (first + offset) * HOUR_MS
          // Never the same twice in a row, and PM2.5 below PM10.
          const wave = Math.sin((first + offset) / 7)
          const values = Object.fromEntries(
            courses.map(([middle, swing], factor) => [
              `${factors[factor]}-Avg`,
              Number((middle + swing * wave).toFixed(3)),
            ]),
          )
          return frameOf({ countyId: place.countyId, deviceId, at, resolution: 'hour', values })
        })
        await installation.readings.append(frames)
      }
    }
  } finally {
    await installation.close()
  }
}

await onDatabase(given.system, 'bench_station_year', bench)
