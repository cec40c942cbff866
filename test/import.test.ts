import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { countiesOf } from '../src/domain/counties/service.ts'
import { openTable } from '../src/platform/tables/file.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { untidyWorkbook } from './setup/untidy-workbook.ts'
import { runWeike } from './setup/weike.ts'

const told = z.object({
  kind: z.string(),
  rows: z.int(),
  taken: z.int(),
  refused: z.int(),
  others: z.int(),
  added: z.int(),
  unchanged: z.int(),
  reasons: z.record(z.string(), z.int()),
  doubts: z.array(z.object({ doubt: z.string() }).loose()),
})
const counts = ({ rows, taken, refused, others, added, unchanged }: z.infer<typeof told>) => ({
  rows,
  taken,
  refused,
  others,
  added,
  unchanged,
})

const at = (text: string) => Date.parse(`${text}:00+08:00`)
/** Excel's number of a day (2026-01-05 is 46027: 25 569 days before 1970, 20 458 since). */
const JANUARY_5 = 46_027

/** Codes of the characters of a test in GB18030 (GB 18030-2005, two-byte part); the rest is ASCII. */
// biome-ignore format: a table
const gbCodes: Readonly<Record<string, string>> = {
  制: 'd6c6',
  表: 'b1ed',
  '：': 'a3ba',
  环: 'bbb7',
  境: 'beb3',
  监: 'bce0',
  测: 'b2e2',
  站: 'd5be',
  日: 'c8d5',
  期: 'c6da',
  小: 'd0a1',
  时: 'cab1',
  颗: 'bfc5',
  粒: 'c1a3',
  物: 'ceef',
  甲: 'bcd7',
  名: 'c3fb',
  一: 'd2bb',
  中: 'd6d0',
}

function gb18030(text: string): Buffer {
  return Buffer.from([...text].map((char) => gbCodes[char] ?? Buffer.from(char).toString('hex')).join(''), 'hex')
}

describe.each(kindsOfLongChains)('files brought in on %s PostgreSQL', (kind) => {
  let place: FreshDatabase

  beforeAll(async () => {
    place = await freshDatabase(kind)
    const stations = ['站点编码,站点名称,级别,经度,纬度', 'S1,一中站,国控,112.36,28.59', 'S2,园区站,微站,112.38,28.61']
    expect(await imported('stations.csv', stations.join('\r\n'))).toMatchObject({ kind: 'stations', added: 2 })
  })
  afterAll(async () => {
    await place?.remove()
  })

  const pathOf = (name: string) => join(place.dataDir, name)

  async function put(name: string, content: string | Buffer): Promise<string> {
    await writeFile(pathOf(name), content)
    return pathOf(name)
  }

  async function run(name: string, ...more: string[]) {
    const { status, stdout, stderr } = await runWeike(place, ['import', pathOf(name), '--data', place.dataDir, ...more])
    const [line = ''] = stdout.trim().split('\n')
    return { status, stderr, outcome: line.startsWith('{') ? told.parse(JSON.parse(line)) : null }
  }

  async function imported(name: string, content: string | Buffer, ...more: string[]) {
    await put(name, content)
    const { outcome, stderr } = await run(name, ...more)
    if (outcome === null) throw new Error(stderr)
    return outcome
  }

  /** Every effective hourly value of a station: `factor value @ end of hour`, in order. */
  async function hoursOf(code: string, from: string, to: string): Promise<string[]> {
    return inInstallation(place, async ({ foundation, readings }) => {
      const [county] = await countiesOf(foundation.db)
      const found = await sql<{ id: string }>`
        select b.device_id as id from device_binding b join station s on s.county_id = b.county_id and s.id = b.subject_id
        where s.code = ${code}`.execute(foundation.db)
      const deviceIds = found.rows.map(({ id }) => id)
      const span = { from: at(from), to: at(to), limit: 1000 }
      const rows = await readings.range(county?.id ?? '', { deviceIds, resolution: 'hour', ...span })
      return rows.flatMap((row) =>
        row.readings.map((one) => {
          const hour = new Date(one.periodEnd + 8 * 3_600_000).toISOString().slice(5, 16)
          return `${one.factor} ${one.value} @ ${hour}${one.quality === 'valid' ? '' : ` ${one.reason}`}`
        }),
      )
    })
  }

  async function layersNow(): Promise<number> {
    return inInstallation(place, async ({ foundation }) => {
      const found = await sql<{ n: number }>`select count(*)::int as n from reading where source = 'import'`.execute(
        foundation.db,
      )
      return found.rows[0]?.n ?? 0
    })
  }

  it('a workbook with a title, merged cells, two header lines, units, text numbers and five kinds of dates', async () => {
    const book = await untidyWorkbook([
      { name: '说明', rows: [['不要看这里']], isHidden: true },
      {
        name: '一月',
        merges: ['A1:F1', 'A2:A3', 'B2:B3', 'A4:A9'],
        rows: [
          ['某县空气质量小时数据', null, null, null, null, null],
          ['监测点', '监测时间', 'PM2.5', 'SO₂', 'CO', '备注'],
          [null, null, 'mg/m³', 'ppb', '(mg/m3)', null],
          // The merged cell of the station reaches down to row 9.
          ['一中站', { dateTime: JANUARY_5 + 1 / 24 }, 0.035, 10, '0.8', null],
          [null, '2026/1/5 2:00', ' ０.０３６ ', 10, '缺测', null],
          [null, '2026年1月5日3时', { formula: 'C5+0.001', result: 0.037 }, '—', 0.7, '校准后'],
          [null, '2026010504', '0.038', null, 0.7, null],
          [null, '2026-01-05T05:00:00+08:00', 0.039, null, 'N/A', null],
          [null, '2026-01-05 24:00', 0.04, null, 0.1 + 0.2, null],
          ['园区站', '2026-01-05 01:30', 0.02, null, null, '半点'],
          ['园区站', '1/5/2026', 0.02, null, null, '月日不明'],
          ['园区站', '2026-01-05 01:00', '约20', null, null, null],
          ['不存在站', '2026-01-05 01:00', 0.02, null, null, null],
          ['S2', '2026-01-05 01:00', 0.021, null, null, null],
          ['园区站', '2026-01-05 1:00', 0.022, null, null, '同一小时又一次'],
          ['合计', null, 0.5, null, null, null],
        ],
      },
    ])
    const outcome = await imported('月报.xlsx', book)
    expect(outcome.kind).toBe('readings')
    expect(counts(outcome)).toEqual({ rows: 13, taken: 7, refused: 6, others: 0, added: 7, unchanged: 0 })
    // SO2 of 10 ppb at 25 °C: 10 × 64.066 / 24.4654 = 26.1864 µg/m³, by hand.
    const found = await hoursOf('S1', '2026-01-05T00:00', '2026-01-06T00:00')
    expect(found.map((line) => line.replace(/ 26\.18\d+ /, ' 26.18… '))).toEqual([
      'a21005 0.8 @ 01-05T01:00',
      'a21026 26.18… @ 01-05T01:00',
      'a34004 35 @ 01-05T01:00',
      'a21026 26.18… @ 01-05T02:00',
      'a34004 36 @ 01-05T02:00',
      'a21005 0.7 @ 01-05T03:00',
      'a34004 37 @ 01-05T03:00',
      'a21005 0.7 @ 01-05T04:00',
      'a34004 38 @ 01-05T04:00',
      'a34004 39 @ 01-05T05:00',
      'a21005 0.3 @ 01-06T00:00',
      'a34004 40 @ 01-06T00:00',
    ])
    expect(await hoursOf('S2', '2026-01-05T00:00', '2026-01-06T00:00')).toEqual(['a34004 21 @ 01-05T01:00'])
    expect(await readFile(pathOf('月报.xlsx.refused.csv'), 'utf8')).toBe(
      [
        '\ufeff监测点,监测时间,PM2.5 (mg/m³),SO₂ (ppb),CO (mg/m3),备注,Line,Reason',
        '园区站,2026-01-05 01:30,0.02,,,半点,10,not a whole hour: 2026-01-05 01:30',
        '园区站,1/5/2026,0.02,,,月日不明,11,not a time: 1/5/2026',
        '园区站,2026-01-05 01:00,约20,,,,12,not a number: 约20',
        '不存在站,2026-01-05 01:00,0.02,,,,13,no such station: 不存在站',
        '园区站,2026-01-05 1:00,0.022,,,同一小时又一次,15,repeats an earlier row of the file: a34004',
        '合计,,0.5,,,,16,not a time: ',
        '',
      ].join('\r\n'),
    )
  })

  it('the report of refused rows, mended, is taken as it is', async () => {
    const mended = (await readFile(pathOf('月报.xlsx.refused.csv'), 'utf8'))
      .replace('2026-01-05 01:30', '2026-01-05 02:00')
      .replace('1/5/2026', '2026-01-05 03:00')
      .replace('2026-01-05 01:00,约20', '2026-01-05 04:00,0.020')
      .replace('不存在站,2026-01-05 01:00', '园区站,2026-01-05 05:00')
      .replace('2026-01-05 1:00,0.022', '2026-01-05 06:00,0.022')
      .replace('合计,,0.5', '园区站,2026-01-05 07:00,')
    const outcome = await imported('改好.csv', mended)
    expect(counts(outcome)).toEqual({ rows: 6, taken: 5, refused: 0, others: 1, added: 5, unchanged: 0 })
    expect(await hoursOf('S2', '2026-01-05T00:00', '2026-01-06T00:00')).toEqual([
      'a34004 21 @ 01-05T01:00',
      'a34004 20 @ 01-05T02:00',
      'a34004 20 @ 01-05T03:00',
      'a34004 20 @ 01-05T04:00',
      'a34004 20 @ 01-05T05:00',
      'a34004 22 @ 01-05T06:00',
    ])
  })

  it('the same file again changes nothing', async () => {
    const before = await layersNow()
    const { outcome } = await run('月报.xlsx')
    expect(outcome && counts(outcome)).toEqual({ rows: 13, taken: 7, refused: 6, others: 0, added: 0, unchanged: 7 })
    expect(await layersNow()).toBe(before)
  })

  it('a corrected value is a further layer, and going back to the old file another', async () => {
    const file = (value: number) => `时间,站点,NO2\n2026-02-01 01:00,S1,${value}\n`
    expect(await imported('no2-a.csv', file(40))).toMatchObject({ added: 1 })
    expect(await imported('no2-b.csv', file(41))).toMatchObject({ added: 1 })
    expect(await hoursOf('S1', '2026-02-01T00:00', '2026-02-02T00:00')).toEqual(['a21004 41 @ 02-01T01:00'])
    expect(await imported('no2-a.csv', file(40))).toMatchObject({ added: 1 })
    expect(await imported('no2-a.csv', file(40))).toMatchObject({ added: 0, unchanged: 1 })
    expect(await hoursOf('S1', '2026-02-01T00:00', '2026-02-02T00:00')).toEqual(['a21004 40 @ 02-01T01:00'])
  })

  it('what two files said of an hour, one file with both says nothing new of', async () => {
    const row = (names: string, values: string) => `时间,站点,${names}\n2026-02-03 01:00,S1,${values}\n`
    expect(await imported('one.csv', row('NO2', '40'))).toMatchObject({ added: 1 })
    expect(await imported('other.csv', row('SO2', '9'))).toMatchObject({ added: 1 })
    expect(await imported('both.csv', row('SO2,NO2', '9,40'))).toMatchObject({ added: 0, unchanged: 1 })
    expect(await imported('more.csv', row('SO2,NO2,O3', '9,40,70'))).toMatchObject({ added: 1, unchanged: 0 })
  })

  it('an untidy text in GB18030 is read as well, and what a person said of a column is remembered', async () => {
    const text = [
      '制表：环境监测站;;;',
      '日期;小时;颗粒物甲;站名',
      '2026.3.1;1;55;一中站',
      '2026.3.1;24;1,055;一中站',
      '',
    ].join('\r\n')
    const gb = gb18030(text)
    await put('三月.txt', gb)
    const lost = await run('三月.txt', '--as', 'readings')
    expect([lost.status, lost.outcome]).toEqual([1, null])
    expect(lost.stderr).toContain('No column has values')
    const first = await run('三月.txt', '--as', 'readings', '--map', '颗粒物甲=PM10:µg/m³')
    expect(first.outcome).toMatchObject({ rows: 2, taken: 2, added: 2 })
    expect(await hoursOf('S1', '2026-03-01T00:00', '2026-03-02T00:00')).toEqual([
      'a34002 55 @ 03-01T01:00',
      // Imported values are judged as sent ones are.
      'a34002 1055 @ 03-02T00:00 implausible',
    ])
    const again = await run('三月.txt', '--as', 'readings')
    expect(again.outcome).toMatchObject({ taken: 2, added: 0, unchanged: 2 })
  })

  it('a check writes nothing and says what a load would do', async () => {
    const before = await layersNow()
    const file = '时间,站点,NO2\n2026-04-01 01:00,S1,40\n2026-04-01 02:00,S9,40\n'
    const outcome = await imported('april.csv', file, '--check')
    expect(counts(outcome)).toEqual({ rows: 2, taken: 1, refused: 1, others: 0, added: 1, unchanged: 0 })
    expect(await layersNow()).toBe(before)
  })

  it('a file that breaks off in the middle leaves nothing of itself', async () => {
    const before = await layersNow()
    const lines = Array.from(
      { length: 30_000 },
      (_, hour) => `${new Date(at('2020-01-01T00:00') + hour * 3_600_000).toISOString()},S1,${hour % 50}`,
    )
    await put('broken.csv', `时间,站点,NO2\n${lines.join('\n')}\n2026-01-01 00:00,"S1,4\n`)
    const { status, outcome, stderr } = await run('broken.csv')
    expect([status, outcome]).toEqual([1, null])
    expect(stderr).toContain('A quote that opens in line 30002 is never closed')
    expect(await layersNow()).toBe(before)
  })

  it('names that stations of several cities have, names with notes, and why how many rows were refused', async () => {
    const stations =
      '站点编码,站点名称,经度,纬度\nS6,政务中心(启用171130),112.3,28.6\nS7,环保局,112.4,28.6\nS8,环保局,112.5,28.6\n'
    expect(await imported('namesakes.csv', stations, '--as', 'stations')).toMatchObject({ added: 3 })
    const hours = [
      'City,时间,站点,NO2',
      '益阳,2026-02-01 01:00,政务中心,10',
      '常德,2026-02-01 02:00,政务中心,99',
      '益阳,2026-02-01 03:00,环保局,11',
      '益阳,2026-02-01 04:00,没有的站,12',
      '益阳,2026-02-01 05:00,没有的站,13',
    ]
    const all = await imported('cities.csv', hours.join('\n'), '--check')
    expect(all).toMatchObject({ rows: 5, taken: 2, refused: 3, others: 0 })
    expect(all.reasons).toEqual({ 'station-several': 1, 'station-unknown': 2 })
    expect(all.doubts).toMatchObject([{ doubt: 'cities', cities: 2 }])
    const own = await imported('cities.csv', hours.join('\n'), '--city', '益阳')
    expect(own).toMatchObject({ rows: 5, taken: 1, refused: 3, others: 1, added: 1, doubts: [] })
    expect(await hoursOf('S6', '2026-02-01 00:00', '2026-02-02 00:00')).toEqual(['a21004 10 @ 02-01T01:00'])
  })

  it('a wrong coordinate system is suspected by the stations that are known', async () => {
    // Published test vector of eviltransform: 31.1774276, 121.5272106 in WGS 84 (about 530 m apart).
    expect(await imported('s3.csv', '站点编码,站点名称,经度,纬度\nS3,上海点,121.5272106,31.1774276\n')).toMatchObject({
      added: 1,
    })
    const gcj = '站点编码,站点名称,经度,纬度\nS3,上海点,121.531541859215,31.17530398364597\n'
    const outcome = await imported('gcj.csv', gcj, '--as', 'stations', '--check')
    expect(outcome.doubts).toMatchObject([{ doubt: 'coordinates', declared: 'wgs84', likely: 'gcj02', points: 1 }])
    const right = await imported('gcj.csv', gcj, '--as', 'stations', '--coordinates', 'gcj02')
    expect(right).toMatchObject({ doubts: [], taken: 1, added: 0, unchanged: 1 })
  })

  it('regions, people and devices come in, each an event of the ledger; the same again changes nothing', async () => {
    const regions = '乡镇,区划代码,级别\n大渡口镇,430903101,镇\n'
    expect(await imported('regions.csv', regions, '--as', 'regions')).toMatchObject({ taken: 1, added: 1 })
    const people =
      '姓名,登录名,角色,所属区域,手机\n张三,zhangsan,网格员,大渡口镇,13800000000\n李四,lisi,火星人,大渡口镇,\n'
    expect(await imported('people.csv', people)).toMatchObject({ kind: 'people', taken: 1, refused: 1, added: 1 })
    const devices = '设备编号\t站点\t密码\t监测因子\nMN0001\tS2\t123456\tPM2.5、PM10\n'
    expect(await imported('devices.tsv', devices)).toMatchObject({ kind: 'devices', taken: 1, added: 1 })
    const events = await inInstallation(place, ({ foundation }) =>
      sql<{ kind: string; n: number }>`select kind, count(*)::int as n from ledger_event
        where kind in ('region.added', 'person.added') group by kind order by kind`.execute(foundation.db),
    )
    expect(events.rows).toEqual([
      // The first start made an administrator.
      { kind: 'person.added', n: 2 },
      { kind: 'region.added', n: 1 },
    ])
    expect((await run('regions.csv', '--as', 'regions')).outcome).toMatchObject({ added: 0, unchanged: 1 })
    expect((await run('people.csv')).outcome).toMatchObject({ added: 0, unchanged: 1, refused: 1 })
    expect((await run('devices.tsv')).outcome).toMatchObject({ added: 0, unchanged: 1 })
    const accounts = await readFile(pathOf('people.csv.accounts.csv'), 'utf8')
    expect(accounts).toMatch(/^\ufeffname,sign-in,password\r\n张三,zhangsan,\S{8,}\r\n$/)
  })

  it('what is no table is refused in words', async () => {
    const said = async (name: string, content: string | Buffer, ...more: string[]) => {
      await put(name, content)
      const { status, stderr } = await run(name, ...more)
      return `${status} ${stderr}`
    }
    expect(await said('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toMatch(/^1 .*old Excel/s)
    expect(await said('page.xls', '<html><table><tr><td>1</td></tr></table></html>')).toMatch(/^1 .*web page/s)
    expect(await said('empty.csv', '')).toMatch(/^1 .*empty/s)
    const book = await untidyWorkbook([{ name: 'a', rows: [['时间', '站点', 'NO2']] }])
    expect(await said('half.xlsx', book.subarray(0, book.length - 40))).toMatch(/^1 .*damaged/s)
  })

  it('every row of a workbook is read by another reader alike', async () => {
    const table = await openTable(pathOf('月报.xlsx'))
    const rows = []
    for await (const some of table.rows()) rows.push(...some)
    expect(rows[4]?.cells).toEqual(['一中站', '2026/1/5 2:00', ' ０.０３６ ', '10', '缺测', ''])
    expect([table.sheet, table.sheets, rows.at(-1)?.line]).toEqual(['一月', ['一月'], 16])
  })
})
