import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { leftBehind, rowsKept } from '../setup/cut-off-import.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { eventually } from '../setup/eventually.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { beginWeike, runWeike } from '../setup/weike.ts'
import { report, times } from './parts/figures.ts'

const ROWS = times(1_000_000)
const STATIONS = 12
/** Shares of the file behind which the process is killed. */
const CUTS = [0.3, 0.7]
const FIRST = Date.parse('2010-01-01T01:00:00+08:00')

let directories: string[] = []
beforeEach(async () => {
  directories = [await makeDataDirectory(), await makeDataDirectory()]
})
afterEach(async () => {
  for (const directory of directories) await removeDataDirectory(directory)
})

/** Hours of twelve stations, eight values each; one row in a hundred thousand cannot be read. */
async function longFile(path: string): Promise<void> {
  const out = createWriteStream(path)
  out.write('时间,站点,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES\n')
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: Math.min(10_000, ROWS - from) }, (_, place) => {
      const at = from + place
      const end = new Date(FIRST + Math.floor(at / STATIONS) * HOUR_MS).toISOString()
      const pm25 = at % 100_000 === 7 ? '约35' : `${(at * 7) % 150}`
      const gases = `${(at * 3) % 40},${(at * 5) % 90},${((at * 13) % 30) / 10},${(at * 17) % 200}`
      return `${end},P${at % STATIONS},${pm25},${(at * 11) % 250},${gases},${(at % 40) - 5},${100 + (at % 30) / 10}`
    })
    out.write(`${lines.join('\n')}\n`)
  }
  out.end()
  await finished(out)
}

describe('a long file that is cut off', () => {
  it(`${ROWS} rows, killed at ${CUTS.map((cut) => `${cut * 100} %`).join(' and ')}, as one that is not`, async () => {
    const [whole = '', cut = ''] = directories
    const header = 'code,name,level,lon,lat'
    const places = Array.from(
      { length: STATIONS },
      (_, nth) => `P${nth},Q${nth},national,112.${30 + nth},28.${50 + nth}`,
    )
    for (const dataDir of directories) {
      await writeFile(join(dataDir, 'stations.csv'), [header, ...places].join('\n'))
      await longFile(join(dataDir, 'long.csv'))
      const words = ['import', join(dataDir, 'stations.csv'), '--data', dataDir, '--as', 'stations']
      await runWeike({ dataDir, databaseUrl: undefined }, words)
    }
    const begin = (dataDir: string) =>
      beginWeike({ dataDir, databaseUrl: undefined }, ['import', join(dataDir, 'long.csv'), '--data', dataDir])
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now()
      await work()
      return (performance.now() - began) / 1000
    }
    const inOneGo = await timed(() => begin(whole).ended)
    const parts: { seconds: number; kept: number }[] = []
    for (const share of CUTS) {
      const place = { dataDir: cut, databaseUrl: undefined }
      await inInstallation(place, async (installation) => {
        let kept = 0
        const seconds = await timed(async () => {
          const command = begin(cut)
          const deadline = 100
          for (let wait = 0; wait < deadline && kept < ROWS * share; wait += 1) {
            kept = await eventually('more rows to be kept', async () => {
              const now = await rowsKept(installation)
              return now !== null && now > kept ? now : undefined
            })
          }
          await command.kill()
        })
        parts.push({ seconds, kept: (await rowsKept(installation)) ?? 0 })
      })
    }
    let said = ''
    const last = await timed(async () => {
      said = (await begin(cut).ended).stderr
    })
    const sum = parts.reduce((total, { seconds }) => total + seconds, last)
    report(`${ROWS} rows of ${STATIONS} stations, eight values each, embedded database`, [
      ['in one go', `${inOneGo.toFixed(1)} s, ${Math.round(ROWS / inOneGo)} rows/s`],
      ...parts.map(({ seconds, kept }, nth): [string, string] => [
        `part ${nth + 1}`,
        `${seconds.toFixed(1)} s until it was killed, ${kept} rows kept`,
      ]),
      ['last part', `${last.toFixed(1)} s`],
      ['all parts', `${sum.toFixed(1)} s, ${((sum / inOneGo - 1) * 100).toFixed(0)} % more`],
    ])
    const left = (dataDir: string) =>
      inInstallation({ dataDir, databaseUrl: undefined }, (installation) =>
        leftBehind(installation, join(dataDir, 'long.csv'), 'long.csv'),
      )
    expect(said).toContain('rows were read before')
    const expected = await left(whole)
    expect(expected.job).toMatchObject({ state: 'done', counts: { rows: ROWS } })
    expect(await left(cut)).toEqual(expected)
  })
})
