import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isoShanghai, startOfCivilDay } from '../../standards/civil-time.ts'
import { type HoursWanted, hoursOf, readCounts } from './hours.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weike-hours-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, ...lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  const text = `${lines.join('\n')}\n`
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text)
  return path
}

const always = { after: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

async function read(files: readonly string[], wanted: Partial<HoursWanted> = {}) {
  const counts = readCounts()
  const hours: Record<string, Record<string, number>> = {}
  for await (const { hourEnd, values } of hoursOf(files, { ...always, ...wanted }, counts)) {
    expect(hours[isoShanghai(hourEnd)]).toBeUndefined()
    hours[isoShanghai(hourEnd)] = Object.fromEntries(values)
  }
  return { hours, counts }
}

describe('the hours of a station', () => {
  it('gather what several lines say of one hour, over several files, packed or not', async () => {
    const head = 'date,hour,type,1001A,2467A'
    const first = await file(
      'china_sites_20190101.csv',
      head,
      '20190101,23,PM2.5,1,37',
      '20190101,23,AQI,1,50',
      '20190101,23,O3,1,',
    )
    const second = await file(
      'china_sites_20190102.csv.gz',
      head,
      '20190102,0,PM2.5,1,40',
      '20190102,0,CO,1,0.6',
      '20190102,1,O3,1,25',
    )
    const { hours, counts } = await read([first, second], { station: '2467A' })
    expect(hours).toEqual({
      '2019-01-01T23:00:00+08:00': { a34004: 37 },
      '2019-01-02T00:00:00+08:00': { a34004: 40, a21005: 0.6 },
      '2019-01-02T01:00:00+08:00': { a05024: 25 },
    })
    expect(counts).toEqual({ lines: 6, faults: { cut: 0, time: 0, number: 0 }, hoursWithoutValues: 0 })
  })

  it('are those of the days asked for: labelled 01:00 to 24:00, of the factors asked for', async () => {
    const times = ['2014-01-01 00:00', '2014-01-01 01:00', '2014-01-01 24:00', '2014-01-02 01:00']
    const path = await file('days.csv', 'time,PM2.5,PM10', ...times.map((time, at) => `${time},${at},9`))
    const day = {
      after: startOfCivilDay('2014-01-01'),
      until: startOfCivilDay('2014-01-02'),
      factors: new Set(['a34004']),
    }
    expect((await read([path], day)).hours).toEqual({
      '2014-01-01T01:00:00+08:00': { a34004: 1 },
      '2014-01-02T00:00:00+08:00': { a34004: 2 },
    })
  })

  it('without any value are counted and left out, as are lines that cannot be read', async () => {
    const path = await file(
      'gaps.csv',
      'time,PM2.5',
      '2014-01-01 01:00,NA',
      'noon,5',
      '2014-01-01 02:00,many',
      '2014-01-01 03:00,7',
      '2014',
    )
    const { hours, counts } = await read([path])
    expect(hours).toEqual({ '2014-01-01T03:00:00+08:00': { a34004: 7 } })
    expect(counts).toEqual({ lines: 5, faults: { cut: 1, time: 2, number: 1 }, hoursWithoutValues: 2 })
  })
})

describe('a file that cannot be replayed', () => {
  it('says why: of no known layout, of several stations, not there, damaged', async () => {
    await expect(read([await file('odd.csv', 'a,b', '1,2')])).rejects.toMatchObject({ reason: 'layout' })
    const two = await file('two.csv', 'time,station,PM2.5', '2014-01-01 01:00,A,1', '2014-01-01 01:00,B,2')
    await expect(read([two])).rejects.toMatchObject({ reason: 'several-stations', file: two })
    expect((await read([two], { station: 'B' })).hours).toEqual({ '2014-01-01T01:00:00+08:00': { a34004: 2 } })
    await expect(read([join(folder, 'nothing.csv')])).rejects.toMatchObject({ code: 'ENOENT' })
    const broken = join(folder, 'broken.csv.gz')
    await writeFile(broken, gzipSync('time,PM2.5\n2014-01-01 01:00,1\n'.repeat(500)).subarray(0, 40))
    await expect(read([broken])).rejects.toMatchObject({ reason: 'damaged' })
  })
})
