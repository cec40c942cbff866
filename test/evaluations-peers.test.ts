import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addStation } from '../src/domain/stations/service.ts'
import { HOUR_MS, startOfCivilDay } from '../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { sandOf } from './setup/excluded-days.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'
import { readWorkbook } from './setup/workbook.ts'

const plan: CountyPlan = {
  code: '439941',
  name: '洞庭市测试区',
  towns: [],
  units: [{ key: 'office', town: null }],
  people: (['administrator', 'dispatcher', 'analyst', 'leader', 'auditor'] as const).map(
    (role) => ({ key: role, roles: [role], unit: 'office', town: null }) as const,
  ),
  stations: [],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

/**
 * March 2026 as a city publishes it, with its title above and a mean below. The law of 2026: index = PM2.5/30 + PM10/60 +
 * SO2/60 + NO2/40 + CO/4 + O3/160.
 */
const march = [
  '洞庭市2026年3月各县市区环境空气质量排名,,,,,,,,,,,',
  '排名,区县,PM2.5(μg/m³),PM10(μg/m³),SO2,NO2,CO（mg/m³）,O3（日最大8小时第90百分位数）,综合指数,优良天数比例(%),同比变化率(%),改善排名',
  '1,东湖区,30.0,60,6,20,1.0,112,3.55,93.5,-8.0,2',
  '并列2,南山区,33.0,66,6,20,1.2,128,3.80,90.3,-3.1,3',
  '并列2,测试区,36.0,60,6,20,1.2,120,3.80,87.1,-10.5,1',
  '4,西河县,42.0,72,12,24,1.2,128,4.50,80.6,5.0,4',
  '5,北岭县,—,75,12,24,1.2,132,4.61,77.4,坏,5',
  ',全市平均,35,66,8,21,1.1,124,3.9,85,,',
].join('\r\n')

describe.each(databaseKinds)('districts and days taken out, on %s PostgreSQL', (kind) => {
  let place: FreshDatabase
  let weike: RunningWeike
  let county: FoundCounty
  let people: Readonly<Record<'administrator' | 'dispatcher' | 'analyst' | 'leader' | 'auditor', SignedIn>>
  let subjectId: string

  beforeAll(async () => {
    place = await freshDatabase(kind)
    county = await inInstallation(place, async (installation) => {
      const found = await foundCountyAs(installation, plan)
      const where = { lonWgs84: 112.4, latWgs84: 28.6, level: 'national' as const }
      const wanted = { code: 'N1', name: '国控站', ...where }
      await addStation(installation.foundation, consoleOf(found.countyId), actNow(installation), wanted)
      return found
    })
    weike = await startWeike(place)
    const enter = (key: string) => signIn(weike.http, county.signInName(key), PASSWORD)
    people = {
      administrator: await enter('administrator'),
      dispatcher: await enter('dispatcher'),
      analyst: await enter('analyst'),
      leader: await enter('leader'),
      auditor: await enter('auditor'),
    }
    await bringIn('hours.csv', marchHours(), people.administrator)
    subjectId = await eventually('the days of March', async () => {
      const { items } = await people.analyst.call('GET /api/evaluations/subjects')
      const found = items.find(({ level, last }) => level === 'county' && last === '2026-03-31')
      return found?.id
    })
  })
  afterAll(async () => {
    await weike?.kill()
    await place?.remove()
  })

  /** PM10 of 50 every hour of March, of 500 on three days of sand; all else as the table has it of the county. */
  function marchHours(): string {
    const lines = ['time,station,PM2.5,PM10,SO2,NO2,CO,O3']
    for (let day = 1; day <= 31; day += 1) {
      const midnight = startOfCivilDay(`2026-03-${String(day).padStart(2, '0')}`)
      const isSand = day >= 5 && day <= 7
      for (let hour = 1; hour <= 24; hour += 1) {
        const time = new Date(midnight + hour * HOUR_MS).toISOString().slice(0, 19)
        lines.push(`${time}Z,N1,${isSand ? 66 : 36},${isSand ? 500 : 50},6,20,1.2,120`)
      }
    }
    return lines.join('\n')
  }

  async function bringIn(name: string, text: string, person = people.analyst, change: object = {}) {
    const params = { id: randomUUID() }
    const media = 'application/octet-stream'
    const { id } = await person.call('PUT /api/imports/:id', {
      params,
      query: { name },
      bytes: Buffer.from(text),
      media,
    })
    const { plan: proposed } = await person.call('GET /api/imports/:id/proposal', { params: { id } })
    const loaded = await person.ask('POST /api/imports/:id/load', {
      params: { id },
      body: { ...proposed, ...change },
    })
    if (loaded.status !== 200) return { plan: proposed, verdict: loaded.verdict, counts: null, refused: [] }
    const job = await eventually(`${name} is in`, async () => {
      const one = await person.call('GET /api/imports/:id', { params: { id } })
      return one.state === 'done' || one.state === 'failed' ? one : undefined
    })
    return { plan: proposed, verdict: job.state, counts: job.counts, refused: job.refused }
  }

  const ranking = async (query: Readonly<Record<string, string>> = {}) =>
    people.analyst.call('GET /api/evaluations/ranking', { query })
  const lines = (reply: Awaited<ReturnType<typeof ranking>>) =>
    reply.items.map(({ rank, name, value, publishedRank, differs }) => [rank, name, value, publishedRank, differs])

  it('a published table comes in with its period from the title; a row at fault is refused, a mean of all is none', async () => {
    const { plan: proposed, counts, refused } = await bringIn('三月.csv', march)
    expect(proposed).toMatchObject({ kind: 'rankings', headerLine: 2, period: '2026-03' })
    expect(counts).toMatchObject({ rows: 6, taken: 4, refused: 1, others: 1, added: 4, unchanged: 0 })
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([[7, '不是数：坏']])
    const again = await bringIn('三月.csv', march)
    expect(again.counts).toMatchObject({ taken: 4, added: 0, unchanged: 4 })
  })

  it('ranks by the index with shared places, and says where what Weike counts is not what was published', async () => {
    const reply = await ranking({ period: '2026-03' })
    expect(reply.list).toMatchObject({ key: 'composite', first: 'smallest', decimals: 2 })
    // Two share the second place and the fourth follows. The county's own, with the sand in it: PM2.5 (28 × 36 + 3 × 66)/31
    // = 38.9, PM10 (28 × 50 + 3 × 500)/31 = 93.5: 38.9/30 + 93.5/60 + 0.1 + 0.5 + 0.3 + 0.75 = 4.505,
    // half to even 4.50, and not 3.80.
    expect(lines(reply)).toEqual([
      [1, '东湖区', 3.55, 1, false],
      [2, '南山区', 3.8, 2, false],
      [2, '测试区', 3.8, 2, true],
      [4, '西河县', 4.5, 4, false],
    ])
    const own = reply.items.find(({ isOwn }) => isOwn)
    expect(own).toMatchObject({
      isTied: true,
      by: 'published',
      published: { composite: 3.8 },
      computed: { composite: 4.5, pm25: 38.9 },
    })
    expect(reply.doubts).toContain('tie-break')
  })

  it.each([
    [
      'fine',
      [
        [1, '东湖区', 30],
        [2, '南山区', 33],
        [3, '测试区', 36],
        [4, '西河县', 42],
      ],
    ],
    [
      'goodDays',
      [
        [1, '东湖区', 93.5],
        [2, '南山区', 90.3],
        [3, '测试区', 87.1],
        [4, '西河县', 80.6],
      ],
    ],
    [
      'improvement',
      [
        [1, '测试区', -10.5],
        [2, '东湖区', -8],
        [3, '南山区', -3.1],
        [4, '西河县', 5],
      ],
    ],
  ])('ranks by %s', async (list, expected) => {
    const reply = await ranking({ period: '2026-03', list })
    expect(reply.items.map(({ rank, name, value }) => [rank, name, value])).toEqual(expected)
  })

  it('“what if” counts every index anew from the published concentrations by the other table', async () => {
    const reply = await ranking({ period: '2026-03', edition: '2012' })
    expect(reply.table).toBe('GB 3095-2012')
    // 东湖区 by 60, 40, 70, 35, 4, 160: 30/35 + 60/70 + 6/60 + 20/40 + 1/4 + 112/160 = 3.26.
    expect(lines(reply)[0]).toEqual([1, '东湖区', 3.26, null, false])
  })

  it('a revised table is a new version, and what was known before can still be asked', async () => {
    const before = new Date().toISOString()
    const revised = march
      .replace('1,东湖区,30.0,60,6,20,1.0,112,3.55', '1,东湖区,33.0,60,6,20,1.0,112,3.65')
      .replace('坏', '6.0')
    const { counts } = await bringIn('三月（修订）.csv', revised)
    expect(counts).toMatchObject({ taken: 5, added: 2, unchanged: 3 })
    expect(lines(await ranking({ period: '2026-03' }))[0]).toEqual([1, '东湖区', 3.65, 1, false])
    expect(lines(await ranking({ period: '2026-03', knownAt: before }))[0]).toEqual([1, '东湖区', 3.55, 1, false])
  })

  it('a table that says its period nowhere is asked for it', async () => {
    const nameless = ['区县,综合指数,排名', '东湖区,3.2,1'].join('\n')
    expect(await bringIn('x.csv', nameless)).toMatchObject({ verdict: '422 import-unfit' })
    const told = await bringIn('x.csv', nameless, people.analyst, { period: '2025-03' })
    expect(told.counts).toMatchObject({ added: 1 })
    // Where the table gives no change, it is counted from both: none here does.
    const { items } = await ranking({ period: '2026-03', list: 'improvement' })
    expect(items.find(({ name }) => name === '东湖区')?.value).toBe(-8)
  })

  it('hours of the stations of a city are hours, though the city and its index stand beside them', async () => {
    const params = { id: randomUUID() }
    const bytes = Buffer.from('城市,监测点,时间,AQI,PM2.5,PM10\n洞庭,国控站,2026-03-05 01:00,50,30,60\n')
    const media = 'application/octet-stream'
    await people.analyst.call('PUT /api/imports/:id', { params, query: { name: '小时.csv' }, bytes, media })
    const { plan: proposed } = await people.analyst.call('GET /api/imports/:id/proposal', { params })
    expect(proposed.kind).toBe('readings')
  })

  it('days of cities are a peer’s own statistics, zero being no value', async () => {
    const days = ['city,date,AQI,PM2.5,PM10,SO2,CO,NO2,O3_8h']
    for (let day = 1; day <= 31; day += 1) {
      const date = `2026-03-${String(day).padStart(2, '0')}`
      days.push(`南城,${date},${day === 31 ? 0 : 60},${day === 31 ? 0 : 30},60,6,1.0,20,112`)
    }
    const { plan: proposed, counts } = await bringIn(
      'days.csv',
      [...days, '南城,2026-03-31,50,1,1,1,1,1,1', '南城,2026-04-31,,1'].join('\n'),
    )
    expect(proposed).toMatchObject({ kind: 'peer-days', zeros: 'missing' })
    expect(counts).toMatchObject({ rows: 33, taken: 31, refused: 2, added: 31 })
    const city = (await ranking({ period: '2026-03' })).items.find(({ name }) => name === '南城')
    // 30/30 + 60/60 + 6/60 + 20/40 + 1/4 + 112/160 = 3.55; the last day has no PM2.5 and no place among the counted days.
    expect(city).toMatchObject({ by: 'computed', value: 3.55, computed: { pm25: 30, goodDays: 100 } })
  })

  it('days are taken out by two people under a reference, and every statistic stands with and without them', async () => {
    const { dispatcher, analyst, leader, auditor } = people
    const wanted = (more: object = {}) => ({ body: act({ ...sandOf(subjectId), ...more }) })
    for (const [who, verdict] of [
      [leader, '403 not-allowed'],
      [auditor, '403 not-allowed'],
    ] as const) {
      expect((await who.ask('POST /api/exclusions', wanted())).verdict).toBe(verdict)
    }
    const unlawful = [
      { kind: 'fire', from: '2020-03-05', until: '2020-03-06' },
      { until: '2026-03-01' },
      { until: '2099-01-01' },
    ]
    for (const one of unlawful)
      expect((await analyst.ask('POST /api/exclusions', wanted(one))).verdict).toBe('400 invalid-input')
    const { id } = await analyst.call('POST /api/exclusions', wanted())
    const statistics = async () => {
      const { items } = await analyst.call('GET /api/evaluations/statistics', { query: { period: '2026-03' } })
      return items.find(({ subject }) => subject.id === subjectId)
    }
    // Proposed alone it changes nothing.
    expect((await statistics())?.both).toBeNull()
    const approve = (who: SignedIn, expects = 1) =>
      who.ask('POST /api/exclusions/:id/approve', { params: { id }, body: act({ expects }) })
    expect((await approve(analyst)).verdict).toBe('409 second-person-needed')
    const sameElsewhere = await signIn(weike.http, county.signInName('analyst'), PASSWORD)
    expect((await approve(sameElsewhere)).verdict).toBe('409 second-person-needed')
    expect((await approve(auditor)).verdict).toBe('403 not-allowed')
    expect((await approve(leader, 9)).verdict).toBe('409 version-conflict')
    expect((await approve(leader)).verdict).toBe('200')
    expect((await approve(dispatcher, 2)).verdict).toBe('409 wrong-state')
    const after = await statistics()
    const [fine, coarse] = [0, 1].map((at) =>
      [after?.both?.with, after?.both?.without, after?.reported].map((of) => of?.factors[at]?.mean),
    )
    expect(fine).toEqual([expect.closeTo(1206 / 31, 9), 36, 36])
    expect(coarse).toEqual([expect.closeTo(2900 / 31, 9), 50, 50])
    // Concentrations and index without, days of the AQI with: three days of sand are no good days (note 1 of the monthly reports).
    expect(after?.reported).toMatchObject({ countedDays: 31, goodDays: 28 })
    expect(after?.reported.factors.map(({ validDays, valid }) => [validDays, valid])).toEqual(Array(6).fill([31, true]))
    expect(after?.reported.doubts).toContain('excluded-days-valid')
    const { days } = await analyst.call('GET /api/evaluations/calendar', { query: { year: 2026 } })
    expect(days.filter(({ excluded }) => excluded.length > 0).map(({ date, aqi }) => [date, aqi])).toEqual([
      ['2026-03-05', 400],
      ['2026-03-06', 400],
      ['2026-03-07', 400],
    ])
    // The county's own index is now what the city published: 36/30 + 50/60 + 0.1 + 0.5 + 0.3 + 0.75 = 3.68.
    const own = (await ranking({ period: '2026-03' })).items.find(({ isOwn }) => isOwn)
    expect(own).toMatchObject({ computed: { composite: 3.68, pm25: 36 } })
    const { items } = await leader.call('GET /api/exclusions')
    expect(items).toMatchObject([
      {
        id,
        state: 'approved',
        proposedBy: 'analyst',
        decidedBy: 'leader',
        reference: '总站预报字〔2026〕88号',
        mayWithdraw: true,
      },
    ])
    const withdraw = (who: SignedIn) =>
      who.ask('POST /api/exclusions/:id/withdraw', { params: { id }, body: act({ expects: 2, reason: '总站复核' }) })
    expect((await withdraw(auditor)).verdict).toBe('403 not-allowed')
    expect((await withdraw(dispatcher)).verdict).toBe('200')
    expect((await statistics())?.both).toBeNull()
  })

  it('a refused one changes nothing and cannot be approved any more', async () => {
    const { dispatcher, analyst } = people
    const { id } = await dispatcher.call('POST /api/exclusions', { body: act(sandOf(subjectId)) })
    const body = () => act({ expects: 1, reason: '不是沙尘' })
    expect((await dispatcher.ask('POST /api/exclusions/:id/refuse', { params: { id }, body: body() })).verdict).toBe(
      '409 second-person-needed',
    )
    expect((await analyst.ask('POST /api/exclusions/:id/refuse', { params: { id }, body: body() })).verdict).toBe('200')
    const late = await analyst.ask('POST /api/exclusions/:id/approve', { params: { id }, body: act({ expects: 2 }) })
    expect(late.verdict).toBe('409 wrong-state')
  })

  it('every step is one event of the ledger, with the reference in it', async () => {
    const { items } = await people.auditor.call('GET /api/ledger', { query: { limit: 200 } })
    const kinds = items.map((one) => z.object({ kind: z.string() }).parse(one).kind)
    const count = (kind: string) => kinds.filter((one) => one === kind).length
    expect(
      ['exclusion.proposed', 'exclusion.approved', 'exclusion.refused', 'exclusion.withdrawn', 'peers.imported'].map(
        count,
      ),
    ).toEqual([2, 1, 1, 1, 5])
  })

  it('the county beside the year before: by either table of limits across the change of edition', async () => {
    const reply = await people.analyst.call('GET /api/evaluations/year-on-year', { query: { year: 2026 } })
    const { byTable } = reply.months.find(({ period }) => period === '2026-03') ?? { byTable: [] }
    expect(byTable.map(({ table }) => table)).toEqual(['GB 3095-2012', 'GB 3095-2026 transitional'])
    const fine = byTable.map(({ values }) => values.find(({ measure }) => measure === 'composite')?.now)
    // 1206/31 and 2900/31 by 35 and 70, and by 30 and 60.
    expect(fine).toEqual([
      expect.closeTo(1206 / 31 / 35 + 2900 / 31 / 70 + 0.1 + 0.5 + 0.3 + 0.75, 9),
      expect.closeTo(1206 / 31 / 30 + 2900 / 31 / 60 + 0.1 + 0.5 + 0.3 + 0.75, 9),
    ])
  })

  it('what is shown comes as CSV and as Excel too', async () => {
    const query = { period: '2026-03', list: 'fine' }
    const csv = await people.analyst.bytes('GET /api/evaluations/ranking', { query: { ...query, format: 'csv' } })
    const [header, first] = csv.bytes.toString('utf8').replace('\ufeff', '').split('\r\n')
    expect(header).toBe(
      'period,list,table,rank,name,value,by,tied,published-rank,differs,pm25,pm10,so2,no2,co,o3,composite,good-day-ratio,change',
    )
    expect(first).toBe('2026-03,fine,GB 3095-2026 transitional,1,南城,30,computed,no,,no,30,60,6,20,1,112,3.55,100,')
    for (const name of ['calendar', 'periods', 'year-on-year'] as const) {
      const excel = await people.analyst.bytes(`GET /api/evaluations/${name}`, {
        query: { year: 2026, format: 'xlsx' },
      })
      const [sheet] = await readWorkbook(excel.bytes)
      const cells = ['A2', 'A6'].map((at) => sheet?.cells.get(at)?.value)
      // The CSV says codes, the workbook words.
      expect(cells, name).toEqual(name === 'calendar' ? ['2026-03-01', '2026-03-05'] : ['2026-03', '2026-03'])
      expect([...(sheet?.cells.values() ?? [])].map(({ value }) => value)).not.toContain('pm10')
    }
  })
})
