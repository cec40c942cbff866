import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDayOf, HOUR_MS, isoShanghai, startOfCivilDay } from '../../standards/civil-time.ts'
import { csvCells, type HourlyValue, type LineFault } from './cells.ts'
import { type LayoutName, layoutOf, layoutReader } from './layouts.ts'

const at = (text: string) => Date.parse(`${text}:00+08:00`)

/** A whole file by its text: values and faults, in order. */
function read(layout: LayoutName, text: string, station?: string): { values: HourlyValue[]; faults: LineFault[] } {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/)
  const reader = layoutReader(layout, header, station)
  if (reader === null) throw new Error(`not ${layout}: ${header}`)
  const found = lines.map((line) => reader.line(line))
  return { values: found.flatMap((one) => one.values), faults: found.flatMap((one) => one.faults) }
}

const prsaHeader =
  '"No","year","month","day","hour","PM2.5","PM10","SO2","NO2","CO","O3","TEMP","PRES","DEWP","RAIN","wd","WSPM","station"'

describe('PRSA', () => {
  const line = (row: string) => read('prsa', `${prsaHeader}\n${row}`)

  it('hour 0 is hour 24 of the day before: the label is the end of the hour', () => {
    const { values } = line('7345,2014,1,1,0,35,114,22,74,NA,NA,-0.4,1009.1,-14.4,0,"W",1.2,"Dongsi"')
    expect(values[0]).toEqual({ station: 'Dongsi', hourEnd: at('2014-01-01T00:00'), factor: 'a34004', value: 35 })
    // The hour that ended at midnight lies in 2013.
    expect(civilDayOf((values[0]?.hourEnd ?? 0) - HOUR_MS)).toBe('2013-12-31')
    const last = line('1,2014,12,31,23,1,1,1,1,1,1,1,1,1,0,"N",1,"Dongsi"')
    expect(last.values[0]?.hourEnd).toBe(at('2014-12-31T23:00'))
  })

  it('CO becomes mg/m³ exactly, pressure kPa, the wind degrees; NA is missing, and rain and dew point have no factor', () => {
    const { values, faults } = line('1,2014,1,1,2,70,144,47,81,1504,7,-1.4,1008.8,-13,0,"SSW",0.7,"Dongsi"')
    expect(faults).toEqual([])
    expect(values.map(({ factor, value }) => [factor, value])).toEqual([
      ['a34004', 70],
      ['a34002', 144],
      ['a21026', 47],
      ['a21004', 81],
      ['a21005', 1.504],
      ['a05024', 7],
      ['a01001', -1.4],
      ['a01006', 100.88],
      ['a01008', 202.5],
      ['a01007', 0.7],
    ])
    const gaps = line('1,2014,1,1,2,NA,144,NA,81,NA,,-1.4,1008.8,-13,0,NA,0.7,"Dongsi"')
    expect(gaps.faults).toEqual([])
    expect(gaps.values.filter(({ value }) => value === null).map(({ factor }) => factor)).toEqual([
      'a34004',
      'a21026',
      'a21005',
      'a05024',
      'a01008',
    ])
  })

  it('takes nothing of another station, of a day that is none, of a word where a number should be', () => {
    expect(read('prsa', `${prsaHeader}\n1,2014,1,1,2,70,1,1,1,1,1,1,1,1,0,"N",1,"Dongsi"`, 'Tiantan').values).toEqual(
      [],
    )
    expect(line('1,2014,2,29,2,70,1,1,1,1,1,1,1,1,0,"N",1,"Dongsi"')).toEqual({ values: [], faults: ['time'] })
    const odd = line('1,2014,1,1,2,many,1,1,1,1,1,1,1,1,0,"up",1,"Dongsi"')
    expect(odd.faults).toEqual(['number'])
    expect(odd.values.filter(({ value }) => value === null).map(({ factor }) => factor)).toEqual(['a34004', 'a01008'])
  })
})

describe('china_sites', () => {
  const header = 'date,hour,type,1001A,2467A,2470A'

  it('hour 0 closes the day before; only the hourly values of the six pollutants are taken', () => {
    const rows = [
      '20190102,0,AQI,52,53,55',
      '20190102,0,PM2.5,36,37,39',
      '20190102,0,PM2.5_24h,49,46,41',
      '20190102,0,O3,20,25,4',
      '20190102,0,O3_8h,18,30,20',
      '20190102,23,CO,0.6,,0.9',
    ]
    const { values, faults } = read('china-sites', [header, ...rows].join('\r\n'), '2467A')
    expect(faults).toEqual([])
    expect(values).toEqual([
      { station: '2467A', hourEnd: at('2019-01-02T00:00'), factor: 'a34004', value: 37 },
      { station: '2467A', hourEnd: at('2019-01-02T00:00'), factor: 'a05024', value: 25 },
      { station: '2467A', hourEnd: at('2019-01-02T23:00'), factor: 'a21005', value: null },
    ])
  })

  it('a line that was cut keeps its whole cells; the last may be a piece of a number, and what is behind it says nothing', () => {
    const { values, faults } = read('china-sites', `${header}\n20190424,23,PM10,46,12`)
    expect(faults).toEqual(['cut'])
    expect(values.map(({ station, value }) => [station, value])).toEqual([['1001A', 46]])
    expect(read('china-sites', `${header}\n20190424,23,PM1`)).toEqual({ values: [], faults: ['cut'] })
  })

  it('all stations, when none is named', () => {
    expect(read('china-sites', `${header}\n20190101,1,CO,1,2,3`).values.map(({ station }) => station)).toEqual([
      '1001A',
      '2467A',
      '2470A',
    ])
  })
})

describe('a table with a header', () => {
  it('has a column for each factor, by code or name; its time is the end of the hour, in Beijing', () => {
    const { values } = read(
      'generic',
      '\ufefftime,station,PM2.5,a21005,note\n2014-01-01 01:00,QY001,35,0.9,x\n2014/1/1 24:00,QY001,,NA,',
    )
    expect(values).toEqual([
      { station: 'QY001', hourEnd: at('2014-01-01T01:00'), factor: 'a34004', value: 35 },
      { station: 'QY001', hourEnd: at('2014-01-01T01:00'), factor: 'a21005', value: 0.9 },
      { station: 'QY001', hourEnd: at('2014-01-02T00:00'), factor: 'a34004', value: null },
      { station: 'QY001', hourEnd: at('2014-01-02T00:00'), factor: 'a21005', value: null },
    ])
  })

  it('a time that is called start is one', () => {
    expect(read('generic', 'start,PM10\n2014-01-01 23:00,5').values[0]?.hourEnd).toBe(at('2014-01-02T00:00'))
  })

  it('reads what Weike exports, and takes the usable hourly means of it', () => {
    const text = [
      '\ufeffmn,station,factor,statistic,resolution,start,end,value,unit,flag,quality,reason,source,version',
      'A1,QY001,a34004,Avg,hour,2014-01-01T00:00:00+08:00,2014-01-01T01:00:00+08:00,35.5,µg/m³,N,valid,,frame,1',
      'A1,QY001,a34004,Max,hour,2014-01-01T00:00:00+08:00,2014-01-01T01:00:00+08:00,60,µg/m³,N,valid,,frame,1',
      'A1,QY001,a34004,Avg,day,2014-01-01T00:00:00+08:00,2014-01-02T00:00:00+08:00,40,µg/m³,,valid,,rollup,1',
      'A1,QY001,a34002,Avg,hour,2014-01-01T00:00:00+08:00,2014-01-01T01:00:00+08:00,900,µg/m³,D,invalid,mark-fault,frame,1',
    ]
    expect(read('generic', text.join('\r\n')).values).toEqual([
      { station: 'QY001', hourEnd: at('2014-01-01T01:00'), factor: 'a34004', value: 35.5 },
      { station: 'QY001', hourEnd: at('2014-01-01T01:00'), factor: 'a34002', value: null },
    ])
  })

  it('any hour is read as itself, in the offset in which it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500_000 }),
        fc.constantFrom(-720, -330, 0, 330, 480, 540),
        (hours, offset) => {
          const hourEnd = startOfCivilDay('1970-01-02') + hours * HOUR_MS
          const shown = new Date(hourEnd + offset * 60_000).toISOString().slice(0, 19)
          const sign = offset < 0 ? '-' : '+'
          const [ahead, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((one) =>
            String(one).padStart(2, '0'),
          )
          const { values, faults } = read('generic', `end,PM2.5\n${shown}${sign}${ahead}:${rest}\u002c1`)
          // A whole hour of Beijing may stand at half past elsewhere, which is no hour's label.
          if (offset % 60 !== 0) expect(faults).toEqual(['time'])
          else expect(values[0]?.hourEnd).toBe(hourEnd)
        },
      ),
    )
  })

  it('hours and days in any order are read as those beside them are, with seconds or without', () => {
    const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((one) => String(one).padStart(2, '0'))
    const time = fc
      .tuple(fc.constantFrom('2014', '2016'), twoDigits(13), twoDigits(32), fc.constantFrom('-', '/'), twoDigits(26))
      .map(([year, month, day, by, hour]) => `${year}${by}${month}${by}${day} ${hour}:00`)
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 30 }), (times) => {
        const lines = (ending: string) => ['end,PM2.5', ...times.map((one) => `${one}${ending},1`)].join('\n')
        expect(read('generic', lines(''))).toEqual(read('generic', lines(':00')))
      }),
    )
  })

  it('what names no hour is no line', () => {
    for (const time of [
      '',
      'yesterday',
      '2014-01-01',
      '2014-01-01 01:30',
      '2014-13-01 01:00',
      '2014-01-01 25:00',
      '2014-01-01T01:00:00+05:30',
    ]) {
      expect(read('generic', `end,PM2.5\n${time},1`), time).toEqual({ values: [], faults: ['time'] })
    }
  })
})

describe('the layout of a file', () => {
  it('is seen by its header', () => {
    expect(layoutOf('date,hour,type,1325A')).toBe('china-sites')
    expect(layoutOf(prsaHeader)).toBe('prsa')
    expect(layoutOf('\ufeff时间,站点,PM2.5')).toBe('generic')
    expect(layoutOf('start,factor,value')).toBe('generic')
    expect(layoutOf('time,city')).toBe(null)
    expect(layoutOf('')).toBe(null)
  })

  it('a header of another layout has no reader', () => {
    expect(layoutReader('prsa', 'date,hour,type,1325A')).toBe(null)
    expect(layoutReader('china-sites', prsaHeader)).toBe(null)
    expect(layoutReader('generic', 'a,b')).toBe(null)
  })
})

it('cells: quotes, quotes in quotes, commas in quotes, one that stays open', () => {
  expect(csvCells('a, b ,"c,d","say ""x""",')).toEqual(['a', 'b', 'c,d', 'say "x"', ''])
  expect(csvCells('a,"b,c')).toEqual(['a', 'b,c'])
})

describe('real files', () => {
  const folder = join(import.meta.dirname, '../../../../shared/data')
  const textOf = (path: string) => gunzipSync(readFileSync(join(folder, path))).toString('utf8')

  it('a PRSA year has each of its hours once, from 01:00 of its first day to 24:00 of its last', ({ skip }) => {
    const path = 'prsa/PRSA_Data_Tiantan_20130301-20170228.csv.gz'
    if (!existsSync(join(folder, path))) return skip('../shared/data/prsa is not here')
    const { values, faults } = read('prsa', textOf(path))
    expect(faults).toEqual([])
    const [from, to] = [startOfCivilDay('2014-01-01'), startOfCivilDay('2015-01-01')]
    const hours = values.filter((one) => one.factor === 'a34004' && one.hourEnd > from && one.hourEnd <= to)
    expect(hours).toHaveLength(365 * 24)
    expect([hours[0], hours.at(-1)].map((one) => isoShanghai(one?.hourEnd ?? 0))).toEqual([
      '2014-01-01T01:00:00+08:00',
      '2015-01-01T00:00:00+08:00',
    ])
  })

  it('a china_sites file that ends inside a line has all its whole hours', ({ skip }) => {
    const path = 'china_sites/national-2019/china_sites_20190220.csv.gz'
    if (!existsSync(join(folder, path))) return skip('../shared/data/china_sites is not here')
    const { values, faults } = read('china-sites', textOf(path), '1001A')
    expect(faults).toEqual(['cut'])
    // The line that was cut is the index of hour 7: nothing of that hour had come.
    expect([...new Set(values.map(({ hourEnd }) => isoShanghai(hourEnd).slice(11, 16)))]).toEqual(
      ['00', '01', '02', '03', '04', '05', '06'].map((hour) => `${hour}:00`),
    )
    expect(values).toHaveLength(7 * 6)
  })
})
