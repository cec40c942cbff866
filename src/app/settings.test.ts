import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { problemWords } from '../platform/i18n.ts'
import { Problem } from '../platform/problem.ts'
import { readSettings, settingsFile, usualSettings } from './settings.ts'
import { words } from './words.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'weike-settings-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const write = (text: string) => writeFile(settingsFile(dataDir), text)

/** What a person reads of a file that is wrong. */
async function complaint(text: string, language: 'zh' | 'en' = 'en'): Promise<string> {
  await write(text)
  const error = await readSettings(dataDir, language).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Problem)) throw new Error(`no problem but ${String(error)}`)
  expect(error.code).toBe('settings-wrong')
  return problemWords(error, words, language).detail
}

describe('weike.json', () => {
  it('may be missing, or say nothing: then everything is as usual', async () => {
    expect(await readSettings(dataDir, 'zh')).toEqual(usualSettings)
    for (const text of ['{}', '{"hj212":{}}', '{"hj212":{"limits":{}},"retention":{}}', '\ufeff{}']) {
      await write(text)
      expect(await readSettings(dataDir, 'zh')).toEqual(usualSettings)
    }
  })

  it('changes what it names and nothing else', async () => {
    await write(
      JSON.stringify({
        hj212: { limits: { connectionsPerAddress: 5 }, allow: ['10.0.0.0/8', '2001:db8::5'] },
        retention: { realtimeMonths: null, hourMonths: 120 },
      }),
    )
    expect(await readSettings(dataDir, 'zh')).toEqual({
      imports: { fileMegabytes: 200 },
      evaluation: {},
      feeds: { allowPrivate: false, folders: [], documentMegabytes: 20 },
      hj212: {
        limits: { ...usualSettings.hj212.limits, connectionsPerAddress: 5 },
        allow: ['10.0.0.0/8', '2001:db8::5'],
        tls: null,
      },
      retention: { minute: 24, hour: 120 },
      validity: { ofAll: {}, counties: {} },
      alerts: { ofAll: {}, counties: {} },
    })
  })

  it('holds numbers of the checks, of all counties and of one', async () => {
    const ofAll = { implausible: { a34004: { above: 400 } }, 'flat-line': { a21026: { hours: null } } }
    const own = { neighbours: { '*': { reach: 9000, neighbours: 4 } } }
    await write(JSON.stringify({ validity: ofAll, counties: { 430903: { validity: own }, 430921: {} } }))
    const { validity } = await readSettings(dataDir, 'zh')
    expect(validity).toEqual({ ofAll, counties: { 430903: own, 430921: {} } })
  })

  it('holds the circles and what is called noisy, of all counties and of one', async () => {
    const ofAll = { circlesKm: { core: 1.5 }, noisy: { verified: 20 } }
    const own = { circlesKm: { radiation: 8 } }
    await write(JSON.stringify({ alerts: ofAll, counties: { 430903: { alerts: own } } }))
    expect((await readSettings(dataDir, 'zh')).alerts).toEqual({ ofAll, counties: { 430903: own } })
  })

  it('finds certificate and key in the data directory, or where their absolute path says', async () => {
    await write(JSON.stringify({ hj212: { tls: { port: 2213, cert: 'tls/chain.pem', key: '/etc/weike/key.pem' } } }))
    const { tls } = (await readSettings(dataDir, 'zh')).hj212
    expect(tls).toEqual({ port: 2213, cert: join(dataDir, 'tls/chain.pem'), key: '/etc/weike/key.pem' })
  })
})

describe('a weike.json that is wrong is refused with its path, the key and what is expected', () => {
  it.each([
    ['{"hj212":{"limits":{"connections":"many"}}}', 'hj212.limits.connections'],
    ['{"hj212":{"limits":{"connections":0}}}', 'hj212.limits.connections'],
    ['{"hj212":{"limits":{"frameBytes":100}}}', 'hj212.limits.frameBytes'],
    ['{"hj212":{"limits":{"idleSeconds":1.5e9}}}', 'hj212.limits.idleSeconds'],
    ['{"hj212":{"tls":{"port":2213,"cert":"a.pem"}}}', 'hj212.tls.key'],
    ['{"hj212":{"tls":{"port":70000,"cert":"a.pem","key":"b.pem"}}}', 'hj212.tls.port'],
    ['{"hj212":{"allow":["10.0.0.0/8","localhost"]}}', 'hj212.allow.1'],
    ['{"retention":{"minuteMonths":0}}', 'retention.minuteMonths'],
    ['{"validity":{"implausible":{"a34004":{"above":"many"}}}}', 'validity.implausible.a34004.above'],
    ['{"validity":{"flat-line":{"a34004":{"hours":2.5}}}}', 'validity.flat-line.a34004.hours'],
    ['{"validity":{"flat-line":{"a34004":{"hours":1}}}}', 'validity.flat-line.a34004.hours'],
    ['{"validity":{"spike":{"*":{"share":1.5}}}}', 'validity.spike.*.share'],
    ['{"validity":{"out-of-range":{"a34004":{"high":null}}}}', 'validity.out-of-range.a34004.high'],
    ['{"validity":{"implausible":{"a34004":{"above":2000}}}}', 'validity.implausible.a34004.above'],
    [
      '{"validity":{"implausible":{"a34004":{"above":1500}}},"counties":{"430903":{"validity":{"out-of-range":{"a34004":{"high":900}}}}}}',
      'counties.430903.validity.out-of-range.a34004.high',
    ],
    [
      '{"counties":{"430903":{"validity":{"spike":{"a01001":{"step":-1}}}}}}',
      'counties.430903.validity.spike.a01001.step',
    ],
    ['[]', 'weike.json'],
  ])('%s', async (text, key) => {
    const detail = await complaint(text)
    expect(detail).toContain(settingsFile(dataDir))
    expect(detail).toContain(`${key}: `)
  })

  it('a key that nobody knows is named, so that a slip of the pen does not pass in silence', async () => {
    expect(await complaint('{"hj212":{"limit":{}}}')).toContain('hj212: Unrecognized key: "limit"')
    expect(await complaint('{"retension":{}}')).toContain('"retension"')
    expect(await complaint('{"validity":{"spikes":{}}}')).toContain('validity: Unrecognized key: "spikes"')
    // A standard says what a direction is.
    expect(await complaint('{"validity":{"out-of-range":{"a01008":{"high":400}}}}')).toContain(
      'validity.out-of-range: Unrecognized key: "a01008"',
    )
    expect(await complaint('{"validity":{"implausible":{"a34004":{"over":4}}}}')).toContain(
      'validity.implausible.a34004: Unrecognized key: "over"',
    )
  })

  it('a county names the stations that it is evaluated by', async () => {
    await writeFile(
      settingsFile(dataDir),
      '{"counties":{"430902":{"evaluation":{"stations":["provincial","micro"]}},"430903":{}}}',
    )
    expect((await readSettings(dataDir, 'en')).evaluation).toEqual({ '430902': ['provincial', 'micro'] })
    expect(await complaint('{"counties":{"430902":{"evaluation":{"stations":["best"]}}}}')).toContain(
      'counties.430902.evaluation.stations.0',
    )
    expect(await complaint('{"counties":{"430902":{"evaluation":{"stations":[]}}}}')).toContain('evaluation.stations')
  })

  it('says what an entry of the allow-list has to be', async () => {
    expect(await complaint('{"hj212":{"allow":["10.0.0.0/64"]}}')).toContain('10.0.0.0/8')
  })

  it('says where it stops being JSON', async () => {
    expect(await complaint('{"hj212": }')).toMatch(/JSON: Unexpected token .* is not valid JSON/)
  })

  it('in Chinese', async () => {
    expect(await complaint('{"hj212":{"limits":{"connections":0}}}', 'zh')).toMatch(
      /^设置文件 .*weike\.json 有误.*hj212\.limits\.connections：数值过小/,
    )
  })

  it('a file that cannot be read is no file that is missing', async () => {
    await rm(dataDir, { recursive: true })
    await writeFile(dataDir, '')
    await expect(readSettings(dataDir, 'en')).rejects.toMatchObject({ code: 'settings-wrong' })
  })
})
