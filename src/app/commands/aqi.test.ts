import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { words } from '../words.ts'
import { aqi } from './aqi.ts'
import { readWords, WrongUse } from './command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weike-aqi-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Run {
  status: 0 | 1
  rows: string[]
  said: string[]
}

const hourly2026 = ['--edition', '2026', '--kind', 'hourly'] as const
const daily2012 = ['--edition', '2012', '--kind', 'daily'] as const

async function run(argv: readonly string[], table: string | Uint8Array, name = 'table.csv'): Promise<Run> {
  const path = join(folder, name)
  await writeFile(path, table)
  const printed: string[] = []
  const said: string[] = []
  const status = await aqi.run({
    given: readWords(aqi, [path, ...argv]),
    environment: {},
    t: words.translator('en'),
    print: (text) => printed.push(text),
    say: (text) => said.push(text),
  })
  return { status, rows: printed.join('\n').split('\n'), said }
}

const hourHeader = 'pm25,pm10,so2,no2,co,o3'
const hourAdded = 'aqi,level,category,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3'

describe('weike aqi', () => {
  it('adds index, level, category, primary pollutants and sub-indices, and leaves all else as it is', async () => {
    // By hand: (115−60)/50 … 45 µg/m³ lies 10 of 25 above 35: 50 + 20; CO 1.05 is a tie and goes to 1.0: 10.
    const { status, rows, said } = await run(
      hourly2026,
      'station, time ,pm25,备注,pm10,so2,no2,co,o3\r\nQY001,2026-11-18 14:00,45,"a, ""b""",50,150,100,1.05,160\r\n"Q",x,60,,120,500,200,10,200\r\n',
    )
    expect(rows).toEqual([
      `station, time ,pm25,备注,pm10,so2,no2,co,o3,${hourAdded}`,
      'QY001,2026-11-18 14:00,45,"a, ""b""",50,150,100,1.05,160,70,2,良,pm25,70,50,50,50,10,50',
      '"Q",x,60,,120,500,200,10,200,100,2,良,pm25+pm10+o3+no2+so2+co,100,100,100,100,100,100',
    ])
    expect({ status, said }).toEqual({
      status: 0,
      said: ['Rows: 2; with an index 2, without any 0, refused 0.'],
    })
  })

  it('of days takes o3_8h and the edition that is named', async () => {
    const table = 'pm25,pm10,so2,no2,co,o3_8h\n75,150,50,40,2,100\n'
    expect((await run(daily2012, table)).rows).toEqual([
      'pm25,pm10,so2,no2,co,o3_8h,aqi,level,category,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3_8h',
      '75,150,50,40,2,100,100,2,良,pm25+pm10,100,100,50,50,50,50',
    ])
    const now = await run(['--edition', '2026', '--kind', 'daily'], table)
    expect(now.rows[1]).toBe('75,150,50,40,2,100,114,3,轻度污染,pm25,114,112,50,50,50,50')
  })

  it('takes an empty cell, a sign for missing and a negative value for missing, and zero for zero', async () => {
    const { status, rows, said } = await run(hourly2026, `${hourHeader}\n35,,NA,—,-0.1, \n0,0,0,0,0,0\n,,,,,\n`)
    expect(rows.slice(1)).toEqual([
      '35,,NA,—,-0.1, ,50,1,优,,50,,,,,',
      '0,0,0,0,0,0,0,1,优,,0,0,0,0,0,0',
      ',,,,,,,,,,,,,,,',
    ])
    expect(status).toBe(0)
    expect(said).toEqual([
      'Rows: 3; with an index 2, without any 1, refused 0.',
      expect.stringMatching(
        /^Rows with an index though an item is missing: 1\. Not settled: .*5\.3\.1.*--incomplete only-over-100/,
      ),
      expect.stringMatching(/^Rows with a value below zero: 1\./),
    ])
  })

  it('gives an incomplete row no index up to 100 where that is wanted', async () => {
    const { rows, said } = await run(
      [...hourly2026, '--incomplete', 'only-over-100'],
      `${hourHeader}\n60,,,,,\n61,,,,,\n`,
    )
    expect(rows.slice(1)).toEqual(['60,,,,,,,,,,100,,,,,', '61,,,,,,101,3,轻度污染,pm25,101,,,,,'])
    expect(said).toEqual(['Rows: 2; with an index 1, without any 1, refused 0.'])
  })

  it('knows the columns by other spellings, and the exact one where there are several', async () => {
    const spelled = await run(daily2012, 'PM2.5, O3_8h ,CO\n55,100,2\n')
    expect(spelled.rows[1]).toBe('55,100,2,75,2,良,pm25,75,,,,50,50')
    expect(spelled.said[0]).toBe('No column for pm10, so2, no2: the index is that of the other items.')
    const both = await run(daily2012, 'PM2.5,pm25\n500,55\n')
    expect(both.rows[1]).toMatch(/^500,55,75,2,/)
  })

  it.each([
    [
      'a header without any column of the report',
      'time,o3\n1,2\n',
      /^The first line names no column.*pm25, pm10, so2, no2, co, o3_8h/,
    ],
    ['two columns of one name', 'pm25,pm25\n1,2\n', /more than one column for pm25.*rename/],
    ['two spellings of one name', 'PM2.5,PM25\n1,2\n', /more than one column for pm25/],
    ['an empty table', '', /^The table is empty.*pm25/],
    ['a table of blank lines', '\n \n', /^The table is empty/],
  ])('refuses %s, and writes nothing', async (_, table, words) => {
    const { status, rows, said } = await run(daily2012, table)
    expect({ status, rows }).toEqual({ status: 1, rows: [''] })
    expect(said).toEqual([expect.stringMatching(words)])
  })

  it('names line and column of what it cannot take, what to do, and goes on with the next row', async () => {
    const table = 'name,pm25,pm10\n"two\nlines",1,2\na,12x,2\nb,1\nc,1,2,3\nd,"1,5",2\ne,35,50\nf,35,50,,\n'
    const { status, rows, said } = await run(daily2012, table)
    expect(rows.slice(1)).toEqual([
      '"two',
      'lines",1,2,2,1,优,,2,2,,,,',
      'a,12x,2,,,,,,,,,,',
      'b,1,,,,,,,,,,,',
      'd,"1,5",2,,,,,,,,,,',
      'e,35,50,50,1,优,,50,50,,,,',
      'f,35,50,50,1,优,,50,50,,,,',
    ])
    expect(said.slice(1)).toEqual([
      expect.stringMatching(
        /^Line 4, column pm25: “12x” is no number.*Write a decimal number, or leave the cell empty/,
      ),
      expect.stringMatching(/^Line 5 has 2 cells, the header 3.*Complete the line/),
      expect.stringMatching(/^Line 6 has 4 cells, the header 3: it is left out\..*quotes/),
      expect.stringMatching(/^Line 7, column pm25: “1,5” is no number/),
      'Rows: 7; with an index 3, without any 0, refused 4.',
    ])
    expect(status).toBe(1)
  })

  it('tells a hundred refused rows one by one and counts the others', async () => {
    const { said, rows } = await run(daily2012, `pm25\n${'x\n'.repeat(250)}`)
    expect(rows).toHaveLength(251)
    expect(said.filter((line) => line.includes('is no number'))).toHaveLength(100)
    expect(said).toContain('Rows refused beside those above: 150. Mend those and run again.')
    expect(said.at(-1)).toBe('Rows: 250; with an index 0, without any 0, refused 250.')
  })

  it.each([
    ['1e400', 'is no number'],
    ['Infinity', 'is no number'],
    ['0x10', 'is no number'],
    [`1${'0'.repeat(60)}`, 'is no number'],
  ])('does not take %s for a concentration', async (cell, words) => {
    const { status, said } = await run(daily2012, `pm25,pm10\n${cell},2\n`)
    expect({ status, said: said[1] }).toEqual({ status: 1, said: expect.stringContaining(words) })
  })

  it('takes empty lines for nothing, but in a table of one column for a missing value', async () => {
    expect((await run(daily2012, '\npm25,pm10\n35,50\n\n\n35,50\n\n')).rows).toHaveLength(3)
    const single = await run(daily2012, 'pm25\n35\n\n75')
    expect(single.rows.slice(1).map((row) => row.split(',').slice(0, 2))).toEqual([
      ['35', '50'],
      ['', ''],
      ['75', '100'],
    ])
  })

  it('reads UTF-8 with a mark, GB18030 and .gz', async () => {
    const marked = await run(daily2012, '\u{feff}pm25,站点\n35,益阳\n')
    expect(marked.rows.map((row) => row.split(',').slice(0, 3).join())).toEqual(['pm25,站点,aqi', '35,益阳,50'])
    // “站点” and “益阳” in GBK.
    const bytes = Buffer.concat([
      Buffer.from('pm25,'),
      Buffer.from('d5beb5e3', 'hex'),
      Buffer.from('\r\n35,'),
      Buffer.from('d2e6d1f4', 'hex'),
      Buffer.from('\r\n'),
    ])
    expect((await run(daily2012, bytes)).rows).toEqual(marked.rows)
    expect((await run(daily2012, gzipSync('pm25,站点\n35,益阳\n'), 'table.csv.gz')).rows).toEqual(marked.rows)
  })

  it('tells where a quote stays open or bytes are no text, and what was written before', async () => {
    const open = await run(daily2012, 'pm25,name\n35,a\n36,"b\n37,c\n')
    expect(open.status).toBe(1)
    expect(open.rows).toHaveLength(2)
    expect(open.said.at(-1)).toMatch(/^Line 3 opens a quote that is never closed/)
    const bytes = await run(
      daily2012,
      Buffer.concat([Buffer.from('pm25,站点\n35,a\n'), Buffer.from([0xff, 0xff, 0x0a])]),
    )
    expect(bytes.status).toBe(1)
    expect(bytes.said.at(-1)).toMatch(/neither UTF-8 nor GB18030/)
  })

  it('says what looks wrong though it can be reckoned', async () => {
    const co = await run(daily2012, 'pm25,co,aqi\n35,800,33\n')
    expect(co.rows).toEqual([
      'pm25,co,aqi,aqi,level,category,primary,iaqi_pm25,iaqi_pm10,iaqi_so2,iaqi_no2,iaqi_co,iaqi_o3_8h',
      '35,800,33,500,6,严重污染,co,50,,,,500,',
    ])
    expect(co.said).toContainEqual(expect.stringMatching(/^The table already has aqi:/))
    expect(co.said.at(-1)).toMatch(/^Rows with CO at the end of its scale: 1\. Is it in µg\/m³\?/)
    const so2 = await run(['--edition', '2012', '--kind', 'hourly'], 'pm25,so2,so2_24h\n35,801,\n35,801,475\n35,800,\n')
    expect(so2.rows.slice(1).map((row) => row.split(',').slice(3, 7).join())).toEqual([
      '50,1,优,',
      '150,3,轻度污染,so2',
      '200,4,中度污染,so2',
    ])
    expect(so2.said.at(-1)).toMatch(/^Rows with SO2 of an hour or O3 of eight above 800 µg\/m³: 1\./)
  })

  it.each([
    [['--kind', 'daily'], '--edition'],
    [['--edition', '2012'], '--kind'],
    [['--edition', '2013', '--kind', 'daily'], '--edition 2012|2026'],
    [['--edition', '2012', '--kind', 'weekly'], '--kind daily|hourly'],
    [['--edition', '2012', '--kind', 'daily', '--incomplete', 'no'], '--incomplete of-the-rest|only-over-100'],
  ])('called with %j is used wrongly', async (argv, what) => {
    await expect(run(argv, 'pm25\n1\n')).rejects.toThrow(new WrongUse(what))
  })

  it('of a file that is not there says so', async () => {
    const given = readWords(aqi, ['/nowhere/table.csv', ...daily2012])
    const context = { given, environment: {}, t: words.translator('en'), print: () => {}, say: () => {} }
    await expect(aqi.run(context)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
