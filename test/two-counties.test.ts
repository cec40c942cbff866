import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../src/domain/access/table.ts'
import { roleOrder } from './access-matrix.ts'
import { letterOf, type TrialWorld, trials } from './setup/access-trials.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { commandAndCancel } from './setup/device-work.ts'
import { doubtfulHour } from './setup/doubtful-hour.ts'
import { type Ear, listen } from './setup/event-stream.ts'
import { eventually } from './setup/eventually.ts'
import { proposeSand } from './setup/excluded-days.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { assignCase, findProblem, mend, photographTask, reportCase, sendTask } from './setup/field-work.ts'
import { type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { enterSource, TAKEN_CODE } from './setup/sources.ts'
import { filesOf, numbersOf, type Subject } from './setup/two-towns.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

/** The same house twice: the same names, codes and roles, so that only the county tells them apart. */
function planOf(code: string, mn: string): CountyPlan {
  return {
    code,
    name: '同名县',
    towns: ['town-1'],
    units: [{ key: 'unit-1', town: 'town-1' }],
    people: [
      ...roleOrder.map((role) => ({ key: role, roles: [role], unit: 'unit-1', town: 'town-1' }) as const),
      { key: 'goes', roles: ['analyst'], unit: 'unit-1', town: 'town-1' },
    ],
    stations: [{ code: 'S1', town: 'town-1', mn, pw: '100001' }],
    tokens: [],
    robotUrl: 'http://127.0.0.1:9/',
  }
}

const NORTH = { code: '439921', mn: '439921010000A05C1E7B0001', value: 91 }
const SOUTH = { code: '439922', mn: '439922010000A05C1E7B0001', value: 92 }
const STRANGER = 'ffffffffffffffffffffffff'

/** A county at work: its people signed in, and one of everything that can be asked for by id. */
interface AtWork {
  county: FoundCounty
  people: ReadonlyMap<Role, SignedIn>
  subject: Subject
  world: TrialWorld
  value: number
  /** Every id that belongs to it, and its device's MN. */
  marks: readonly string[]
}

let home: FreshDatabase
let weike: RunningWeike
let north: AtWork
let south: AtWork
/** Everybody of both, listening from the first event on while all of it happened. */
let ears: { role: Role; of: 'north' | 'south'; ear: Ear }[]

beforeAll(async () => {
  home = await freshDatabase('embedded')
  const found = await inInstallation(home, async (installation) => ({
    north: await foundCountyAs(installation, planOf(NORTH.code, NORTH.mn)),
    south: await foundCountyAs(installation, planOf(SOUTH.code, SOUTH.mn)),
  }))
  // What unknown devices send falls to the south.
  weike = await startWeike(home, ['--county', SOUTH.code])
  const northern = await everybodyOf(found.north)
  const southern = await everybodyOf(found.south)
  ears = []
  for (const role of roleOrder) {
    ears.push({ role, of: 'north', ear: await listen(weike.http, at(northern, role), 0) })
    ears.push({ role, of: 'south', ear: await listen(weike.http, at(southern, role), 0) })
  }
  const frames = [NORTH, SOUTH].map(({ mn, value }) => frameOf(mn, value))
  // One connection for both, as a relay would have it: the MN says whose a frame is.
  await sendFrames(weike.hj212, [...frames, frameOf(STRANGER, 93)])
  north = await atWork(found.north, northern, NORTH)
  south = await atWork(found.south, southern, SOUTH)
})
afterAll(async () => {
  for (const { ear } of ears ?? []) await ear.close()
  await weike?.kill()
  await home?.remove()
})

const frameOf = (mn: string, value: number) =>
  uploadFrame({ mn, pw: '100001', at: Date.now(), data: `a34004-Rtd=${value},a34004-Flag=N` })

async function everybodyOf(county: FoundCounty): Promise<Map<Role, SignedIn>> {
  const people = new Map<Role, SignedIn>()
  for (const role of roleOrder) people.set(role, await signIn(weike.http, county.signInName(role), PASSWORD))
  return people
}

async function atWork(
  county: FoundCounty,
  people: ReadonlyMap<Role, SignedIn>,
  { mn, value }: { mn: string; value: number },
): Promise<AtWork> {
  const dispatcher = at(people, 'dispatcher')
  const gridMember = at(people, 'grid-member')
  const { id: alertId, number: alertNumber } = await eventually('the alert of a county', async () => {
    const { items } = await dispatcher.call('GET /api/alerts')
    return items[0]
  })
  const taskId = await sendTask(dispatcher, alertId, gridMember.me.personId)
  const taskPhotoId = await photographTask(gridMember, taskId)
  const caseId = await findProblem(gridMember, await sendTask(dispatcher, alertId, gridMember.me.personId))
  await assignCase(dispatcher, caseId, at(county.units, 'unit-1'))
  const casePhotoId = await mend(at(people, 'liaison'), caseId)
  const doubtful = await doubtfulHour(weike.hj212, { mn, pw: '100001' }, dispatcher)
  const commandId = await commandAndCancel(dispatcher, at(county.devices, 'S1'))
  const files = await filesOf(home, county, dispatcher)
  const place = { regionId: at(county.regions, 'town-1'), unitId: at(county.units, 'unit-1') }
  const sourceId = await enterSource(dispatcher, { code: TAKEN_CODE, ...place })
  const subject = {
    personId: gridMember.me.personId,
    expendableId: at(county.people, 'goes'),
    unitId: at(county.units, 'unit-1'),
    regionId: at(county.regions, 'town-1'),
    stationId: at(county.stations, 'S1'),
    stationCode: 'S1',
    deviceId: at(county.devices, 'S1'),
    mn,
    commandId,
    ...doubtful,
    ...files,
    ...{ alertId, alertNumber, taskId, taskPhotoId, caseId, casePhotoId },
    ...{ sourceId, sourceCode: TAKEN_CODE, ...(await numbersOf(dispatcher, { taskId, caseId })) },
    exclusionId: await proposeSand(dispatcher, at(county.stations, 'S1')),
  }
  const ids = [county.regions, county.units, county.people, county.stations, county.devices].flatMap((one) => [
    ...one.values(),
  ])
  const marks = [county.countyId, county.revokedTokenId, county.channelId, county.ruleId, county.silenceId, mn, ...ids]
  return {
    county,
    people,
    subject,
    value,
    world: {
      url: weike.http,
      signInName: county.signInName('dispatcher'),
      password: PASSWORD,
      ruleId: county.ruleId,
      silenceId: county.silenceId,
      revokedTokenId: county.revokedTokenId,
    },
    marks: [
      ...marks,
      ...Object.values(doubtful),
      ...Object.values(files),
      commandId,
      sourceId,
      alertId,
      taskId,
      taskPhotoId,
      caseId,
      casePhotoId,
    ],
  }
}

/** What has no id of somebody else's in it: it is about the caller's own county, whatever is asked. */
const ownAffairs: readonly string[] = [
  'GET /api/health',
  'GET /api/demo',
  'GET /api/openapi.json',
  'POST /api/session',
  'GET /api/session',
  'DELETE /api/session',
  'GET /api/events',
  'GET /api/regions/outlines',
  'GET /api/regions/landscape',
  // The maps of the data directory are the installation's; which of them lies below is each county's.
  'GET /api/base-map',
  'GET /api/base-map/tiles',
  'GET /api/base-map/setting',
  'POST /api/base-map',
  'GET /api/circles',
  'POST /api/circles',
  'GET /api/readings',
  'GET /api/readings/columns',
  'GET /api/quarantine',
  'GET /api/rules',
  'POST /api/rules',
  'POST /api/rules/preview',
  'GET /api/silences',
  'POST /api/silences',
  'POST /api/sheets',
  'GET /api/quality-rules',
  'GET /api/evaluations/subjects',
  'GET /api/evaluations/statistics',
  'GET /api/evaluations/ranking',
  'GET /api/targets',
  'GET /api/inbox',
  'PUT /api/inbox/seen',
  'GET /api/outlook',
  'GET /api/outlook/hours',
  'GET /api/messages',
  'GET /api/channels',
  'GET /api/ledger',
  'GET /api/ledger/export',
  // Each of them is asked of its own operation, and that one is tried here.
  'GET /api/answers of the ledger',
  'POST /api/channels',
  // The id is made by whoever hands the file over, and is the county's own.
  'PUT /api/imports/:id',
  // Names are each county's own; a sign-in name is not, whoever signs in does not say of which county.
  'POST /api/people',
  'POST /api/units',
  'GET /api/tokens',
  'POST /api/tokens',
  'POST /api/county',
  'GET /api/settings',
  'GET /api/logger-door',
  'GET /api/changes',
  // A station's code is the county's own. An MN is not: the listener knows a device by it alone, so it exists once.
  'GET /api/search of a station',
  'POST /api/stations',
  'POST /api/devices',
  'POST /api/quarantine/adopt',
  'POST /api/quarantine/replay',
  'GET /api/quarantine/devices',
]

/** What is not there is named in the body or the query and not in the path, so the answer says so. */
const namesInWords: readonly string[] = [
  'POST /api/cases',
  'POST /api/regions',
  'POST /api/sources',
  'POST /api/feeds',
  'POST /api/corrections',
  'GET /api/readings/raw',
  'GET /api/readings/layers',
  'GET /api/quarantine/proposal',
  'GET /api/evaluations/calendar',
  'GET /api/evaluations/periods',
  'GET /api/evaluations/year-on-year',
  'POST /api/exclusions',
  'POST /api/targets',
]

describe.each([
  ['north', 'south'],
  ['south', 'north'],
] as const)('two counties in one database, somebody of the %s', (mine, other) => {
  const counties = () => ({ north, south })

  it.each(roleOrder)('gets at nothing of the other by its id: %s', async (role) => {
    const caller = at(counties()[mine].people, role)
    const { subject, world } = counties()[other]
    for (const [name, trial] of Object.entries(trials)) {
      if (ownAffairs.includes(name)) continue
      const letter = await letterOf(trial, caller, subject, world)
      const hidden = namesInWords.includes(name) ? ['n', '(422 target-unknown)'] : ['n', 'h', '-']
      expect(hidden, `${name} answered ${letter}`).toContain(letter)
    }
  })

  it('cannot bring people, units or alerts of the other into the own cases and tasks', async () => {
    const { people, subject } = counties()[mine]
    const foreign = counties()[other].subject
    const dispatcher = at(people, 'dispatcher')
    const caseId = await reportCase(dispatcher, subject.regionId)
    const assign = (units: object) =>
      dispatcher.ask('POST /api/cases/:id/assign', { params: { id: caseId }, body: act({ expects: 1, ...units }) })
    const send = (alertId: string, assigneeId: string) =>
      dispatcher.ask('POST /api/tasks', { body: act({ alertId, assigneeId }) })
    const answers = [
      await assign({ unitId: foreign.unitId }),
      await assign({ unitId: subject.unitId, assistingUnitIds: [foreign.unitId] }),
      await send(subject.alertId, foreign.personId),
      await send(foreign.alertId, subject.personId),
      await at(people, 'administrator').ask('POST /api/devices', {
        body: act({ mn: `${mine}0000000001`, password: '1', stationId: foreign.stationId }),
      }),
      await at(people, 'administrator').ask('POST /api/stations', {
        body: act({ code: 'S9', name: 'S9', lonWgs84: 113, latWgs84: 29, regionId: foreign.regionId }),
      }),
    ]
    expect(answers.map((one) => one.verdict)).toEqual([
      '422 target-unknown',
      '422 target-unknown',
      '422 target-unknown',
      '404 not-found',
      '422 target-unknown',
      '422 target-unknown',
    ])
  })

  it('finds no id of the other in any list, page or export', async () => {
    const { people, subject } = counties()[mine]
    const { marks, value } = counties()[other]
    const always = { resolution: 'realtime', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
    const pages: readonly [name: string, given?: object][] = [
      ['GET /api/session'],
      ['GET /api/people'],
      ['GET /api/units'],
      ['GET /api/regions'],
      ['GET /api/stations'],
      ['GET /api/readings', { query: always }],
      ['GET /api/readings', { query: { ...always, station: 'S1' } }],
      ['GET /api/readings/columns', { query: { ...always, factor: 'a34004' } }],
      ['GET /api/readings/latest'],
      ['GET /api/devices'],
      ['GET /api/devices/:id', { params: { id: subject.deviceId } }],
      ['GET /api/devices/:id/commands', { params: { id: subject.deviceId } }],
      ['GET /api/quarantine'],
      ['GET /api/quarantine/devices'],
      ['GET /api/quality-findings'],
      ['GET /api/quality-rules'],
      ['GET /api/corrections'],
      ['GET /api/feeds'],
      ['GET /api/feeds/:id', { params: { id: subject.feedId } }],
      ['GET /api/alerts'],
      ['GET /api/alerts/:id', { params: { id: subject.alertId } }],
      ['GET /api/rules'],
      ['GET /api/silences'],
      ['GET /api/tasks'],
      ['GET /api/tasks/:id', { params: { id: subject.taskId } }],
      ['GET /api/cases'],
      ['GET /api/cases/:id', { params: { id: subject.caseId } }],
      ['GET /api/search', { query: { q: '1' } }],
      ['GET /api/inbox'],
      ['GET /api/sources', { query: { state: 'all', limit: 1000 } }],
      ['GET /api/sources/:id', { params: { id: subject.sourceId } }],
      ['GET /api/messages'],
      ['GET /api/channels'],
      ['GET /api/people/register'],
      ['GET /api/tokens'],
      ['GET /api/settings'],
      ['GET /api/logger-door'],
      ['GET /api/changes', { query: { limit: 500 } }],
      ['GET /api/ledger', { query: { limit: 500 } }],
      ['GET /api/ledger/export'],
    ]
    let answered = 0
    for (const role of roleOrder) {
      for (const [name, given] of pages) {
        const { status, body } = await at(people, role).ask(name, given)
        if (status !== 200) continue
        answered += 1
        const text = JSON.stringify(body)
        expect(
          marks.filter((mark) => text.includes(mark)),
          `${role}: ${name}`,
        ).toEqual([])
        if (name.startsWith('GET /api/readings')) expect(text).not.toMatch(new RegExp(`"values?":\\[?${value}\\b`))
      }
    }
    expect(answered).toBeGreaterThan(80)
  })

  it('is told that the other’s device does not exist when asking for its readings', async () => {
    const answer = await at(counties()[mine].people, 'analyst').ask('GET /api/readings', {
      query: {
        mn: other === 'north' ? NORTH.mn : SOUTH.mn,
        resolution: 'realtime',
        from: '2020-01-01T00:00:00Z',
        to: '2100-01-01T00:00:00Z',
      },
    })
    expect(answer.verdict).toBe('422 target-unknown')
  })

  it.each(roleOrder)('hears nothing of the other on the event stream: %s', async (role) => {
    const { people, subject, county } = counties()[mine]
    const { marks } = counties()[other]
    const dispatcher = at(people, 'dispatcher')
    const fence = await reportCase(dispatcher, subject.regionId)
    await assignCase(dispatcher, fence, at(county.units, 'unit-1'))
    const ear = ears.find((one) => one.role === role && one.of === mine)?.ear
    await ear?.await('the last event', (event) => event.name === 'case.assigned' && event.subjectId === fence)
    const heard = ear?.heard ?? []
    expect(heard.filter((event) => event.name === 'case.rectifying').map((event) => event.subjectId)).toEqual([
      subject.caseId,
    ])
    expect(heard.filter((event) => marks.includes(event.subjectId))).toEqual([])
  })
})

describe('two counties in one database', () => {
  it('count their numbers from one each', async () => {
    const year = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 4)
    for (const { people, subject } of [north, south]) {
      const dispatcher = at(people, 'dispatcher')
      const story = await dispatcher.call('GET /api/cases/:id', { params: { id: subject.caseId } })
      const { alert } = await dispatcher.call('GET /api/alerts/:id', { params: { id: subject.alertId } })
      const { task } = await dispatcher.call('GET /api/tasks/:id', { params: { id: subject.taskId } })
      expect(story.case.number).toBe(`W-${year}-0001`)
      expect([alert.number.slice(-3), task.number.slice(-3)]).toEqual(['-01', '-01'])
    }
  })

  it('keep a frame where its device is registered, and what nobody knows with the listener’s county', async () => {
    for (const { people, value, county } of [north, south]) {
      const analyst = at(people, 'analyst')
      const { items } = await analyst.call('GET /api/readings', {
        query: { resolution: 'realtime', from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
      })
      expect(items.map((one) => one.value)).toEqual([value])
      const kept = (await analyst.call('GET /api/quarantine')).items.map((frame) => frame.mn)
      expect(kept).toEqual(county === south.county ? [STRANGER] : [])
    }
  })

  it('take the same act id for two acts, one of each', async () => {
    const actId = randomUUID()
    const numbers: string[] = []
    for (const { people, subject } of [north, south]) {
      const body = { ...act({ title: '同号', sourceClass: 'dust', regionId: subject.regionId }), actId }
      numbers.push((await at(people, 'dispatcher').call('POST /api/cases', { body })).id)
      const story = await at(people, 'dispatcher').call('GET /api/cases/:id', { params: { id: actId } })
      expect(story.parts.map((part) => part.part)).toEqual(['reporter'])
    }
    expect(numbers).toEqual([actId, actId])
  })

  it('open no case from an alert of the other', async () => {
    const dispatcher = at(north.people, 'dispatcher')
    const wanted = { title: '邻县的预警', sourceClass: 'dust', regionId: north.subject.regionId }
    const of = (alertId: string) => dispatcher.ask('POST /api/cases', { body: act({ ...wanted, alertId }) })
    expect((await of(south.subject.alertId)).verdict).toBe('404 not-found')
    expect((await of(north.subject.alertId)).verdict).toBe('200')
  })

  it('have a chain each, that holds by itself, live and as an export', async () => {
    const heads: unknown[] = []
    for (const { people, county } of [north, south]) {
      const code = county === north.county ? NORTH.code : SOUTH.code
      const live = await runWeike(home, ['verify-ledger', '--data', home.dataDir, '--county', code])
      expect({ status: live.status, said: live.stderr }).toMatchObject({ status: 0 })
      const { bytes } = await at(people, 'auditor').bytes('GET /api/ledger/export')
      const file = join(home.dataDir, `${code}.ndjson`)
      await writeFile(file, bytes)
      const offline = await runWeike(home, ['verify-ledger', '--export', file])
      expect({ status: offline.status, said: offline.stderr }).toMatchObject({ status: 0 })
      const { head, items } = await at(people, 'auditor').call('GET /api/ledger', { query: { limit: 500 } })
      expect(items.map((event) => event.seq)).toEqual(Array.from({ length: head.seq }, (_, place) => head.seq - place))
      heads.push(head.hash)
    }
    expect(new Set(heads).size).toBe(2)
  })

  it('a server that is not told for which of them it listens is refused', async () => {
    await weike.stop()
    const refused = await runWeike(home, ['serve', '--data', home.dataDir, '--port', '0', '--hj212-port', '0'])
    expect(refused.status).toBe(1)
    expect(refused.stdout).toBe('')
    expect(refused.stderr).toContain('--county')
  })
})
