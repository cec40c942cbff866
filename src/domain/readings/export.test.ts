import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import en from '../../../catalogues/en.json' with { type: 'json' }
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { readWorkbook } from '../../../test/setup/workbook.ts'
import { createTranslator } from '../../platform/i18n.ts'
import { workbookFlow } from '../../platform/tables/workbook-writer.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { csvFlow, exportName, toldReadings, workbookOf } from './export.ts'
import type { Reading } from './model.ts'
import type { NamedRow } from './service.ts'

const words = createTranslator({ zh, en })
const END = Date.parse('2014-01-02T00:00:00+08:00')

const reading = (more: Partial<Reading>): Reading => ({
  deviceId: 'device',
  factor: 'a34004',
  statistic: 'Avg',
  resolution: 'hour',
  periodStart: END - HOUR_MS,
  periodEnd: END,
  value: 35.5,
  flag: 'N',
  quality: 'valid',
  reason: null,
  source: 'frame',
  version: 1,
  seq: 7,
  recordedAt: END,
  ...more,
})

const row = (readings: readonly Reading[], more: Partial<NamedRow> = {}): NamedRow => ({
  deviceId: 'device',
  mn: '439901010000A05C1E7B0001',
  station: 'QY001',
  periodStart: END - HOUR_MS,
  periodEnd: END,
  readings,
  ...more,
})

async function* pagesOf(...pages: readonly (readonly NamedRow[])[]): AsyncGenerator<readonly NamedRow[]> {
  yield* pages
}

describe('a CSV of readings', () => {
  const csv = async (...pages: readonly (readonly NamedRow[])[]) => {
    const bytes = await buffer(csvFlow(pagesOf(...pages)))
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    return bytes.toString('utf8').slice(1).split('\r\n')
  }

  it('has one header line, a line for each value, and says where nothing is', async () => {
    const bad = reading({
      factor: 'a21005',
      value: null,
      flag: null,
      quality: 'invalid',
      reason: 'unreadable',
      version: 3,
    })
    expect(await csv([row([reading({})])], [row([bad], { station: null })])).toEqual([
      'mn,station,factor,statistic,resolution,start,end,value,unit,flag,quality,reason,source,version',
      '439901010000A05C1E7B0001,QY001,a34004,Avg,hour,2014-01-01T23:00:00+08:00,2014-01-02T00:00:00+08:00,35.5,µg/m³,N,valid,,frame,1',
      '439901010000A05C1E7B0001,,a21005,Avg,hour,2014-01-01T23:00:00+08:00,2014-01-02T00:00:00+08:00,,mg/m³,,invalid,unreadable,frame,3',
      '',
    ])
  })

  it('names no unit where something was counted', async () => {
    const counts = ['N', 'Mda8N'].map((statistic) => reading({ factor: 'a05024', statistic, value: 17, flag: null }))
    const [, ...lines] = await csv([row([...counts, reading({ factor: 'a05024', statistic: 'Mda8P90', value: 151 })])])
    expect(lines.map((line) => line.split(',').slice(2, 9).toSpliced(2, 3))).toEqual([
      ['a05024', 'N', '17', ''],
      ['a05024', 'Mda8N', '17', ''],
      ['a05024', 'Mda8P90', '151', 'µg/m³'],
      [],
    ])
  })

  it('of nothing is its header', async () => {
    expect(await csv()).toHaveLength(2)
  })

  it('quotes what would break a line, and takes the force of what a spreadsheet would run', async () => {
    const flags = ['a,b', 'say "N"', 'two\r\nlines', '=1+1', '-N', '@x', '+', '-1']
    const [, ...lines] = await csv([row(flags.map((flag) => reading({ flag, value: -2 })))])
    const cells = lines.join('\r\n').split(',µg/m³,').slice(1)
    expect(cells.map((cell) => cell.split(',valid')[0])).toEqual([
      '"a,b"',
      '"say ""N"""',
      '"two\r\nlines"',
      "'=1+1",
      "'-N",
      "'@x",
      "'+",
      "'-1",
    ])
    expect(lines[0]).toContain(',-2,µg/m³')
  })

  it('asks for a page only when the one before was taken away', async () => {
    let asked = 0
    async function* pages() {
      for (;;) {
        asked += 1
        yield Array.from({ length: 500 }, () => row([reading({})]))
      }
    }
    const flow = csvFlow(pages())
    const taken = flow[Symbol.asyncIterator]()
    await taken.next()
    await new Promise(setImmediate)
    expect(asked).toBeLessThan(4)
    await taken.return?.()
    expect(flow.destroyed).toBe(true)
  })
})

describe('a workbook of readings', () => {
  it('speaks the language of whoever asked, and keeps a code that has no word', async () => {
    const rows = [
      row([
        reading({ quality: 'suspect', reason: 'no-such-reason', source: 'rollup' }),
        reading({ factor: 'x1', statistic: 'Odd' }),
        reading({ statistic: 'N', value: 23 }),
      ]),
    ]
    const read = async (language: 'zh' | 'en') =>
      readWorkbook(await buffer(workbookFlow(workbookOf(pagesOf(rows), words, language, END))))
    const line = (sheet: Awaited<ReturnType<typeof read>>[number] | undefined, number: number) =>
      [...'ABCDEFGHIJKLMNO'].map((column) => sheet?.cells.get(`${column}${number}`)?.value ?? null)
    const [zhSheet] = await read('zh')
    expect(zhSheet?.name).toBe('监测数据')
    expect(line(zhSheet, 1).slice(0, 4)).toEqual(['设备 MN', '站点', '因子编码', '因子'])
    expect(line(zhSheet, 2)).toEqual([
      '439901010000A05C1E7B0001',
      'QY001',
      'a34004',
      'PM2.5 细颗粒物',
      '均值',
      '小时',
      expect.closeTo(41_640.958333, 6),
      41_641,
      35.5,
      'µg/m³',
      'N',
      '存疑',
      'no-such-reason',
      '汇总计算',
      1,
    ])
    const [enSheet] = await read('en')
    expect(line(enSheet, 1).slice(0, 4)).toEqual(['Device MN', 'Station', 'Factor code', 'Factor'])
    expect(line(enSheet, 3).slice(2, 6)).toEqual(['x1', null, 'Odd', 'hour'])
    expect(line(enSheet, 4).slice(8, 10)).toEqual([23, null])
  })
})

describe('the name of a file', () => {
  const day = {
    resolution: 'hour',
    from: Date.parse('2014-01-01T00:00:00+08:00'),
    to: Date.parse('2015-01-01T00:00:00+08:00'),
  } as const

  it('says what is in it, the first and the last day', () => {
    expect(exportName({ ...day, station: 'QY001' }, 'a34004', words, 'zh', 'xlsx')).toBe(
      '监测数据_QY001_PM2.5_小时_20140101-20141231.xlsx',
    )
    expect(exportName({ ...day, mn: 'A1' }, null, words, 'en', 'csv')).toBe('readings_A1_hour_20140101-20141231.csv')
  })

  it('holds nothing that leads elsewhere', () => {
    expect(exportName({ ...day, station: '../a/b "c"' }, 'x;y', words, 'en', 'csv')).toBe(
      'readings_..-a-b-c-_x-y_hour_20140101-20141231.csv',
    )
  })
})

it('a reading is told in its unit and in Beijing time', () => {
  expect(toldReadings(row([reading({ factor: 'a21005' }), reading({ factor: 'unknown' })]))).toMatchObject([
    { factor: 'a21005', unit: 'mg/m³', start: '2014-01-01T23:00:00+08:00', end: '2014-01-02T00:00:00+08:00' },
    { factor: 'unknown', unit: '' },
  ])
})
