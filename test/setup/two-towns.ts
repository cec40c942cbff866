import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Role } from '../../src/domain/access/table.ts'
import { newJob } from '../../src/domain/imports/jobs.ts'
import { insertJob } from '../../src/domain/imports/store.ts'
import { setBaseMap } from '../../src/domain/maps/service.ts'
import { openMapShelf } from '../../src/domain/maps/shelf.ts'
import { drawRegion } from '../../src/domain/regions/service.ts'
import { setCircles } from '../../src/domain/stations/circles.ts'
import { usualRadiiKm } from '../../src/domain/stations/model.ts'
import { setTarget } from '../../src/domain/targets/service.ts'
import { type Relation, roleOrder } from '../access-matrix.ts'
import { type SignedIn, signIn } from './api-client.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './county.ts'
import { commandAndCancel } from './device-work.ts'
import { doubtfulHour } from './doubtful-hour.ts'
import { eventually } from './eventually.ts'
import { proposeSand } from './excluded-days.ts'
import { sendFrames, uploadFrame } from './field-logger.ts'
import { assignCase, findProblem, mend, photographTask, reportCase, sendTask } from './field-work.ts'
import type { FreshDatabase } from './fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './in-installation.ts'
import { restingFeed } from './resting-feed.ts'
import { enterSource, TAKEN_CODE } from './sources.ts'
import { type RunningWeike, startWeike } from './weike.ts'

/** Something of everything, in one relation to one person. */
export interface Subject {
  personId: string
  /** Somebody in the same place who may be erased. */
  expendableId: string
  unitId: string
  regionId: string
  stationId: string
  stationCode: string
  deviceId: string
  mn: string
  /** A command to the device that was given up. */
  commandId: string
  /** A doubtful hour of the county, and a correction that waits. */
  findingId: string
  correctionId: string
  /** Days of the county that somebody wants taken out. */
  exclusionId: string
  /** A file of readings that was handed over, and one of people. */
  importId: string
  peopleImportId: string
  /** A feed of the county that rests, and a pull of it. */
  feedId: string
  feedPullId: string
  alertId: string
  alertNumber: string
  taskId: string
  taskNumber: string
  taskPhotoId: string
  caseId: string
  caseNumber: string
  casePhotoId: string
  sourceId: string
  sourceCode: string
}

export interface TwoTowns {
  weike: RunningWeike
  county: FoundCounty
  dispatcher: SignedIn
  /** A person of each role, in the first unit and the first town. */
  people: ReadonlyMap<Role, SignedIn>
  subjects(role: Role): Readonly<Record<Relation, Subject>>
}

const NOWHERE = 'http://127.0.0.1:9/'
/** Where each relation lies: whose unit, which town. `own` is the person's own but lies in the other town. */
const colleagues = { unit: 'unit-1', near: 'unit-2', far: 'unit-3' } as const
type Elsewhere = keyof typeof colleagues
const elsewhere: readonly Elsewhere[] = ['unit', 'near', 'far']
const townOf = { own: 'town-2', unit: 'town-1', near: 'town-1', far: 'town-2' } as const
const stationIn = { 'town-1': 'S1', 'town-2': 'S2' } as const

const plan: CountyPlan = {
  code: '439911',
  name: '两镇县',
  towns: ['town-1', 'town-2'],
  units: [
    { key: 'unit-0', town: null },
    { key: 'unit-1', town: 'town-1' },
    { key: 'unit-2', town: 'town-1' },
    { key: 'unit-3', town: 'town-2' },
  ],
  people: [
    { key: 'centre', roles: ['dispatcher'], unit: 'unit-0', town: null },
    // Everybody begins as a grid member: only those get tasks, and what names a person may outlast the role.
    ...roleOrder.map((role) => ({ key: role, roles: ['grid-member'], unit: 'unit-1', town: 'town-1' }) as const),
    ...elsewhere.flatMap((relation) => [
      { key: `grid ${relation}`, roles: ['grid-member'], unit: colleagues[relation], town: townOf[relation] } as const,
      { key: `liaison ${relation}`, roles: ['liaison'], unit: colleagues[relation], town: townOf[relation] } as const,
      { key: `goes ${relation}`, roles: ['analyst'], unit: colleagues[relation], town: townOf[relation] } as const,
    ]),
    { key: 'goes by token', roles: ['analyst'], unit: 'unit-0', town: null },
  ],
  stations: [
    { code: 'S1', town: 'town-1', mn: '439911010000A05C1E7B0001', pw: '100001' },
    { code: 'S2', town: 'town-2', mn: '439911010000A05C1E7B0002', pw: '100002' },
  ],
  tokens: roleOrder,
  robotUrl: NOWHERE,
}

/** Frames that exceed the rule at both stations, and one that nobody can place. */
export function framesOfBothTowns(): Buffer[] {
  const known = plan.stations.map(({ mn, pw }) => uploadFrame({ mn, pw, at: Date.now(), data: 'a34004-Rtd=90' }))
  const unknown = uploadFrame({ mn: 'nobody', pw: '000000', at: Date.now(), data: 'a34004-Rtd=90' })
  return [...known, unknown]
}

/**
 * A county of two towns and three units, a server that runs on it, and in it a person of each role with something in each
 * relation to that person: alerts, tasks, cases and photos, all come about through the server itself.
 */
export async function twoTowns(home: FreshDatabase): Promise<TwoTowns> {
  const county = await inInstallation(home, async (installation) => {
    const found = await foundCountyAs(installation, plan)
    const corners: [number, number][] = [
      [112.9, 28.9],
      [113.1, 28.9],
      [113, 29.1],
      [112.9, 28.9],
    ]
    const wanted = { regionId: at(found.regions, 'town-1'), polygons: [[corners]] }
    await drawRegion(installation.foundation, consoleOf(found.countyId), actNow(installation), wanted)
    const first = { ...actNow(installation), expects: 0 }
    await setCircles(installation.foundation, consoleOf(found.countyId), first, [1, 3, 5], () => usualRadiiKm)
    await setTarget(installation.foundation, consoleOf(found.countyId), actNow(installation), {
      ...{ subjectId: at(found.stations, 'S1'), factor: 'a34004', averaging: 'year', year: 2026, month: null },
      ...{ value: 34, basis: '文件', replaces: null },
    })
    const shelf = await openMapShelf(join(home.dataDir, 'maps'))
    const act = { ...actNow(installation), expects: 0 }
    await setBaseMap(installation.foundation, shelf, consoleOf(found.countyId), act, {
      ...{ kind: 'none', picture: null, file: null, credit: '', key: null },
    })
    return found
  })
  const weike = await startWeike(home)
  const enter = (key: string) => signIn(weike.http, county.signInName(key), PASSWORD)
  const dispatcher = await enter('centre')
  await sendFrames(weike.hj212, framesOfBothTowns())
  const alertAt = await eventually('an alert in each town', async () => {
    const { items } = await dispatcher.call('GET /api/alerts')
    const found = new Map(items.map((alert) => [alert.stationCode, { id: alert.id, number: alert.number }]))
    return found.size === 2 ? found : undefined
  })
  const [station] = plan.stations
  const doubtful = await doubtfulHour(weike.hj212, station, dispatcher)
  const commandTo = new Map<string, string>()
  for (const [code, deviceId] of county.devices) commandTo.set(code, await commandAndCancel(dispatcher, deviceId))
  const files = await filesOf(home, county, dispatcher)
  const exclusionId = await proposeSand(dispatcher, at(county.stations, 'S1'))
  const common = { county, dispatcher, alertAt, doubtful, commandTo, files, exclusionId }

  const other = new Map<Elsewhere, Subject>()
  for (const relation of elsewhere) {
    const unitId = at(county.units, colleagues[relation])
    const grid = await enter(`grid ${relation}`)
    const taskId = await sendTask(dispatcher, at(alertAt, stationIn[townOf[relation]]).id, grid.me.personId)
    const taskPhotoId = await photographTask(grid, taskId)
    const caseId = await reportCase(dispatcher, at(county.regions, townOf[relation]))
    await assignCase(dispatcher, caseId, unitId)
    const casePhotoId = await mend(await enter(`liaison ${relation}`), caseId)
    const expendableId = at(county.people, `goes ${relation}`)
    const sourceCode = relation === 'unit' ? TAKEN_CODE : `D-${relation}`
    const sourceId = await enterSource(dispatcher, {
      code: sourceCode,
      ...{ regionId: at(county.regions, townOf[relation]), unitId },
    })
    const made = {
      personId: grid.me.personId,
      expendableId,
      unitId,
      taskId,
      taskPhotoId,
      caseId,
      casePhotoId,
      sourceId,
      sourceCode,
      ...(await numbersOf(dispatcher, { taskId, caseId })),
    }
    other.set(relation, { ...placeOf(common, relation), ...made })
  }

  const people = new Map<Role, SignedIn>()
  const own = new Map<Role, Subject>()
  const liaisonFar = await enter('liaison far')
  for (const role of roleOrder) {
    const person = await enter(role)
    people.set(role, person)
    own.set(role, await ownOf(common, person, liaisonFar))
  }
  await inInstallation(home, async ({ foundation }) => {
    for (const role of roleOrder) {
      const id = at(county.people, role)
      const change = foundation.db.updateTable('person').set({ roles: [role] })
      await change.where('countyId', '=', county.countyId).where('id', '=', id).execute()
    }
  })
  return {
    weike,
    county,
    dispatcher,
    people,
    subjects: (role) => ({
      own: at(own, role),
      unit: at(other, 'unit'),
      near: at(other, 'near'),
      far: at(other, 'far'),
    }),
  }
}

/** A file of readings as the dispatcher hands it over, and one of people as the table knows it. */
export async function filesOf(
  home: Pick<FreshDatabase, 'dataDir' | 'databaseUrl'>,
  county: FoundCounty,
  dispatcher: SignedIn,
): Promise<Common['files']> {
  const { id: importId } = await dispatcher.call('PUT /api/imports/:id', {
    params: { id: randomUUID() },
    query: { name: 'hours.csv' },
    bytes: Buffer.from('time,station,PM2.5\n2026-01-05 01:00,S1,35\n'),
    media: 'application/octet-stream',
  })
  const peopleImportId = await inInstallation(home, async ({ foundation }) => {
    const file = { name: 'people.csv', sha256: '', bytes: 0 }
    const job = newJob(foundation, consoleOf(county.countyId), file, 'people')
    await insertJob(foundation.db, job)
    return job.id
  })
  return { importId, peopleImportId, ...(await restingFeed(home, county)) }
}

interface Common {
  county: FoundCounty
  dispatcher: SignedIn
  alertAt: ReadonlyMap<string, { id: string; number: string }>
  doubtful: Pick<Subject, 'findingId' | 'correctionId'>
  /** By station code. */
  commandTo: ReadonlyMap<string, string>
  exclusionId: string
  files: Pick<Subject, 'importId' | 'peopleImportId' | 'feedId' | 'feedPullId'>
}

function placeOf({ county, alertAt, doubtful, commandTo, files, exclusionId }: Common, relation: Relation) {
  const stationCode = stationIn[townOf[relation]]
  return {
    regionId: at(county.regions, townOf[relation]),
    stationId: at(county.stations, stationCode),
    stationCode,
    deviceId: at(county.devices, stationCode),
    mn: plan.stations.find(({ code }) => code === stationCode)?.mn ?? '',
    commandId: at(commandTo, stationCode),
    alertId: at(alertAt, stationCode).id,
    alertNumber: at(alertAt, stationCode).number,
    ...doubtful,
    ...files,
    exclusionId,
  }
}

/** A task of the person's own, and a case that the person reported in the other town and that its unit mends. */
async function ownOf(common: Common, person: SignedIn, mender: SignedIn): Promise<Subject> {
  const { county, dispatcher } = common
  const place = placeOf(common, 'own')
  const { personId } = person.me
  const taskId = await sendTask(dispatcher, place.alertId, personId)
  const taskPhotoId = await photographTask(person, taskId)
  const caseId = await findProblem(person, await sendTask(dispatcher, place.alertId, personId))
  await assignCase(dispatcher, caseId, at(county.units, 'unit-3'))
  const casePhotoId = await mend(mender, caseId)
  const unitId = at(county.units, 'unit-1')
  const sourceCode = `D-${person.me.name}`
  const sourceId = await enterSource(dispatcher, {
    code: sourceCode,
    ...{ regionId: place.regionId, unitId: at(county.units, 'unit-3'), personId },
  })
  const numbers = await numbersOf(dispatcher, { taskId, caseId })
  const found = { taskId, taskPhotoId, caseId, casePhotoId, sourceId, sourceCode, ...numbers }
  return { ...place, personId, expendableId: personId, unitId, ...found }
}

/** By which people name a task and a case. */
export async function numbersOf(dispatcher: SignedIn, { taskId, caseId }: Pick<Subject, 'taskId' | 'caseId'>) {
  const { task } = await dispatcher.call('GET /api/tasks/:id', { params: { id: taskId } })
  const story = await dispatcher.call('GET /api/cases/:id', { params: { id: caseId } })
  return { taskNumber: task.number, caseNumber: story.case.number }
}
