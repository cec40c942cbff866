import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { airQualityOf } from '../../src/standards/aqi.ts'
import {
  causeOf,
  cityDays,
  hasPublished,
  nationalFiles,
  type Published,
  pm25inHours,
  publishedAbsent,
  stationHours,
} from '../setup/published-aqi.ts'
import { ms, randomFrom, report, seedOfRun, times } from './parts/figures.ts'
import { descendantsOf, memoryOf } from './parts/processes.ts'
import { checkout } from './parts/weike.ts'

interface Held {
  rows: number
  like: number
  /** How many of the others have which cause. */
  causes: Map<string, number>
  unexplained: string[]
}

function hold(held: Held, rows: readonly Published[]): void {
  for (const row of rows) {
    held.rows += 1
    const { aqi, level, primary } = airQualityOf(row.values, { edition: '2012', kind: row.kind })
    const isLike =
      String(aqi) === row.aqi &&
      (row.category ?? level?.zh) === level?.zh &&
      (row.primary ?? primary).join() === primary.join()
    if (isLike) {
      held.like += 1
      continue
    }
    const cause = causeOf(row)
    if (cause === null) held.unexplained.push(`${row.place}: released ${row.aqi}, reckoned ${aqi}`)
    else held.causes.set(cause, (held.causes.get(cause) ?? 0) + 1)
  }
}

const nothing = (): Held => ({ rows: 0, like: 0, causes: new Map(), unexplained: [] })

function figuresOf({ rows, like, causes }: Held): (readonly [string, string])[] {
  return [
    ['rows', String(rows)],
    ['to the digit', `${like} (${((100 * like) / rows).toFixed(4)} %)`],
    ...[...causes].map(([cause, count]) => [`not, because`, `${count}: ${cause}`] as const),
  ]
}

describe.skipIf(!hasPublished)(`all published indices${hasPublished ? '' : ` (${publishedAbsent})`}`, () => {
  it('of hours come out, ≥ 99.99 %, every other row with its cause', () => {
    const national = nothing()
    let cutOff = 0
    for (const path of nationalFiles()) {
      const file = stationHours(path)
      hold(national, file.hours)
      cutOff += file.cutOff
    }
    const later = nothing()
    hold(later, pm25inHours())
    report('AQI of hours, national network 2019 (index)', [
      ...figuresOf(national),
      ['left out', `${cutOff} station-hours with which a file breaks off: an index without its concentrations`],
    ])
    report('AQI of hours, pm25.in 2020 (index, category, primary pollutants)', figuresOf(later))
    for (const { rows, like, unexplained } of [national, later]) {
      expect(unexplained).toEqual([])
      expect(like / rows).toBeGreaterThanOrEqual(0.9999)
    }
    expect(national.rows).toBeGreaterThan(800_000)
    expect(later.rows).toBeGreaterThan(70_000)
  })

  it('of days come out where they are consistent, ≥ 99.9 %, every other row with its cause', () => {
    const days = nothing()
    hold(days, cityDays())
    report('AQI of city days, consistent periods of 2014–2018 (index, category)', figuresOf(days))
    expect(days.unexplained).toEqual([])
    expect(days.like / days.rows).toBeGreaterThanOrEqual(0.999)
    expect(days.rows).toBeGreaterThan(11_000)
  })
})

/** More than the heap may hold of a table, so that keeping it would be the end of the process. [MB] */
const HEAP_MB = 48

describe('weike aqi', () => {
  it('takes a table of a million rows line by line, in a heap that could not hold it', async () => {
    const rows = times(1_000_000)
    const seed = seedOfRun()
    const small = await reckoned(Math.ceil(rows / 4), seed)
    const large = await reckoned(rows, seed)
    report('weike aqi over stdin and stdout', [
      ['rows', String(rows)],
      ['seed', String(seed)],
      ['time', `${ms(large.ms)}, ${Math.round(rows / (large.ms / 1000))} rows/s`],
      ['heap', `at most ${HEAP_MB} MB`],
      ['memory, a quarter of the rows', `${small.peakMb} MB`],
      ['memory, all rows', `${large.peakMb} MB`],
    ])
    expect(large).toMatchObject({ status: 0, lines: rows + 1, wrong: 0 })
    if (rows === 1_000_000) expect(large.peakMb - small.peakMb).toBeLessThan(120)
  })
})

/** Runs the command over a table made on the way; every row is looked at by the formula of its only decisive column. */
async function reckoned(rows: number, seed: number) {
  const child = spawn(`${checkout}/weike`, ['aqi', '--edition', '2026', '--kind', 'daily'], {
    env: { ...process.env, NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exit = once(child, 'exit')
  const said = text(child.stderr)
  const began = performance.now()
  let peakMb = 0
  let isOver = false
  const watch = async () => {
    while (!isOver) {
      const { rss } = await memoryOf(await descendantsOf([child.pid ?? 0]))
      peakMb = Math.max(peakMb, Math.round(rss / 1024 ** 2))
      await setTimeout(200)
    }
  }
  const feed = async () => {
    const random = randomFrom(seed)
    child.stdin.write('station,备注,pm25,pm10\n')
    for (let row = 0; row < rows; row += 1000) {
      const some = Math.min(1000, rows - row)
      let block = ''
      for (let place = 0; place < some; place += 1) block += `QY${place},"a, ""b""",${random(0, 35)},0\n`
      if (!child.stdin.write(block)) await once(child.stdin, 'drain')
    }
    child.stdin.end()
  }
  const look = async () => {
    let lines = 0
    let wrong = 0
    for await (const line of createInterface({ input: child.stdout })) {
      lines += 1
      // Up to 35 µg/m³ the index is 50/35 of the concentration, upward.
      const [, pm25 = '', aqi = ''] = /"a, ""b""",(\d+),0,(\d+),1,优,,/.exec(line) ?? []
      if (lines > 1 && Number(aqi) !== Math.ceil((Number(pm25) * 10) / 7 - 1e-9)) wrong += 1
    }
    return { lines, wrong }
  }
  const watched = watch()
  const [, seen] = await Promise.all([feed(), look()])
  await exit
  isOver = true
  await watched
  if (child.exitCode !== 0) throw new Error(await said)
  return { status: child.exitCode, ...seen, ms: performance.now() - began, peakMb }
}
