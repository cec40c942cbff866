import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { civilDayAt, yearPeriod } from '../../standards/civil-days.ts'
import { words } from '../words.ts'
import { readWords, WrongUse } from './command.ts'
import { evaluate } from './evaluate.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weike-evaluate-'))
})
afterAll(() => rm(folder, { recursive: true }))

const printed: string[] = []
const said: string[] = []
beforeEach(() => {
  printed.length = 0
  said.length = 0
})

function called(...argv: readonly string[]): Promise<0 | 1> {
  return evaluate.run({
    given: readWords(evaluate, argv),
    environment: {},
    t: words.translator('en'),
    print: (line) => printed.push(line),
    say: (line) => said.push(line),
  })
}

const json = () => JSON.parse(printed.join('\n'))

async function file(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, name.endsWith('.gz') ? gzipSync(bytes) : bytes)
  return path
}

const header = 'time,station,PM2.5,PM10,SO2,NO2,CO,O3'

/** Every hour of 2023: PM2.5 is 100 in January and 20 else; the others never change. */
function wholeYear(): string {
  const { first, last } = yearPeriod(2023)
  const lines = [header]
  for (let day = first; day <= last; day += 1) {
    const date = civilDayAt(day)
    for (let hour = 1; hour <= 24; hour += 1) {
      lines.push(`${date} ${hour}:00,QY001,${date < '2023-02-01' ? 100 : 20},50,10,20,0.6,90`)
    }
  }
  return `${lines.join('\r\n')}\r\n`
}

describe('weike evaluate', () => {
  it('tells a year of a station in the shape that programs know', async () => {
    const path = await file('year.csv.gz', wholeYear())
    expect(await called(path, '--json')).toBe(0)
    const meanOfFine = (31 * 100 + 334 * 20) / 365
    const whole = { validDays: 365, minDaysInMonth: 28, valid: true }
    const fine = (what: { stations: unknown[] }) => what
    expect(fine(json())).toEqual({
      stations: [
        {
          station: 'QY001',
          year: 2023,
          basis: 'unrounded',
          factors: {
            pm25: {
              ...whole,
              mean: expect.closeTo(meanOfFine, 9),
              percentile: { p: 95, value: 100 },
              attained: false,
              reasons: [
                { reason: 'percentile-over-limit', value: 100, limit: 75, exceedMultiple: expect.closeTo(1 / 3, 9) },
              ],
            },
            pm10: { ...whole, mean: 50, percentile: { p: 95, value: 50 }, attained: true, reasons: [] },
            so2: { ...whole, mean: 10, percentile: { p: 98, value: 10 }, attained: true, reasons: [] },
            no2: { ...whole, mean: 20, percentile: { p: 98, value: 20 }, attained: true, reasons: [] },
            co: { ...whole, mean: null, percentile: { p: 95, value: 0.6 }, attained: true, reasons: [] },
            o3: { ...whole, mean: null, percentile: { p: 90, value: 90 }, attained: true, reasons: [] },
          },
          // PM2.5 100 is an AQI of 132; 20 is 29, PM10 50 and ozone 90 are 50 and 45.
          aqiDaysByLevel: { 1: 334, 2: 0, 3: 31, 4: 0, 5: 0, 6: 0 },
          goodDayRatio: expect.closeTo((334 / 365) * 100, 9),
          compositeIndex: expect.closeTo(meanOfFine / 35 + 50 / 70 + 10 / 60 + 20 / 40 + 0.6 / 4 + 90 / 160, 9),
        },
      ],
    })
  })

  it('rounds as is published on the basis of rounded days, and judges by the mean alone when told to', async () => {
    const path = await file('year2.csv', wholeYear())
    expect(await called(path, '--json', '--basis', 'rounded', '--reading', 'mean-only', '--edition', '2026')).toBe(0)
    const [year] = json().stations
    expect(year).toMatchObject({ basis: 'rounded', goodDayRatio: 91.5 })
    expect(year.factors.pm25).toMatchObject({ attained: true, reasons: [] })
    // By the limits of 2026 and what a mean of 26.79 is published as: 27/30 + 50/60 + 10/60 + 20/40 + 0.6/4 + 90/160
    expect(year.compositeIndex).toBe(3.11)
  })

  it('tells the days', async () => {
    const path = await file('days.csv', `${header}\n${wholeYear().split('\r\n').slice(1, 30).join('\n')}`)
    expect(await called(path, '--daily', '--json')).toBe(0)
    const value = (number: number | null, hours: number) => ({ value: number, hours })
    expect(json().stations).toEqual([
      {
        station: 'QY001',
        year: 2023,
        basis: 'unrounded',
        days: [
          {
            date: '2023-01-01',
            factors: {
              pm25: value(100, 24),
              pm10: value(50, 24),
              so2: value(10, 24),
              no2: value(20, 24),
              co: value(0.6, 24),
              o3: { value: 90, eightHourMeans: 17 },
            },
            aqi: 132,
            level: 3,
            primary: ['pm25'],
            complete: true,
          },
          {
            date: '2023-01-02',
            factors: {
              pm25: value(null, 5),
              pm10: value(null, 5),
              so2: value(null, 5),
              no2: value(null, 5),
              co: value(null, 5),
              o3: { value: null, eightHourMeans: 0 },
            },
            aqi: null,
            level: null,
            primary: [],
            complete: false,
          },
        ],
      },
    ])
  })

  it('shows people a table, with what is over its limit and what is unsure', async () => {
    const path = await file('table.csv', wholeYear())
    expect(await called(path)).toBe(0)
    const text = printed.join('\n')
    expect(text).toMatch(/^QY001 2023: GB 3095-2012, grade II, unrounded\n/)
    expect(text).toMatch(/PM2\.5 +365 +28 +yes +26\.8 \/ 35 +P95 100\.0 \/ 75 +no/)
    expect(text).toContain('composite index 2.86, largest part PM2.5')
    expect(text).toContain('percentile 100.0 over the limit of 75 (by 0.33 of it)')
    expect(said.join()).toContain('To be confirmed: days without all six factors')
    printed.length = 0
    expect(await called(path, '--daily')).toBe(0)
    expect(printed.join('\n')).toMatch(/2023-01-01 +100\.0 \(24\).*90\.0 \(17\) +132 +3 +PM2\.5/)
  })

  it('names a line that it cannot take, and goes on', async () => {
    const lines = [
      header,
      '2023-01-01 01:00,A,many,1,1,1,1,1',
      '2023-01-01 01:30,A,1,1,1,1,1,1',
      '2023-01-01 03:00,A,1',
    ]
    const path = await file('faulty.csv', lines.join('\n'))
    expect(await called(path, '--year', '2023', '--json')).toBe(0)
    expect(said.slice(0, 3)).toEqual([
      expect.stringMatching(/faulty\.csv, line 2 has a cell that is neither a number/),
      expect.stringMatching(/faulty\.csv, line 3 names no whole hour/),
      expect.stringMatching(/faulty\.csv, line 4 was cut/),
    ])
  })

  it('tells of hours that come twice, of CO in µg/m³, of years without a valid day', async () => {
    const day = wholeYear().split('\r\n').slice(1, 25)
    const path = await file(
      'odd.csv',
      [
        header,
        ...day.map((line) => line.replace(',0.6,', ',600,')),
        day[0],
        '2022-12-31 24:00,QY001,1,1,1,1,600,1',
      ].join('\n'),
    )
    expect(await called(path, '--json')).toBe(0)
    expect(json().stations.map(({ year }: { year: number }) => year)).toEqual([2023])
    expect(said).toEqual([
      expect.stringContaining('6 values are of an hour that came before'),
      expect.stringContaining('1 station years have no valid day value'),
      expect.stringContaining('QY001 2023: CO is over 60 mg/m³ on every day'),
      expect.anything(),
    ])
  })

  it('of a file without a column of stations is of the one that is named, or of what the file is called', async () => {
    const text = wholeYear().replaceAll('QY001,', '').replace('station,', '')
    const path = await file('mystation.csv', text)
    const stationOf = async (...argv: string[]) => {
      printed.length = 0
      await called(path, '--json', ...argv)
      return json().stations[0].station
    }
    expect([await stationOf(), await stationOf('--station', 'QY009')]).toEqual(['mystation', 'QY009'])
  })

  it('reads GB18030 as well', async () => {
    // 时间 and 站点 in GB18030
    const head = Buffer.from([0xca, 0xb1, 0xbc, 0xe4, 0x2c, 0xd5, 0xbe, 0xb5, 0xe3])
    const path = await file('gbk.csv', Buffer.concat([head, Buffer.from(`,PM2.5\n2023-01-01 01:00,A,35\n`)]))
    expect(await called(path, '--year', '2023', '--json')).toBe(0)
    expect(json().stations[0].station).toBe('A')
  })

  it.each([
    ['empty.csv', '', 'is empty'],
    ['notes.csv', 'hello\n', 'line 1: the header is of no known layout'],
    ['picture.csv', Buffer.from([0xff, 0xfe, 0xff, 0xff]), 'neither UTF-8 nor GB18030'],
    ['endless.csv', 'x'.repeat(1_100_000), 'does not end'],
  ])('refuses %s and says what to do', async (name, bytes, words) => {
    expect(await called(await file(name, bytes))).toBe(1)
    expect(said).toEqual([expect.stringContaining(words)])
    expect(printed).toEqual([])
  })

  it('refuses a packed file that is not whole', async () => {
    const path = join(folder, 'cut.csv.gz')
    await writeFile(path, gzipSync(wholeYear()).subarray(0, 5000))
    expect(await called(path)).toBe(1)
    expect(said).toEqual([expect.stringContaining('damaged or not whole')])
    await writeFile(path, 'no gzip at all')
    said.length = 0
    expect(await called(path)).toBe(1)
    expect(said).toEqual([expect.stringContaining('damaged or not whole')])
  })

  it('refuses a layout that the file is not of, and a station that it has not', async () => {
    const path = await file('layout.csv', wholeYear())
    expect(await called(path, '--layout', 'prsa')).toBe(1)
    expect(said.splice(0)).toEqual([expect.stringContaining('no known layout')])
    expect(await called(path, '--station', 'QY999')).toBe(1)
    expect(said).toEqual([expect.stringContaining('check station QY999')])
  })

  it.each([
    [['--layout', 'excel'], '--layout china-sites|prsa|generic'],
    [['--edition', '2018'], '--edition 2012|2026'],
    [['--year', 'last'], '--year last'],
    [['--year', '2014.5'], '--year 2014.5'],
    [['--basis', 'up'], '--basis unrounded|rounded'],
    [['--reading', 'kind'], '--reading strict|mean-only'],
    [['--grade', 'III'], '--grade I|II'],
    [['--index', 'mine'], '--index ranking|annual-2013|weighted-2026'],
  ])('called with %j is used wrongly', async (argv, what) => {
    await expect(called('file.csv', ...argv)).rejects.toThrow(new WrongUse(what))
  })

  it('needs a file', () => {
    expect(() => readWords(evaluate, ['--json'])).toThrow(WrongUse)
  })
})
