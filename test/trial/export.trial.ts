import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { connectClient, pollUntil } from '../../src/platform/db/client.ts'
import { systemRandomness } from '../../src/platform/identity.ts'
import { MINUTE_MS } from '../../src/standards/civil-time.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { frameOf } from '../setup/readings.ts'
import { unzipped } from '../setup/workbook.ts'
import { databaseConfig } from './parts/database.ts'
import { report } from './parts/figures.ts'
import { factors, trialDevices } from './parts/frames.ts'
import { layOut, type Place } from './parts/place.ts'
import { memoryOf } from './parts/processes.ts'
import { serve, type Weike } from './parts/weike.ts'

/** Samples of ten factors each: a million values. */
const SAMPLES = 100_000
const BATCH = 2_000
/** What a program that collects garbage when it likes may take more for ten times as much. [MiB] */
const MORE_FOR_TEN_TIMES = 48
const MIB = 1024 * 1024

let dataDir: string
let weike: Weike | undefined

beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  await weike?.kill()
  await removeDataDirectory(dataDir)
})

describe(`${SAMPLES * factors.length} values as one file`, () => {
  it('come whole, and the server’s memory does not grow with them', async () => {
    const [device] = trialDevices(1, 0)
    if (device === undefined) throw new Error('no device')
    const place = await layOut({ dataDir, devices: [device] })
    const until = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
    const since = until - SAMPLES * MINUTE_MS
    await fill(place, device.mn, since)
    const server = await serve({ dataDir })
    weike = server
    await rulesAreThrough()

    const fetched = async (format: 'csv' | 'xlsx', from: number) => {
      const query = new URLSearchParams({ mn: device.mn, resolution: 'realtime', format })
      query.set('from', new Date(from).toISOString())
      query.set('to', new Date(until).toISOString())
      const headers = { authorization: `Bearer ${place.token}` }
      const started = performance.now()
      const watch = watchMemory(server.pid)
      const answer = await fetch(`${server.http}/api/readings?${query}`, { headers })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      const file = format === 'csv' ? await counted(answer) : await sheetOf(answer)
      return { ...file, peak: await watch.stop(), seconds: (performance.now() - started) / 1000 }
    }
    const tenth = until - (SAMPLES / 10) * MINUTE_MS
    // The first call of each kind is not the one that is measured: code is made ready and pools are filled then.
    const figures: [string, string][] = []
    for (const format of ['csv', 'xlsx'] as const) {
      await fetched(format, tenth)
      const small = await fetched(format, tenth)
      const large = await fetched(format, since)
      figures.push([
        `${format}: rows, bytes, time`,
        `${large.rows}, ${large.bytes}, ${large.seconds.toFixed(1)} s (a tenth: ${small.rows}, ${small.seconds.toFixed(1)} s)`,
      ])
      figures.push([
        `${format}: server memory at its peak`,
        `${mib(large.peak)} MiB (a tenth of it: ${mib(small.peak)} MiB)`,
      ])
      expect(large.rows).toBe(SAMPLES * factors.length)
      expect(small.rows).toBe((SAMPLES / 10) * factors.length)
      expect(mib(large.peak) - mib(small.peak)).toBeLessThan(MORE_FOR_TEN_TIMES)
    }
    report(`${SAMPLES * factors.length} values as one file`, figures)
  })
})

/** Puts the samples there, past the gateway: it is not what is tried. */
async function fill(place: Place, mn: string, since: number): Promise<void> {
  const installation = await openInstallation({
    ...{ dataDir, databaseUrl: undefined, log: () => {}, name: 'weike trial' },
    ...{ clocks: { domain: systemClock, wall: systemClock }, randomness: systemRandomness },
  })
  try {
    const deviceId = place.deviceIds.get(mn) ?? ''
    for (let first = 1; first <= SAMPLES; first += BATCH) {
      const frames = Array.from({ length: BATCH }, (_each, offset) => {
        const at = since + (first + offset) * MINUTE_MS
        const value = (factor: number) => Math.round((20 + 15 * Math.sin((first + offset) / 50 + factor)) * 10) / 10
        const values = Object.fromEntries(factors.map((factor, place) => [`${factor}-Rtd`, value(place)]))
        return frameOf({ countyId: place.countyId, deviceId, at, values })
      })
      await installation.readings.append(frames)
    }
  } finally {
    await installation.close()
  }
}

/** So that the rules’ own memory is not taken for that of a file. */
async function rulesAreThrough(): Promise<void> {
  const client = await connectClient({
    ...(await databaseConfig(dataDir, undefined)),
    application_name: 'trial export',
  })
  try {
    const done = await pollUntil(3000, 100, async () => {
      const behind = await client.query(
        `select 1 from weike.ingest_head h left join weike.rule_cursor c using (county_id)
         left join weike.reading_cursor r on r.county_id = h.county_id and r.task = 'rollup'
         where h.seq > coalesce(c.seq, 0) or h.seq > coalesce(r.seq, 0)`,
      )
      return behind.rowCount === 0 ? true : undefined
    })
    if (done === undefined) throw new Error('the rules did not get through in five minutes')
  } finally {
    await client.end()
  }
}

function watchMemory(pid: number): { stop(): Promise<number> } {
  let peak = 0
  let isWatching = true
  const watching = (async () => {
    while (isWatching) {
      peak = Math.max(peak, (await memoryOf([pid])).rss)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return {
    async stop() {
      isWatching = false
      await watching
      return peak
    },
  }
}

const mib = (bytes: number) => Math.round(bytes / MIB)

/** Rows of a CSV, without keeping it. */
async function counted(answer: Response): Promise<{ rows: number; bytes: number }> {
  let lines = 0
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    for (const byte of chunk) if (byte === 0x0a) lines += 1
  }
  return { rows: lines - 1, bytes }
}

async function sheetOf(answer: Response): Promise<{ rows: number; bytes: number }> {
  const file = Buffer.from(await answer.arrayBuffer())
  const sheet = unzipped(file).get('xl/worksheets/sheet1.xml') ?? Buffer.alloc(0)
  let rows = 0
  for (let at = sheet.indexOf('<row '); at >= 0; at = sheet.indexOf('<row ', at + 1)) rows += 1
  return { rows: rows - 1, bytes: file.length }
}
