import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { HOUR_MS, isoShanghai, startOfCivilDay } from '../src/standards/civil-time.ts'
import { type Caller, type ReplyOf, withToken } from './setup/api-client.ts'
import { at, type FoundCounty, foundCountyAs } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'
import { readWorkbook } from './setup/workbook.ts'

const HERE = { code: 'S1', mn: '439931010000A05C1E7B0001', pw: '100001' }
const THERE = { code: 'S2', mn: '439931010000A05C1E7B0002', pw: '100002' }
const FIRST_DAY = startOfCivilDay('2014-01-01')
const FOREVER = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }

/** Three days of hours: something else each hour; the fifth is missing, the sixth has one value only. */
const days = Array.from({ length: 72 }, (_each, place) => {
  const hour = place + 1
  const pm25 = hour === 5 ? 'NA' : String(30 + (hour % 7) + hour / 8)
  const co = hour === 5 || hour === 6 ? '' : String(0.5 + (hour % 5) / 10)
  return { hourEnd: FIRST_DAY + hour * HOUR_MS, pm25, co }
})
const table = ['time,PM2.5,CO', ...days.map((one) => `${isoShanghai(one.hourEnd)},${one.pm25},${one.co}`)].join('\n')
const VALUES = 71 + 70

type Readings = ReplyOf<'GET /api/readings'>['items']

describe.each(databaseKinds)('the readings over HTTP, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let county: FoundCounty
  let analyst: Caller
  let file: string

  beforeAll(async () => {
    home = await freshDatabase(kind)
    const towns = {
      towns: ['town-1'],
      units: [],
      people: [],
      tokens: ['analyst', 'leader'],
      robotUrl: 'http://127.0.0.1:9/',
    } as const
    const stations = [HERE, THERE].map((one) => ({ ...one, town: 'town-1' }))
    county = await inInstallation(home, (installation) =>
      foundCountyAs(installation, { code: '439931', name: '数据县', ...towns, stations }),
    )
    weike = await startWeike(home)
    analyst = withToken(weike.http, at(county.tokens, 'analyst'))
    file = join(home.dataDir, 'hours.csv')
    await writeFile(file, table)
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const { host, port } = { host: '127.0.0.1', port: () => weike.hj212.port }
  const replay = (...more: string[]) =>
    runWeike(home, ['replay', file, '--mn', HERE.mn, '--pw', HERE.pw, '--to', `${host}:${port()}`, ...more])

  const ask = (query: Readonly<Record<string, string | number>>) =>
    analyst.call('GET /api/readings', { query: { ...FOREVER, ...query } })
  const verdict = async (query: Readonly<Record<string, string | number>>) =>
    (await analyst.ask('GET /api/readings', { query: { ...FOREVER, ...query } })).verdict
  const fileOf = (query: Readonly<Record<string, string | number>>, language = 'zh') =>
    fetch(
      `${weike.http}/api/readings?${new URLSearchParams(Object.entries({ ...FOREVER, ...query }).map(([key, value]) => [key, String(value)]))}`,
      {
        headers: { ...analyst.headers, 'accept-language': language },
      },
    )

  /** The columns of the answer, taken apart into readings as the other form of the answer has them. */
  async function askColumns(query: Readonly<Record<string, string | number>>) {
    const { items, next } = await analyst.call('GET /api/readings/columns', { query: { ...FOREVER, ...query } })
    const readings = items.flatMap((one) =>
      one.ends.map((end, at) => {
        const of = <T>(told: T | T[]) => (Array.isArray(told) ? told[at] : told)
        return {
          ...{ mn: one.mn, factor: one.factor, statistic: one.statistic, unit: one.unit },
          ...{ start: one.starts[at], end, value: one.values[at], station: of(one.stations), flag: of(one.flags) },
          ...{
            quality: of(one.qualities),
            reason: of(one.reasons),
            source: of(one.sources),
            version: of(one.versions),
          },
        }
      }),
    )
    return { readings, next, series: items }
  }

  describe('weike replay', () => {
    it('sends each hour of a file that has values, and ends when all are answered', async () => {
      const done = await replay()
      expect({ status: done.status, said: done.stderr }).toMatchObject({
        status: 0,
        said: expect.stringContaining('All 71 hours'),
      })
      expect(JSON.parse(done.stdout)).toEqual({
        ...{ hours: 71, values: VALUES, frames: 71, answered: 71, resent: 0, connections: 1, complete: true },
        answeredUntil: '2014-01-04T00:00:00+08:00',
        ...{ lines: 72, faults: { cut: 0, time: 0, number: 0 }, hoursWithoutValues: 1 },
      })
    })

    it('again stores nothing twice', async () => {
      expect((await replay()).status).toBe(0)
      const { items } = await ask({ mn: HERE.mn })
      expect(items).toHaveLength(VALUES)
      expect(new Set(items.map((one) => one.version))).toEqual(new Set([1]))
    })

    it('its readings are told column by column too, the same ones, page by page', async () => {
      for (const resolution of ['hour', 'day', 'month']) {
        const query = { mn: HERE.mn, factor: 'PM2.5', resolution }
        const { items } = await ask(query)
        expect(items.length).toBeGreaterThan(0)
        const expected = items.map(({ resolution: _, start, end, ...one }) => ({
          ...one,
          start: Date.parse(start),
          end: Date.parse(end),
        }))
        const byStatistic = (one: { statistic: string; end: number }) => `${one.statistic} ${one.end}`
        const sorted = <T extends { statistic: string; end: number }>(all: T[]) =>
          all.toSorted((a, b) => byStatistic(a).localeCompare(byStatistic(b)))
        const whole = await askColumns(query)
        expect(sorted(whole.readings)).toEqual(sorted(expected))
        expect(whole.next).toBe(null)
        const pieces: typeof whole.readings = []
        let cursor: string | null = null
        do {
          const page: Awaited<ReturnType<typeof askColumns>> = await askColumns({
            ...query,
            limit: 25,
            ...(cursor === null ? {} : { cursor }),
          })
          pieces.push(...page.readings)
          cursor = page.next
        } while (cursor !== null)
        expect(sorted(pieces)).toEqual(sorted(expected))
      }
      // By hand: what all periods share stands there once.
      const { series } = await askColumns({ mn: HERE.mn, factor: 'CO' })
      expect(series).toHaveLength(1)
      expect(series[0]).toMatchObject({ factor: 'a21005', statistic: 'Avg', unit: 'mg/m³', flags: 'N', versions: 1 })
    })

    it('of some days and factors sends those alone; without any it says so', async () => {
      const words = ['--from', '2014-01-02', '--until', '2014-01-02', '--factors', 'CO']
      const done = await replay(...words)
      expect(JSON.parse(done.stdout)).toMatchObject({
        hours: 24,
        values: 24,
        answeredUntil: '2014-01-03T00:00:00+08:00',
      })
      const none = await replay('--from', '2015-01-01')
      expect({ status: none.status, said: none.stderr }).toMatchObject({
        status: 1,
        said: expect.stringContaining('no hour'),
      })
    })

    it('that nobody answers gives up, and says where it called', async () => {
      const words = ['--mn', HERE.mn, '--pw', HERE.pw, '--to', '127.0.0.1:9', '--wait', '1']
      const done = await runWeike(home, ['replay', file, ...words])
      expect({ status: done.status, said: done.stderr }).toMatchObject({
        status: 1,
        said: expect.stringContaining('127.0.0.1:9'),
      })
    })
  })

  describe('GET /api/readings', () => {
    it('tells everything of a value', async () => {
      const { items, next } = await ask({ station: 'S1', factor: 'PM2.5', to: '2014-01-01T01:00:00+08:00' })
      expect(next).toBe(null)
      expect(items).toEqual([
        {
          mn: HERE.mn,
          station: 'S1',
          factor: 'a34004',
          statistic: 'Avg',
          resolution: 'hour',
          start: '2014-01-01T00:00:00+08:00',
          end: '2014-01-01T01:00:00+08:00',
          value: 31.125,
          unit: 'µg/m³',
          flag: 'N',
          quality: 'valid',
          reason: null,
          source: 'frame',
          version: 1,
        },
      ])
    })

    it('holds the periods that end in (from, to], whatever the offset of these', async () => {
      const ends = async (from: string, to: string) => {
        const { items } = await ask({ mn: HERE.mn, factor: 'a34004', from, to })
        return items.map((one) => one.end.slice(0, 16))
      }
      const two = ['2014-01-02T00:00', '2014-01-02T01:00']
      expect(await ends('2014-01-01T23:00:00+08:00', '2014-01-02T01:00:00+08:00')).toEqual(two)
      expect(await ends('2014-01-01T15:00:00Z', '2014-01-01T17:00:00Z')).toEqual(two)
      expect(await ends('2014-01-01T23:00:00.001+08:00', '2014-01-02T00:59:59+08:00')).toEqual(two.slice(0, 1))
      expect(await ends('2014-01-02T00:00:00+08:00', '2014-01-02T00:00:00+08:00')).toEqual([])
    })

    it('takes an instant whose plus nobody escaped', async () => {
      const query = `mn=${HERE.mn}&factor=CO&from=2014-01-01T00:00:00+08:00&to=2014-01-02T00:00:00+08:00`
      const answer = await fetch(`${weike.http}/api/readings?${query}`, { headers: analyst.headers })
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ items: { length: 22 }, next: null })
    })

    it('knows a factor by its code and by its names', async () => {
      const { items } = await ask({ mn: HERE.mn, factor: 'a34004' })
      expect(items).toHaveLength(71)
      for (const factor of ['PM2.5', 'pm2.5', 'pm25']) expect((await ask({ mn: HERE.mn, factor })).items).toEqual(items)
      expect((await ask({ mn: HERE.mn, factor: 'a99999' })).items).toEqual([])
    })

    it.each([1, 7, 70, 71, 72])(
      'comes whole in pages of %i periods, each value once, also of one factor',
      async (limit) => {
        for (const factor of [null, 'CO']) {
          const wanted: Record<string, string | number> = { mn: HERE.mn, ...(factor === null ? {} : { factor }) }
          const whole = await ask(wanted)
          const paged: Readings[] = []
          let cursor: string | null = null
          do {
            const page: ReplyOf<'GET /api/readings'> = await ask({
              ...wanted,
              limit,
              ...(cursor === null ? {} : { cursor }),
            })
            paged.push(page.items)
            cursor = page.next
          } while (cursor !== null)
          expect(paged.flat()).toEqual(whole.items)
          const periods = new Set(whole.items.map((one) => one.end)).size
          expect(paged).toHaveLength(Math.ceil(periods / limit))
        }
      },
    )

    it('refuses what is not there or does not fit', async () => {
      expect(await verdict({ station: 'S9' })).toBe('422 target-unknown')
      expect(await verdict({ mn: 'nobody' })).toBe('422 target-unknown')
      expect(await verdict({ cursor: 'x' })).toBe('400 invalid-input')
      expect(await verdict({ resolution: 'week' })).toBe('400 invalid-input')
      expect(await verdict({ from: 'yesterday' })).toBe('400 invalid-input')
      expect(await verdict({ limit: 20_001 })).toBe('400 invalid-input')
    })

    it('has all six resolutions: those that were sent, and those made of them', async () => {
      // Samples and minutes are kept for some months only.
      const recent = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 48 * HOUR_MS
      const sample = { ...HERE, at: recent + 90_000, data: 'a34002-Rtd=40,a34002-Flag=N' }
      const data = 'a34002-Avg=41,a34002-Min=39,a34002-Max=44,a34002-Flag=N'
      await sendFrames(weike.hj212, [uploadFrame(sample), uploadFrame({ ...HERE, cn: '2051', at: recent, data })])
      const of = async (resolution: string, factor = 'PM2.5') =>
        (await ask({ mn: HERE.mn, factor, resolution })).items.map((one) => [
          one.statistic,
          one.end,
          one.value,
          one.source,
        ])
      expect(await of('realtime', 'PM10')).toEqual([['Rtd', isoShanghai(recent + 90_000), 40, 'frame']])
      const tenMinutes = isoShanghai(recent + 10 * 60_000)
      expect((await of('minute', 'PM10')).toSorted()).toEqual([
        ['Avg', tenMinutes, 41, 'frame'],
        ['Max', tenMinutes, 44, 'frame'],
        ['Min', tenMinutes, 39, 'frame'],
      ])
      const day = await eventually('the day values of all hours, and the year', async () => {
        const [found, years] = [await of('day'), await of('year')]
        const isWhole = ['2014-01-02', '2014-01-03', '2014-01-04'].every((date, place) =>
          found.some(
            ([statistic, end, value]) =>
              statistic === 'N' && end === `${date}T00:00:00+08:00` && value === (place === 0 ? 23 : 24),
          ),
        )
        return isWhole && years.length > 0 ? found : undefined
      })
      const first = days
        .slice(0, 24)
        .filter((one) => one.pm25 !== 'NA')
        .map((one) => Number(one.pm25))
      const mean = first.reduce((sum, value) => sum + value, 0) / first.length
      expect(day).toContainEqual(['Avg', '2014-01-02T00:00:00+08:00', expect.closeTo(mean, 9), 'rollup'])
      expect(day.filter(([statistic]) => statistic === 'Avg')).toHaveLength(3)
      for (const resolution of ['month', 'year']) {
        const { items } = await ask({ mn: HERE.mn, factor: 'a34004', resolution })
        expect(
          items.find((one) => one.statistic === 'Avg'),
          resolution,
        ).toMatchObject({ source: 'rollup', quality: 'insufficient', unit: 'µg/m³' })
        expect(
          items.find((one) => one.statistic === 'N'),
          resolution,
        ).toMatchObject({ source: 'rollup', value: 3, unit: '' })
      }
      const period = { mn: HERE.mn, resolution: 'day', at: '2014-01-04T00:00:00+08:00', factor: 'a34004' } as const
      const unitOfLayers = async (statistic: string) =>
        (await analyst.call('GET /api/readings/layers', { query: { ...period, statistic } })).unit
      expect(await unitOfLayers('Avg')).toBe('µg/m³')
      expect(await unitOfLayers('N')).toBe('')
    })

    it('has all four hundred values of one frame', async () => {
      const codes = Array.from({ length: 400 }, (_, place) => `a${60_000 + place}`)
      const data = codes.map((code, place) => `${code}-Avg=${place}`).join(';')
      const end = '2014-03-01T01:00:00+08:00'
      const start = '2014-03-01T00:00:00+08:00'
      await sendFrames(weike.hj212, [uploadFrame({ ...HERE, cn: '2061', at: Date.parse(start), data })])
      const { items } = await ask({ mn: HERE.mn, from: start, to: end })
      expect(items.map((one) => [one.factor, one.value, one.end])).toEqual(
        codes.map((code, place) => [code, place, end]),
      )
    })

    it('names the station at which a device measured in that very period', async () => {
      const moved = startOfCivilDay('2014-01-02')
      const bind = (validFrom: number, validTo: number | null, code: string) => ({
        ...{ countyId: county.countyId, deviceId: at(county.devices, 'S2'), subjectType: 'station' as const },
        ...{ subjectId: at(county.stations, code), validFrom, validTo },
      })
      await inInstallation(home, async ({ foundation: { db } }) => {
        const old = db.deleteFrom('deviceBinding').where('countyId', '=', county.countyId)
        await old.where('deviceId', '=', at(county.devices, 'S2')).execute()
        await db
          .insertInto('deviceBinding')
          .values([bind(0, moved, 'S2'), bind(moved, null, 'S1')])
          .execute()
      })
      const hours = [-1, 0, 1].map(
        (hour) =>
          ({
            ...THERE,
            cn: '2061',
            at: moved + (hour - 1) * HOUR_MS,
            data: `a21026-Avg=${10 + hour},a21026-Flag=N`,
          }) as const,
      )
      await sendFrames(weike.hj212, hours.map(uploadFrame))
      const told = async (query: Readonly<Record<string, string>>) =>
        (await ask({ factor: 'SO2', ...query })).items.map((one) => [one.station, one.value])
      // The hour that ends as it is moved was measured where it stood before.
      expect(await told({ mn: THERE.mn })).toEqual([
        ['S2', 9],
        ['S2', 10],
        ['S1', 11],
      ])
      expect(await told({ station: 'S2' })).toEqual([
        ['S2', 9],
        ['S2', 10],
      ])
      expect(await told({ station: 'S1' })).toEqual([['S1', 11]])
      expect(await told({ station: 'S2', from: '2014-01-02T00:00:00+08:00' })).toEqual([])
    })
  })

  describe('as a file', () => {
    it('a CSV has all of it, as the JSON has, whatever the page', async () => {
      const answer = await fileOf({
        mn: HERE.mn,
        format: 'csv',
        limit: 3,
        from: '2014-01-01T00:00:00+08:00',
        to: '2014-01-04T00:00:00+08:00',
      })
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      expect(answer.headers.get('content-disposition')).toContain(
        `filename*=UTF-8''${encodeURIComponent(`监测数据_${HERE.mn}_小时_20140101-20140103.csv`)}`,
      )
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from('\ufeff'))
      const [header = '', ...lines] = bytes.toString('utf8').slice(1).trimEnd().split('\r\n')
      const names = header.split(',')
      const read = lines.map((line) => Object.fromEntries(line.split(',').map((cell, place) => [names[place], cell])))
      const { items } = await ask({ mn: HERE.mn, to: '2014-01-04T00:00:00+08:00' })
      expect(read).toEqual(
        items.map((one) =>
          Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value === null ? '' : String(value)])),
        ),
      )
    })

    it('a workbook has numbers as numbers and Beijing time as dates, in the language of whoever asks', async () => {
      const query = {
        station: 'S1',
        factor: 'PM2.5',
        format: 'xlsx',
        from: '2014-01-01T00:00:00+08:00',
        to: '2014-01-04T00:00:00+08:00',
      }
      const answer = await fileOf(query, 'en')
      expect(answer.headers.get('content-type')).toBe(
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      )
      expect(answer.headers.get('content-disposition')).toContain(
        'filename="readings_S1_PM2.5_hour_20140101-20140103.xlsx"',
      )
      const [sheet] = readWorkbook(Buffer.from(await answer.arrayBuffer()))
      const cells = [...'ABCDEFGHIJKLMNO'].map((column) => [
        sheet?.cells.get(`${column}1`)?.value,
        sheet?.cells.get(`${column}24`)?.value,
      ])
      expect(cells).toEqual([
        ['Device MN', HERE.mn],
        ['Station', 'S1'],
        ['Factor code', 'a34004'],
        ['Factor', 'PM2.5 Fine particles'],
        ['Statistic', 'mean'],
        ['Period', 'hour'],
        // The 23rd value is of the 24th hour, as the fifth is missing.
        ['Start', expect.closeTo(41_640 + 23 / 24, 9)],
        ['End', 41_641],
        ['Value', 36],
        ['Unit', 'µg/m³'],
        ['Flag', 'N'],
        ['Quality', 'valid'],
        ['Reason', undefined],
        ['Source', 'sent by the device'],
        ['Version', 1],
      ])
      expect(sheet?.cells.get('A72')?.value).toBe(HERE.mn)
      expect(sheet?.cells.has('A73')).toBe(false)
      const chinese = readWorkbook(Buffer.from(await (await fileOf(query, 'zh')).arrayBuffer()))
      expect(chinese[0]?.cells.get('E2')?.value).toBe('均值')
    })

    it('is refused as JSON is', async () => {
      const answer = await fileOf({ station: 'S9', format: 'xlsx' })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    })
  })

  describe('the newest', () => {
    it('says of each factor what it is and how good', async () => {
      const now = Math.floor(Date.now() / 1000) * 1000
      await sendFrames(weike.hj212, [
        uploadFrame({ ...HERE, at: now, data: 'a34004-Rtd=51,a34004-Flag=N;a21026-Rtd=9,a21026-Flag=D' }),
      ])
      const { items } = await analyst.call('GET /api/readings/latest')
      const factors = items.find((one) => one.stationId === at(county.stations, 'S1'))?.factors ?? []
      const told = isoShanghai(now)
      expect(factors.find((one) => one.factor === 'a34004')?.realtime).toEqual({
        value: 51,
        at: told,
        flag: 'N',
        quality: 'valid',
      })
      expect(factors.find((one) => one.factor === 'a21026')?.realtime).toEqual({
        value: 9,
        at: told,
        flag: 'D',
        quality: 'invalid',
      })
    })
  })

  describe('what a value is made of', () => {
    const moment = { mn: HERE.mn, at: '2014-02-01T01:00:00+08:00' }
    const hourFrame = (qn: string, data: string) =>
      formatFrame(`QN=${qn};ST=22;CN=2061;PW=${HERE.pw};MN=${HERE.mn};Flag=5;CP=&&DataTime=20140201000000;${data}&&`)
    // The second leaves the mark out and changes the number.
    const first = hourFrame('20140201010005000', 'a34004-Avg=35,a34004-Flag=N')
    const second = hourFrame('20140201020005000', 'a34004-Avg=36,a34004-Flag=N')
    const raw = (query: Readonly<Record<string, string>>) => analyst.call('GET /api/readings/raw', { query })
    const layers = (query: Readonly<Record<string, string>> = {}) =>
      analyst.call('GET /api/readings/layers', { query: { ...moment, resolution: 'hour', factor: 'PM2.5', ...query } })

    beforeAll(async () => {
      await sendFrames(weike.hj212, [first])
      await sendFrames(weike.hj212, [second])
    })

    it('its frames, byte for byte but for the password', async () => {
      const { items } = await raw({ ...moment, resolution: 'hour' })
      expect(items).toEqual(
        [first, second].map((bytes, place) => ({
          seq: expect.any(Number),
          receivedAt: expect.stringMatching(/\+08:00$/),
          cn: '2061',
          qn: `201402010${place + 1}0005000`,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          text: bytes.toString('utf8').trimEnd().replace('PW=100001', 'PW=******'),
          length: bytes.length,
          problems: [],
        })),
      )
    })

    it('of a day they are the frames of its hours', async () => {
      const { items } = await raw({ mn: HERE.mn, resolution: 'day', at: '2014-01-02T00:00:00+08:00' })
      expect(items.map((one) => /DataTime=(\d+)/.exec(one.text ?? '')?.[1])).toEqual(
        days
          .slice(0, 24)
          .filter((one) => one.pm25 !== 'NA')
          .map((one) =>
            isoShanghai(one.hourEnd - HOUR_MS)
              .slice(0, 19)
              .replaceAll(/[-T:]/g, ''),
          ),
      )
      expect((await raw({ mn: HERE.mn, resolution: 'hour', at: '2014-01-01T05:00:00+08:00' })).items).toEqual([])
    })

    it('of an hour that nobody sent they are the frames of its minutes', async () => {
      const hourEnd = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 72 * HOUR_MS
      const frames = [10, 30, 60].map((minute) =>
        uploadFrame({
          ...{ ...HERE, cn: '2051', at: hourEnd + (minute - 70) * 60_000 },
          data: `a05024-Avg=${minute},a05024-Flag=N`,
        }),
      )
      await sendFrames(weike.hj212, frames)
      const query = { mn: HERE.mn, resolution: 'hour', at: isoShanghai(hourEnd) }
      const items = await eventually('the frames of an hour that was rolled up', async () => {
        const found = (await raw(query)).items
        return found.length === 3 ? found : undefined
      })
      expect(items.map((one) => one.sha256)).toEqual(
        frames.map((bytes) => createHash('sha256').update(bytes).digest('hex')),
      )
    })

    it('a frame that departs from the standard says how, in the language of whoever asks', async () => {
      const odd = `##0120QN=20140201030005000;ST=22;CN=2061;PW=${HERE.pw};MN=${HERE.mn};Flag=5;CP=&&DataTime=20140201020000;a34004-Avg=37,a34004-flag=N&&`
      const bytes = formatFrame(odd.slice(6))
      await sendFrames(weike.hj212, [bytes])
      const query = { mn: HERE.mn, resolution: 'hour', at: '2014-02-01T03:00:00+08:00' }
      const zh = await raw(query)
      expect(zh.items[0]?.problems.length).toBeGreaterThan(0)
      expect(zh.items[0]?.problems[0]?.text).toMatch(/\p{Script=Han}/u)
      const english = withToken(weike.http, at(county.tokens, 'analyst'))
      const headers = { ...english.headers, 'accept-language': 'en' }
      const en = await (await fetch(`${weike.http}/api/readings/raw?${new URLSearchParams(query)}`, { headers })).json()
      expect(JSON.stringify(en)).not.toMatch(/\p{Script=Han}/u)
      expect(en).toMatchObject({ items: [{ problems: [{ code: zh.items[0]?.problems[0]?.code }] }] })
    })

    it('what has expired is known by its hash alone', async () => {
      const { items } = await raw({ ...moment, resolution: 'hour' })
      const [oldest] = items
      await inInstallation(home, async ({ foundation: { db } }) => {
        const emptied = db.updateTable('frame').set({ bytes: null }).where('countyId', '=', county.countyId)
        await emptied.where('seq', '=', oldest?.seq ?? 0).execute()
      })
      const again = await raw({ ...moment, resolution: 'hour' })
      expect(again.items[0]).toEqual({ ...oldest, text: null, length: null, problems: [] })
      expect(again.items[1]).toEqual(items[1])
    })

    it('its layers: sent, sent again, corrected; which of them stand', async () => {
      // A sample: the checks of hours, which run in the server meanwhile, have nothing to say of it.
      const instant = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 49 * HOUR_MS
      const sampled = { resolution: 'realtime', at: isoShanghai(instant) }
      for (const value of [35, 36]) {
        const data = `a34004-Rtd=${value},a34004-Flag=N`
        await sendFrames(weike.hj212, [uploadFrame({ ...HERE, at: instant, data })])
      }
      const shown = async () =>
        (await layers(sampled)).items.map(({ recordedAt: _recordedAt, frameSeq, ...rest }) => ({
          ...rest,
          hasFrame: frameSeq !== null,
        }))
      const usual = { flag: 'N', quality: 'valid', reason: null, correctionId: null }
      const sent = { ...usual, source: 'frame', hasFrame: true }
      expect(await shown()).toEqual([
        { ...sent, version: 1, value: 35, stands: false },
        { ...sent, version: 2, value: 36, stands: true },
      ])
      const period = {
        deviceId: at(county.devices, 'S1'),
        resolution: 'realtime',
        periodStart: instant,
        periodEnd: instant,
      } as const
      const lay = (source: 'quality' | 'correction', sourceId: string | null, value: number | null, code: string) =>
        inInstallation(home, ({ readings }) =>
          readings.write(county.countyId, [
            {
              ...{ ...period, source, sourceId, columns: ['a34004-Rtd'], values: [value], flags: [null] },
              qualities: [code],
              recordedAt: Date.now(),
            },
          ]),
        )
      await lay('quality', null, 36, 'spike')
      expect((await shown()).map(({ source, quality, stands }) => [source, quality, stands])).toEqual([
        ['frame', 'valid', false],
        // The value is still the device's; what is thought of it is the check's.
        ['frame', 'valid', true],
        ['quality', 'suspect', true],
      ])
      const [voided, replaced] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002']
      await lay('correction', voided, null, 'voided')
      expect((await shown()).map(({ source, stands, correctionId }) => [source, stands, correctionId])).toEqual([
        ['frame', false, null],
        ['frame', true, null],
        ['quality', false, null],
        ['correction', true, voided],
      ])
      expect(
        (
          await ask({
            ...{ mn: HERE.mn, factor: 'PM2.5', resolution: 'realtime' },
            ...{ from: isoShanghai(instant - HOUR_MS), to: sampled.at },
          })
        ).items,
      ).toMatchObject([{ value: 36, quality: 'invalid', reason: 'voided', version: 4, source: 'frame' }])
      await lay('correction', replaced, 34, 'corrected')
      expect((await shown()).map(({ source, value, stands }) => [source, value, stands])).toEqual([
        ['frame', 35, false],
        ['frame', 36, false],
        ['quality', 36, false],
        ['correction', null, false],
        ['correction', 34, true],
      ])
      expect((await layers(sampled)).unit).toBe('µg/m³')
    })

    it('nothing where nothing was ever said, and a refusal of a device that is not there', async () => {
      expect((await layers({ factor: 'CO' })).items).toEqual([])
      expect((await layers({ statistic: 'Max' })).items).toEqual([])
      for (const name of ['GET /api/readings/raw', 'GET /api/readings/layers']) {
        const query = { mn: 'nobody', resolution: 'hour', at: moment.at, factor: 'CO' }
        expect((await analyst.ask(name, { query })).verdict).toBe('422 target-unknown')
      }
      const leader = withToken(weike.http, at(county.tokens, 'leader'))
      expect((await leader.ask('GET /api/readings/raw', { query: { ...moment, resolution: 'hour' } })).verdict).toBe(
        '403 not-allowed',
      )
    })
  })
})
