import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Installation } from '../src/app/installation.ts'
import { claimInstallation, foundCounty } from '../src/domain/counties/service.ts'
import type { DeviceSettings } from '../src/domain/devices/model.ts'
import { addDevice } from '../src/domain/devices/service.ts'
import { addStation } from '../src/domain/stations/service.ts'
import { formatFrame } from '../src/protocols/hj212/format.ts'
import { selfSignedCertificate } from './setup/certificate.ts'
import { eventually, inTime } from './setup/eventually.ts'
import { civilSecond, connectLogger, type FieldLogger, uploadFrame } from './setup/field-logger.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const PW = '620417'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const mnOf = (n: number) => `439901010000A05C1E7B${String(n).padStart(4, '0')}`

/** What each logger of the county is: one that keeps the standard, one of each dialect, and one that nobody registers. */
const plain = mnOf(1)
const odd = mnOf(2)
const old = mnOf(3)
const stranger = mnOf(9)

const oddSettings: Partial<DeviceSettings> = {
  answers: 'always',
  answerTemplate: '2005',
  units: { a34004: 'mg/m³' },
  aliases: { PM25: 'a34004' },
  unmarked: 'invalid',
}

/** The start of an hour that has passed, by how many hours. [epoch ms] */
const hourAgo = (hours: number) => Math.floor(Date.now() / HOUR) * HOUR - hours * HOUR

async function found(installation: Installation): Promise<string> {
  const { foundation } = installation
  await claimInstallation(foundation, 'real')
  const { id: countyId } = await foundCounty(foundation, { code: '439901', name: '测试县' })
  const console = consoleOf(countyId)
  const place = { code: 'QY001', name: '青石桥站', level: 'national', lonWgs84: 113.5, latWgs84: 29.5 } as const
  const { id: stationId } = await addStation(foundation, console, actNow(installation), place)
  const device = (mn: string, settings: Partial<DeviceSettings> = {}) =>
    addDevice(foundation, console, actNow(installation), {
      mn,
      password: PW,
      stationId,
      dataTimeNames: 'start',
      minuteInterval: 10,
      factors: ['a34004'],
      settings,
    })
  await device(plain)
  await device(odd, oddSettings)
  await device(old)
  return countyId
}

describe.each(databaseKinds)('the gateway of a running server on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let countyId: string
  const tls = selfSignedCertificate()

  beforeAll(async () => {
    home = await freshDatabase(kind)
    countyId = await inInstallation(home, found)
    await writeFile(join(home.dataDir, 'cert.pem'), tls.cert)
    await writeFile(join(home.dataDir, 'key.pem'), tls.key)
    await writeFile(
      join(home.dataDir, 'weike.json'),
      JSON.stringify({
        hj212: { limits: { connectionsPerAddress: 40 }, tls: { port: 0, cert: 'cert.pem', key: 'key.pem' } },
      }),
    )
    weike = await startWeike(home)
  })
  afterAll(async () => {
    await weike.stop()
    await home.remove()
  })

  const logger = () => connectLogger(weike.hj212)

  /** What the database has, seen by another process. */
  const ask = <T>(question: (installation: Installation) => Promise<T>) => inInstallation(home, question)

  const hourData = (mn: string, at: number, data: string, more: { qn?: string; flag?: 4 | 5 } = {}) =>
    uploadFrame({ mn, pw: PW, cn: '2061', at, data, ...more })

  async function idOf(mn: string): Promise<string> {
    return ask(async ({ foundation }) => {
      const row = await foundation.db.selectFrom('device').select('id').where('mn', '=', mn).executeTakeFirstOrThrow()
      return row.id
    })
  }

  async function readingsOf(mn: string, hourStart: number) {
    const deviceIds = [await idOf(mn)]
    const span = { from: hourStart, to: hourStart + HOUR, resolution: 'hour', limit: 10 } as const
    return ask(async ({ readings }) => {
      const rows = await readings.range(countyId, { deviceIds, ...span })
      return rows.flatMap((row) =>
        row.readings
          .filter(({ source }) => source === 'frame')
          .map(({ factor, statistic, value, quality, reason }) => ({ factor, statistic, value, quality, reason })),
      )
    })
  }

  it('keeps, answers and reads what devices send, each by its settings', async () => {
    const [one, other] = [await logger(), await logger()]
    const at = hourAgo(3)
    const sent = hourData(plain, at, 'a34004-Avg=41,a34004-Flag=N')
    expect(await one.exchange(sent)).toContain(`ST=91;CN=9014;PW=${PW};MN=${plain};Flag=4;CP=&&&&`)
    // Not asked for, and answered in the layout of 2005 all the same.
    const answer = await other.exchange(hourData(odd, at, 'PM25-Avg=0.041', { flag: 4 }))
    expect(answer).toContain(`ST=91;CN=9014;CP=&&QN=${civilSecond(at)}000;CN=2061&&`)
    expect(await readingsOf(plain, at)).toEqual([
      { factor: 'a34004', statistic: 'Avg', value: 41, quality: 'valid', reason: null },
    ])
    expect(await readingsOf(odd, at)).toEqual([
      { factor: 'a34004', statistic: 'Avg', value: 41, quality: 'invalid', reason: 'unmarked' },
    ])
    await Promise.all([one.hangUp(), other.hangUp()])
  })

  it('stores the same data once, under whatever QN they come, and answers each', async () => {
    const one = await logger()
    const at = hourAgo(4)
    const qns = [0, 0, 7].map((ms) => `${civilSecond(at)}00${ms}`)
    for (const qn of qns) {
      expect(await one.exchange(hourData(plain, at, 'a34004-Avg=44,a34004-Flag=N', { qn }))).toContain(`QN=${qn};`)
    }
    const frames = await ask(({ foundation }) =>
      foundation.db
        .selectFrom('frame')
        .select('qn')
        .where('mn', '=', plain)
        .where('dataTime', '=', civilSecond(at))
        .execute(),
    )
    expect(frames).toEqual([{ qn: qns[0] }])
    await one.hangUp()
  })

  it('takes an upload in parts as they come, in any order: every part stands at once', async () => {
    const one = await logger()
    const at = hourAgo(5)
    const part = (pno: number, data: string) =>
      formatFrame(
        `QN=${civilSecond(at)}00${pno};ST=22;CN=2061;PW=${PW};MN=${plain};Flag=7;PNUM=3;PNO=${pno};CP=&&DataTime=${civilSecond(at)};${data}&&`,
      )
    expect(await one.exchange(part(3, 'a21026-Avg=9,a21026-Flag=N'))).toContain('CN=9014')
    expect(await one.exchange(part(1, 'a34004-Avg=45,a34004-Flag=N'))).toContain('CN=9014')
    const values = (await readingsOf(plain, at)).map(({ factor, value }) => `${factor}: ${value}`)
    expect(values.toSorted()).toEqual(['a21026: 9', 'a34004: 45'])
    await one.hangUp()
  })

  it('keeps what it cannot take with its reason, answered unless its CRC is wrong', async () => {
    const one = await logger()
    const at = hourAgo(6)
    expect(await one.exchange(hourData(stranger, at, 'a34004-Avg=46,a34004-Flag=N'))).toContain('CN=9014')
    const wrong = uploadFrame({ mn: plain, pw: '000000', cn: '2061', at, data: 'a34004-Avg=1' })
    expect(await one.exchange(wrong)).toContain('CN=9014')
    const ahead = hourData(plain, Date.now() + HOUR, 'a34004-Avg=1')
    expect(await one.exchange(ahead)).toContain('CN=9014')
    // A clock without its battery.
    const ancient = hourData(plain, Date.parse('2000-01-01T00:00:00+08:00'), 'a34004-Avg=1')
    expect(await one.exchange(ancient)).toContain('CN=9014')
    const bytes = hourData(plain, at, 'a34004-Avg=2').toString('latin1')
    one.send(Buffer.from(`${bytes.slice(0, -6)}0003\r\n`, 'latin1'))
    // Answers come in the order of the frames: that one had none.
    expect(await one.exchange(hourData(plain, at, 'a34004-Avg=47,a34004-Flag=N'))).toContain('CN=9014')
    const reasons = await ask(({ foundation }) =>
      foundation.db
        .selectFrom('frame')
        .select(['mn', 'disposition', 'reason'])
        .where('disposition', '<>', 'stored')
        .orderBy('seq')
        .execute(),
    )
    expect(reasons).toEqual([
      { mn: stranger, disposition: 'quarantined', reason: 'unknown-device' },
      { mn: plain, disposition: 'quarantined', reason: 'password-wrong' },
      { mn: plain, disposition: 'quarantined', reason: 'data-time-in-future' },
      { mn: plain, disposition: 'quarantined', reason: 'data-time-too-old' },
      { mn: plain, disposition: 'bad-crc', reason: 'bad-crc' },
    ])
    const parts = await ask(({ foundation }) =>
      sql<{ part: string }>`select part from weike.reading_parts() as parts(part)`.execute(foundation.db),
    )
    expect(parts.rows.filter(({ part }) => part.includes('_200'))).toEqual([])
    await one.hangUp()
  })

  it('stores what devices tell besides values, and no quarantine has it', async () => {
    const one = await logger()
    const tell = (qn: number, cn: string, cp: string) =>
      formatFrame(
        `QN=${civilSecond(Date.now())}${String(qn).padStart(3, '0')};ST=22;CN=${cn};PW=${PW};MN=${old};Flag=5;CP=&&${cp}&&`,
      )
    expect(await one.exchange(tell(1, '2081', 'DataTime=20261118142000;RestartTime=20261118141900'))).toContain(
      'CN=9014',
    )
    expect(await one.exchange(tell(2, '9015', ''))).toMatch(/CN=901[34]/)
    expect(await one.exchange(tell(3, '9015', ''))).toMatch(/CN=901[34]/)
    const answer = await one.exchange(tell(4, '1013', ''))
    expect(answer).toContain('CN=9013')
    const kinds = await ask(async ({ readings }) => {
      const events = await readings.eventsOf(countyId, old, undefined, 50)
      return events.filter(({ frameSeq }) => frameSeq !== null).map(({ kind }) => kind)
    })
    expect(kinds.toSorted()).toEqual(['heartbeat', 'heartbeat', 'power-on', 'time-asked'])
    await one.hangUp()
  })

  it('tells a device that asked for it the time', async () => {
    const one = await logger()
    const asking = `QN=${civilSecond(Date.now())}005;ST=22;CN=1013;PW=${PW};MN=${plain};Flag=5;CP=&&&&`
    expect(await one.exchange(formatFrame(asking))).toContain('CN=9013')
    // Nothing more is sent: what comes next the centre says of itself.
    const told = await one.exchange(Buffer.alloc(0))
    expect(told).toContain('CN=1012')
    expect(told).toMatch(/SystemTime=\d{14}/)
    await one.hangUp()
  })

  it('holds what is at the edge of what it takes', async () => {
    const one = await logger()
    const at = hourAgo(10)
    const many = Array.from({ length: 140 }, (_, n) => `${String(n * 7_919 + 100_000).slice(-6)}-Avg=1`).join(';')
    expect(await one.exchange(hourData(plain, at, many))).toContain('CN=9014')
    expect(await readingsOf(plain, at)).toHaveLength(140)
    const names = formatFrame(`QN=1;ST=22;CN=2011;PW=1\0;MN=${'M'.repeat(3_000)};Flag=5;CP=&&DataTime=\0;a\0-Rtd=1&&`)
    // An answer would have to echo it.
    one.send(names)
    expect(await one.exchange(hourData(plain, at, 'a34004-Avg=1'))).toContain('CN=9014')
    await one.hangUp()
  })

  it('has a door with TLS for the same devices', async () => {
    const port = Number(/TLS.* port (\d+)/.exec(weike.said())?.[1])
    const socket = connectTls({ port, host: weike.hj212.host, servername: 'localhost', ca: tls.cert })
    await once(socket, 'secureConnect')
    const answer = once(socket, 'data')
    socket.write(hourData(plain, hourAgo(7), 'a34004-Avg=48,a34004-Flag=N'))
    const [chunk] = await inTime('an answer', answer)
    expect(String(chunk)).toContain('CN=9014')
    socket.destroy()
  })

  it('closes at once what its settings do not allow', async () => {
    const open: FieldLogger[] = []
    for (let n = 0; n < 40; n++) open.push(await logger())
    // The one too many is accepted by the machine and closed by the gateway before it says anything.
    const extra = await logger()
    expect(await extra.hangUp()).toEqual([])
    await Promise.all(open.map((one) => one.hangUp()))
    await eventually('there is room again', async () => {
      const one = await logger()
      one.send(hourData(plain, hourAgo(8), 'a34004-Avg=49,a34004-Flag=N'))
      return (await one.hangUp()).length > 0 ? true : undefined
    })
  })

  it('answers nothing while the database is away, and all of it when it is back', async () => {
    const shut = await closeDatabase(home)
    const at = hourAgo(9)
    const frames = [0, 1, 2].map((n) => hourData(plain, at - n * HOUR, `a34004-Avg=${50 + n},a34004-Flag=N`))
    for (const frame of frames) {
      const one = await logger()
      one.send(frame)
      expect(await one.hangUp()).toEqual([])
    }
    expect(weike.said().match(/frames cannot be stored/g)).toHaveLength(1)
    await shut.open()
    const back = await eventually('frames are answered again', async () => {
      const one = await logger()
      for (const frame of frames) one.send(frame)
      const answers = await one.hangUp()
      return answers.length === 3 ? answers : undefined
    })
    expect(back.every((answer) => answer.includes('CN=9014'))).toBe(true)
    expect(weike.said()).toContain('frames are stored again')
    expect(await readingsOf(plain, at)).toMatchObject([{ value: 50 }])
  })

  it('has counted at its end what came of each device', async () => {
    expect(await weike.stop()).toBe(0)
    const hours = await ask(({ readings }) =>
      readings.hoursOf(countyId, [plain, stranger], Date.now() - 2 * HOUR, Date.now() + HOUR),
    )
    const of = (mn: string) => hours.filter((hour) => hour.mn === mn)
    const total = (mn: string, what: 'frames' | 'duplicates' | 'kept') =>
      of(mn).reduce((sum, hour) => sum + hour[what], 0)
    expect([total(stranger, 'frames'), total(stranger, 'kept')]).toEqual([1, 1])
    expect([total(plain, 'duplicates') >= 2, total(plain, 'kept')]).toEqual([true, 4])
    const errors = of(plain).flatMap((hour) => Object.keys(hour.errors))
    expect(errors).toEqual(expect.arrayContaining(['password-wrong', 'data-time-in-future', 'crc-wrong', 'bad-crc']))
    const events = await ask(({ readings }) => readings.eventsOf(countyId, plain, undefined, 500))
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['connected', 'disconnected']))
  })
})

/** Lets nobody into the database, and whoever is in it out; until it is opened again. */
async function closeDatabase(home: FreshDatabase): Promise<{ open(): Promise<void> }> {
  const database = await home.open()
  const config = database.connectionConfig
  const url = typeof config.connectionString === 'string' ? new URL(config.connectionString) : null
  const name = url === null ? (config.database ?? 'weike') : url.pathname.slice(1)
  if (url !== null) url.pathname = '/postgres'
  const client = new pg.Client(url === null ? { ...config, database: 'postgres' } : { connectionString: url.href })
  await client.connect()
  await client.query(`alter database ${name} with allow_connections false`)
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  return {
    async open() {
      await client.query(`alter database ${name} with allow_connections true`)
      await client.end()
      await database.release()
    },
  }
}

describe('a server whose settings are wrong', () => {
  it('does not start, and says which file, which key and what is expected', async () => {
    const home = await freshDatabase('system')
    try {
      const serve = (more: readonly string[] = []) =>
        runWeike(home, ['serve', '--data', home.dataDir, '--port', '0', ...more])
      await writeFile(join(home.dataDir, 'weike.json'), '{"hj212":{"limits":{"connections":0}}}')
      const refused = await serve()
      expect([refused.status, refused.stdout]).toEqual([1, ''])
      expect(refused.stderr).toContain(join(home.dataDir, 'weike.json'))
      expect(refused.stderr).toContain('hj212.limits.connections')
      await writeFile(join(home.dataDir, 'weike.json'), '{}')
      const half = await serve(['--hj212-tls-port', '0', '--hj212-tls-cert', 'cert.pem'])
      expect([half.status, half.stderr.includes('--hj212-tls-key')]).toEqual([2, true])
    } finally {
      await home.remove()
    }
  })
})
