import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LayerWrite } from '../../src/domain/readings/store.ts'
import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { freshDatabase } from '../setup/fresh-database.ts'
import { frameOf, idOf, type OpenReadings, openReadings, writeOf } from '../setup/readings.ts'
import { ms, quantile, report, times } from './parts/figures.ts'

const county = idOf(1)
const FIRST = Date.parse('2015-01-01T01:00:00+08:00')
const STATIONS = 20
const AT_ONCE = 20_000

/** A frame every so often, from a device of its own. [ms] */
const FRAME_EVERY_MS = 20

let open: OpenReadings
let removed: () => Promise<void>

beforeAll(async () => {
  const fresh = await freshDatabase('embedded')
  open = await openReadings(fresh)
  removed = async () => {
    await open.close()
    await fresh.remove()
  }
})
afterAll(() => removed())

/** Hours of some stations, one behind the other, six pollutants each. */
async function* hoursOf(layers: number): AsyncGenerator<LayerWrite[], void, void> {
  for (let from = 0; from < layers; from += AT_ONCE) {
    yield Array.from({ length: Math.min(AT_ONCE, layers - from) }, (_, place) => {
      const number = from + place
      const at = FIRST + Math.floor(number / STATIONS) * HOUR_MS
      const words = { source: 'import', sourceId: idOf(2), recordedAt: FIRST, column: 'a34004-Avg' } as const
      const columns = ['a21004-Avg', 'a21005-Avg', 'a21026-Avg', 'a34002-Avg', 'a34004-Avg', 'a05024-Avg']
      return {
        ...writeOf({ ...words, deviceId: idOf(1000 + (number % STATIONS)), at }),
        columns,
        values: columns.map((_column, of) => (number * 7 + of) % 300),
        flags: columns.map(() => null),
        qualities: columns.map(() => null),
      }
    })
  }
}

describe('frames while a file of many hours is brought in', () => {
  it('every frame is answered, how long each waits, and all of the file is there at once', async () => {
    const layers = times(1_000_000)
    const { readings, another } = { readings: open.readings, another: open.another() }
    const waits: number[] = []
    let isOver = false
    const feeding = (async () => {
      for (let number = 0; !isOver; number += 1) {
        const began = performance.now()
        const at = Date.parse('2026-11-18T12:00:00+08:00') + number * 1000
        await another.append([frameOf({ countyId: county, deviceId: idOf(3), at, values: { 'a34004-Rtd': 35 } })])
        waits.push(performance.now() - began)
        await delay(FRAME_EVERY_MS)
      }
    })()
    const began = performance.now()
    const outcome = await readings.importLayers(county, hoursOf(layers), { only: null })
    const seconds = (performance.now() - began) / 1000
    isOver = true
    await feeding
    const head = await readings.head(county)
    report(`${layers} hours of ${STATIONS} stations brought in while frames come, embedded database`, [
      ['import', `${seconds.toFixed(1)} s, ${Math.round(layers / seconds)} hours of a station a second`],
      ['frames', `${waits.length}`],
      [
        'a frame waits',
        `median ${ms(quantile(waits, 0.5))}, 99 % ${ms(quantile(waits, 0.99))}, longest ${ms(Math.max(...waits))}`,
      ],
    ])
    expect(outcome).toEqual({ layers, unchanged: 0 })
    expect(head).toBe(layers + waits.length)
    const counted = await open.pool.query<{ source: string; n: number; least: number; most: number }>(
      'select source, count(*)::int as n, count(distinct seq)::int as least from weike.reading group by source order by source',
    )
    expect(counted.rows).toEqual([
      { source: 'frame', n: waits.length, least: waits.length },
      { source: 'import', n: layers, least: layers },
    ])
  })
})
