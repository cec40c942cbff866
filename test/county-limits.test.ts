import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../src/standards/civil-time.ts'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { type CountyPlan, foundCountyAs, PASSWORD } from './setup/county.ts'
import { eventually } from './setup/eventually.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const PW = '100001'
const mnOf = (code: string) => `${code}010000A05C1E7B0001`
const planOf = (code: string, name: string): CountyPlan => ({
  code,
  name,
  towns: ['town'],
  units: [{ key: 'unit', town: 'town' }],
  people: [{ key: 'analyst', roles: ['analyst'], unit: 'unit', town: null }],
  stations: [{ code: 'S1', town: 'town', mn: mnOf(code), pw: PW }],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
})
const HERE = planOf('439941', '自定县')
const THERE = planOf('439942', '默认县')

describe.each(kindsOfLongChains)('numbers of the checks set in weike.json, on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let here: SignedIn
  let there: SignedIn
  const file = () => join(home.dataDir, 'weike.json')
  const write = (settings: object) => writeFile(file(), JSON.stringify(settings))

  beforeAll(async () => {
    home = await freshDatabase(kind)
    const names = await inInstallation(home, async (installation) => {
      const counties = [await foundCountyAs(installation, HERE), await foundCountyAs(installation, THERE)]
      return counties.map((county) => county.signInName('analyst'))
    })
    await write({
      validity: { implausible: { a34004: { above: 400 } } },
      counties: {
        [HERE.code]: { validity: { implausible: { a34002: { above: 300 } }, 'flat-line': { a34004: { hours: 2 } } } },
      },
    })
    weike = await startWeike(home, ['--county', HERE.code])
    const [hereName = '', thereName = ''] = names
    here = await signIn(weike.http, hereName, PASSWORD)
    there = await signIn(weike.http, thereName, PASSWORD)
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const device = ({ code }: CountyPlan) => ({ mn: mnOf(code), pw: PW })
  const hour = (back: number) => Math.floor(Date.now() / HOUR_MS) * HOUR_MS - back * HOUR_MS

  /** Reasons of hourly means, oldest first, as `factor value reason`. */
  async function reasons(who: SignedIn, plan: CountyPlan): Promise<string[]> {
    const query = { mn: device(plan).mn, from: new Date(hour(9)).toISOString(), to: new Date(hour(0)).toISOString() }
    const { items } = await who.call('GET /api/readings', { query })
    return items.map(({ factor, value, reason }) => `${factor} ${value} ${reason}`)
  }

  it('judge frames and hours of the county that says so, and of no other', async () => {
    for (const plan of [HERE, THERE]) {
      const frames = [
        [6, 'a34004-Avg=450,a34004-Flag=N;a34002-Avg=460,a34002-Flag=N'],
        [4, 'a34004-Avg=40,a34004-Flag=N'],
        [3, 'a34004-Avg=40,a34004-Flag=N'],
      ] as const
      await sendFrames(
        weike.hj212,
        // DataTime names the start of the hour.
        frames.map(([back, data]) => uploadFrame({ ...device(plan), cn: '2061', at: hour(back + 1), data })),
      )
    }
    await eventually('the check of hours', async () =>
      (await reasons(here, HERE)).at(-1) === 'a34004 40 flat-line' ? true : undefined,
    )
    expect(await reasons(here, HERE)).toEqual([
      'a34004 450 implausible',
      'a34002 460 implausible',
      'a34004 40 flat-line',
      'a34004 40 flat-line',
    ])
    // Of all counties only the first number is set.
    expect(await reasons(there, THERE)).toEqual([
      'a34004 450 implausible',
      'a34002 460 null',
      'a34004 40 null',
      'a34004 40 null',
    ])
  })

  it('are shown with whose they are, on the list of numbers and on what the checks found', async () => {
    const own = async (who: SignedIn) => {
      const { items } = await who.call('GET /api/quality-rules')
      const ofCounty = items.filter(({ origin }) => origin === 'county')
      return ofCounty.map(({ rule, factor, name, value, usual, unit }) => [rule, factor, name, value, usual, unit])
    }
    const ofAll = ['implausible', 'a34004', 'above', 400, 500, 'µg/m³']
    expect(await own(there)).toEqual([ofAll])
    expect((await own(here)).toSorted()).toEqual([
      ['flat-line', 'a34004', 'hours', 2, 4, 'h'],
      ['implausible', 'a34002', 'above', 300, 600, 'µg/m³'],
      ofAll,
    ])
    const { items } = await here.call('GET /api/quality-findings')
    expect(items.map(({ factor, rule, origin }) => [factor, rule, origin]).toSorted()).toEqual([
      ['a34002', 'implausible', 'county'],
      ['a34004', 'flat-line', 'county'],
      ['a34004', 'implausible', 'county'],
    ])
  })

  it('that are wrong are refused at the start, with the file, the key and what is expected', async () => {
    await weike.stop()
    const refusal = async (settings: object) => {
      await write(settings)
      const words = ['serve', '--data', home.dataDir, '--port', '0', '--hj212-port', '0', '--county', HERE.code]
      const { status, stderr } = await runWeike(home, words)
      expect([status, stderr.includes(file())]).toEqual([1, true])
      return stderr
    }
    expect(await refusal({ validity: { implausible: { a34004: { above: 2500 } } } })).toContain(
      'validity.implausible.a34004.above: the limits of a factor must rise',
    )
    expect(await refusal({ validity: { spike: { '*': { share: 2 } } } })).toContain('validity.spike.*.share: ')
    expect(await refusal({ counties: { 439999: { validity: {} } } })).toContain(
      `counties.439999: there is no county with this code; known: ${HERE.code}, ${THERE.code}`,
    )
  })
})
