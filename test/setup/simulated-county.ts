import { evidenceDeps } from '../../src/app/evidence.ts'
import { acknowledgeAlert, citedFrames, evaluateStep, pageOfAlerts } from '../../src/domain/alerts/service.ts'
import { actOnCase, addCasePhoto, type Moved } from '../../src/domain/cases/service.ts'
import { climbLadders } from '../../src/domain/clocks/ladder.ts'
import { robotBudget, sendDue } from '../../src/domain/messages/sender.ts'
import { addChannel } from '../../src/domain/messages/service.ts'
import { addTaskPhoto, checkIn, finishTask, sendTask, taskById } from '../../src/domain/tasks/service.ts'
import { forgetOldActs } from '../../src/platform/acts/retention.ts'
import { type Randomness, seededRandomness } from '../../src/platform/identity.ts'
import { signDays } from '../../src/platform/ledger/days.ts'
import { purgeFrames } from '../../src/platform/ledger/purge.ts'
import { chainHead } from '../../src/platform/ledger/read.ts'
import { sealTelemetry } from '../../src/platform/ledger/telemetry.ts'
import { HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import type { FreshDatabase } from './fresh-database.ts'
import { type House, type Logger, openHouse, type Person, type Place } from './house.ts'
import { picture } from './pictures.ts'

/** What a simulated time leaves behind, to be held against another run of the same. */
export interface Simulated {
  /** Place and hash of the end of the ledger: everything that happened is in it. */
  head: { seq: number; hash: string }
  /** The last signed day. */
  day: { day: string; seq: number; hash: string; signature: string }
  counts: Readonly<Record<'frames' | 'alerts' | 'cases' | 'closed' | 'rungs' | 'messages' | 'days', number>>
  /** What the verifier found: nothing, if all is well. */
  findings: readonly unknown[]
}

const START = Date.parse('2026-01-01T00:00:00+08:00')

/** Chance of a simulation: whole numbers and yes or no from a seed of its own, so that it takes nothing from the ids. */
function chance(randomness: Randomness) {
  const upTo = (most: number) => randomness.bytes(4).readUInt32BE() % (most + 1)
  return { upTo, percent: (p: number) => upTo(99) < p }
}
type Chance = ReturnType<typeof chance>

/**
 * Lives through some days of a county with two stations by clocks that are moved by hand: hourly frames through reception and
 * ingest, rules, tasks and cases by people with habits, ladders, messages, sealing, signing, purging, all in the order in
 * which the loops of the server do them.
 */
export async function simulate(fresh: FreshDatabase, options: { days: number; seed: string }): Promise<Simulated> {
  const house = await openHouse(fresh, options.seed, START)
  try {
    const place = await house.found()
    const county = await settle(house, place, chance(seededRandomness(`${options.seed}: what happens`)))
    for (let hour = 1; hour <= options.days * 24; hour += 1) await liveAnHour(county, hour)
    return await sumUp(house, place)
  } finally {
    await house.close()
  }
}

interface County {
  house: House
  place: Place
  chance: Chance
  stations: { logger: Logger; unsent: number[]; level: number }[]
  people: { dispatcher: Person; grid: Person; liaison: Person; unitId: string }
  /** What people have made up their minds to do, by the hour. */
  agenda: { hour: number; run: (hour: number) => Promise<void> }[]
  budget: ReturnType<typeof robotBudget>
}

async function settle(house: House, place: Place, luck: Chance): Promise<County> {
  const { foundation } = house.installation
  const unitId = await place.unit('住建局')
  const people = {
    unitId,
    dispatcher: await place.person('陈一鸣', 'dispatcher'),
    grid: await place.person('刘桂芳', 'grid-member'),
    liaison: await place.person('周敏', 'liaison', unitId),
  }
  await place.rule({ resolution: 'hour', groupWindowMs: 3 * HOUR_MS })
  await addChannel(foundation, place.console, place.act(), { name: '群', url: 'http://robot.invalid/' })
  const stations = []
  for (const code of ['QY001', 'QY002']) {
    stations.push({ logger: await place.logger(await place.station(code)), unsent: [], level: 40 })
  }
  return { house, place, chance: luck, stations, people, agenda: [], budget: robotBudget() }
}

async function liveAnHour(county: County, hour: number): Promise<void> {
  const { house, place, chance: luck } = county
  const { countyId } = place
  // A logger sends the hour a minute and a half after it is over.
  const now = START + hour * HOUR_MS + 90_000
  house.domain.set(now)
  house.wall.set(now)
  for (const station of county.stations) await sendHour(station, START + hour * HOUR_MS, luck)
  const { foundation, readings } = house.installation
  while ((await evaluateStep(foundation, readings, countyId)).frames > 0);
  await dispatch(county, hour)
  for (const one of county.agenda.filter((entry) => entry.hour <= hour)) {
    county.agenda.splice(county.agenda.indexOf(one), 1)
    // People do not act on the stroke of the hour.
    house.pass(MINUTE_MS)
    await one.run(hour)
  }
  await climbLadders(foundation, countyId)
  await sendDue(foundation, county.budget, async () =>
    luck.percent(5) ? { outcome: 'again', error: 'HTTP 500' } : { outcome: 'sent' },
  )
  await keepLedger(county, hour)
}

/** PM2.5 wanders between 5 and 160; a line that is down keeps its hours back, some are sent twice, some are corrected. */
async function sendHour(station: County['stations'][number], endingAt: number, luck: Chance): Promise<void> {
  station.level = Math.min(160, Math.max(5, station.level + luck.upTo(30) - 15))
  station.unsent.push(endingAt)
  if (luck.percent(6)) return
  for (const at of station.unsent.splice(0)) {
    const data = `a34004-Avg=${station.level},a34004-Flag=${luck.percent(2) ? 'D' : 'N'};a34002-Avg=${station.level * 2},a34002-Flag=N`
    const { logger } = station
    await logger.send({ cn: '2061', at, data })
    if (luck.percent(3)) await logger.send({ cn: '2061', at, data, qn: '20260101000000999' })
    if (luck.percent(1)) await logger.send({ cn: '2061', at, data: data.replace('Avg=', 'Avg=1') })
  }
}

/** By day the dispatcher looks at what is open and sends somebody. */
async function dispatch(county: County, hour: number): Promise<void> {
  if (hour % 24 < 8 || hour % 24 > 20) return
  const { place, people, chance: luck } = county
  const { foundation } = county.house.installation
  const { items } = await pageOfAlerts(foundation, people.dispatcher, { states: ['open'], limit: 20 })
  for (const { alert } of items) {
    const act = { ...place.act(), expects: alert.version }
    await acknowledgeAlert(foundation, people.dispatcher, act, alert.id)
    const wanted = { alertId: alert.id, assigneeId: people.grid.personId, instruction: '去看看', dueInMinutes: 120 }
    const task = await sendTask(foundation, people.dispatcher, place.act(), wanted)
    later(county, hour + 1 + luck.upTo(3), () => verifyOnSite(county, task.id))
  }
}

function later(county: County, hour: number, run: (hour: number) => Promise<void>): void {
  county.agenda.push({ hour, run })
}

async function verifyOnSite(county: County, taskId: string): Promise<void> {
  const { place, people, house, chance: luck } = county
  const { foundation } = house.installation
  const grid = people.grid
  // Without network on the spot: it comes in some time after it was done.
  const ago = () => luck.upTo(40) * MINUTE_MS
  await checkIn(foundation, grid, { ...place.act(ago()), expects: 1 }, taskId, { lon: 113.5, lat: 29.5, accuracyM: 8 })
  const nonce = (await taskById(foundation.db, place.countyId, taskId))?.nonce ?? ''
  const takenAt = house.domain.now()
  await addTaskPhoto(foundation, grid, place.act(ago()), taskId, picture(`before ${taskId}`), { takenAt, nonce })
  const envelope = { ...place.act(ago()), expects: 2 }
  if (luck.percent(30)) {
    await finishTask(foundation, grid, envelope, taskId, { finding: 'nothing-found' })
    return
  }
  const found = {
    finding: 'problem',
    title: '裸土未覆盖',
    sourceClass: luck.percent(70) ? 'dust' : 'industry',
  } as const
  const { caseId } = await finishTask(foundation, grid, envelope, taskId, found)
  if (caseId === null) throw new Error('a problem without a case')
  const hour = Math.floor((takenAt - START) / HOUR_MS)
  later(county, hour + 1 + luck.upTo(10), () => handOver(county, caseId))
}

/** From the hand-over to the end, each step some hours behind the last. */
async function handOver(county: County, caseId: string): Promise<void> {
  const { place, people, chance: luck, house } = county
  const { foundation } = house.installation
  const { dispatcher, liaison, unitId } = people
  const expects = (version: number) => ({ ...place.act(), expects: version })
  let at: Moved = await actOnCase(foundation, dispatcher, { ...expects(1), name: 'assign' }, caseId, {
    unitId,
    assistingUnitIds: [],
    dueInHours: 48,
    instruction: '两日内整改',
  })
  const hourNow = () => Math.floor((house.domain.now() - START) / HOUR_MS)
  const mend = async (): Promise<void> => {
    const takenAt = house.domain.now()
    const photo = picture(`after ${caseId} ${at.version}`)
    await addCasePhoto(foundation, liaison, place.act(), caseId, photo, { takenAt })
    at = await actOnCase(foundation, liaison, { ...expects(at.version), name: 'submit' }, caseId, { result: '已覆盖' })
    later(county, hourNow() + 1 + luck.upTo(12), judge)
  }
  const judge = async (): Promise<void> => {
    if (luck.percent(20)) {
      const reason = { reason: '没盖全' }
      at = await actOnCase(foundation, dispatcher, { ...expects(at.version), name: 'return' }, caseId, reason)
      later(county, hourNow() + 2 + luck.upTo(20), mend)
      return
    }
    at = await actOnCase(foundation, dispatcher, { ...expects(at.version), name: 'verify' }, caseId, {})
    at = await actOnCase(foundation, dispatcher, { ...expects(at.version), name: 'close' }, caseId, {})
  }
  later(county, hourNow() + 1 + luck.upTo(8), async () => {
    at = await actOnCase(foundation, liaison, { ...expects(at.version), name: 'acknowledge' }, caseId, {})
    at = await actOnCase(foundation, liaison, { ...expects(at.version), name: 'begin' }, caseId, {})
    later(county, hourNow() + 4 + luck.upTo(60), mend)
  })
}

/** Seals the hours, signs the days and lets go of what is old. */
async function keepLedger({ house, place }: County, hour: number): Promise<void> {
  const { installation, domain } = house
  const { db, ids, keys } = installation.foundation
  const telemetry = { db, archive: evidenceDeps(installation).archive, ids, clock: domain }
  await sealTelemetry(telemetry, place.countyId)
  await signDays(db, place.countyId, domain.now(), keys.signer)
  if (hour % 24 !== 1) return
  await purgeFrames(telemetry, place.countyId, await citedFrames(db, place.countyId))
  await forgetOldActs(db, domain.now())
}

async function sumUp(house: House, place: Place): Promise<Simulated> {
  const { db } = house.installation.foundation
  const { countyId } = place
  const day = await db
    .selectFrom('ledgerDay')
    .select(['day', 'seq', 'hash', 'signature'])
    .where('countyId', '=', countyId)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const rowsOf = async (table: 'frame' | 'alert' | 'problemCase' | 'ladderFired' | 'outbox' | 'ledgerDay') => {
    const counted = db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('rows'))
    return (await counted.where('countyId', '=', countyId).executeTakeFirstOrThrow()).rows
  }
  const closed = await db
    .selectFrom('problemCase')
    .select((eb) => eb.fn.countAll<number>().as('rows'))
    .where('countyId', '=', countyId)
    .where('state', '=', 'closed')
    .executeTakeFirstOrThrow()
  return {
    head: await chainHead(db, countyId),
    day: { ...day, hash: day.hash.toString('hex'), signature: day.signature.toString('hex') },
    counts: {
      frames: await rowsOf('frame'),
      alerts: await rowsOf('alert'),
      cases: await rowsOf('problemCase'),
      closed: closed.rows,
      rungs: await rowsOf('ladderFired'),
      messages: await rowsOf('outbox'),
      days: await rowsOf('ledgerDay'),
    },
    findings: (await place.verify()).findings,
  }
}
