import { county, devices, type Manner, people, stations, towns, units } from '../../../simulator/place.ts'
import type { Principal } from '../../domain/access/model.ts'
import { everywhere, firstRules, type RuleDraft } from '../../domain/alerts/model.ts'
import { addRule, rulesOf } from '../../domain/alerts/service.ts'
import { claimInstallation, countiesOf, foundCounty } from '../../domain/counties/service.ts'
import { addDevice } from '../../domain/devices/service.ts'
import { addChannel, moveChannel } from '../../domain/messages/service.ts'
import { addPerson, addUnit } from '../../domain/people/service.ts'
import { addRegion, regionOrCounty, regionsById } from '../../domain/regions/service.ts'
import { addStation } from '../../domain/stations/service.ts'
import { defaultLanguage } from '../../platform/i18n.ts'
import { idNamed } from '../../platform/identity.ts'
import { MINUTE_MS } from '../../standards/civil-time.ts'
import type { Installation } from '../installation.ts'
import { addStaleRule } from '../prepare.ts'
import { seedTargets } from './targets.ts'

/** Every demo person's password: the demo listens on this machine alone and says so on its sign-in page. */
export const DEMO_PASSWORD = 'weike-demo'

/** As the simulator's loggers send unless told otherwise. [s] */
const SIMULATED_REALTIME_SECONDS = 30

/**
 * The demo's first rule: PM2.5 over 75 µg/m³, the daily limit of grade II of GB 3095-2012, here for real-time values around the
 * national station, which itself tells hours only.
 */
const DEMO_THRESHOLD_UG_PER_M3 = 75
const DEMO_GROUP_WINDOW_MS = 30 * MINUTE_MS

/** A place that smokes stands out among its neighbours: half as much again, and 35 µg/m³ more. */
const aboveNeighbours: RuleDraft = {
  name: '',
  kind: 'neighbours',
  params: { ratio: 1.5, leastNeighbours: 3, graceMinutes: 20 },
  factor: 'a34004',
  resolution: 'hour',
  stationId: null,
  narrowing: everywhere,
  threshold: 35,
  severity: 'attention',
  groupWindowMs: 180 * MINUTE_MS,
  enabled: true,
}

/** Hours of the national station above the daily limits of grade II (GB 3095-2012, table 1). [µg/m³] */
const nationalHours = [
  { key: 'national-pm25', factor: 'a34004', threshold: 75 },
  { key: 'national-pm10', factor: 'a34002', threshold: 150 },
] as const

const nationalHour = {
  kind: 'threshold',
  params: { durationMinutes: 0 },
  resolution: 'hour',
  narrowing: everywhere,
  severity: 'attention',
  groupWindowMs: 180 * MINUTE_MS,
  enabled: true,
} as const

/** The sign-ins that the demo offers on its first page. */
export const demoSignIns = people
  .filter(({ isOffered }) => isOffered)
  .map((person) => ({
    signInName: person.signInName,
    password: DEMO_PASSWORD,
    name: person.name.zh,
    role: person.roles[0] ?? 'analyst',
  }))

interface Seeding {
  installation: Installation
  principal: Extract<Principal, { kind: 'console' }>
  regionIds: Map<string, string>
}

/**
 * Fills an empty database with the demo county, through the services that an administrator's acts go through. Each act has
 * an id made from what it adds, so a seeding that was cut off is simply done again: what was there stays as it is.
 * @throws Problem `database-mark` for a database that is not the demo's
 */
export async function seedDemo(installation: Installation): Promise<{ countyId: string }> {
  const { foundation } = installation
  await claimInstallation(foundation, 'demo')
  const known = (await countiesOf(foundation.db)).find((one) => one.code === county.code)
  const countyId = known?.id ?? (await foundCounty(foundation, { code: county.code, name: county.name.zh })).id
  // This rule is the last that is added.
  const rules = known === undefined ? [] : await rulesOf(foundation.db, countyId)
  if (rules.some(({ id }) => id === seedId('rule'))) {
    await addStaleRule(foundation, countyId)
    return { countyId }
  }
  const seeding: Seeding = {
    installation,
    principal: { kind: 'console', countyId },
    regionIds: await seedTowns(installation, countyId),
  }
  await seedUnitsAndPeople(seeding)
  await seedStations(seeding)
  const { id } = await regionOrCounty(foundation.db, countyId, undefined)
  await seedTargets(installation, seeding.principal, id, seedId)
  await seedRules(seeding)
  return { countyId }
}

/** The same id for the same thing at every seeding. */
function seedId(what: string): string {
  return idNamed(`weike demo ${what}`)
}

function actFor(seeding: Seeding, what: string): { actId: string; actedAt: number } {
  return { actId: seedId(what), actedAt: seeding.installation.foundation.clocks.domain.now() }
}

async function seedTowns(installation: Installation, countyId: string): Promise<Map<string, string>> {
  const { db } = installation.foundation
  const parent = await regionOrCounty(db, countyId, undefined)
  const there = await regionsById(db, countyId)
  const ids = new Map<string, string>()
  for (const town of towns) {
    const id = seedId(`town ${town.code}`)
    ids.set(town.code, id)
    if (there.has(id)) continue
    await addRegion(db, { countyId, id, level: 'town', code: town.code, name: town.name.zh, parent })
  }
  return ids
}

function regionIdOf({ regionIds }: Seeding, townCode: string | null): string | undefined {
  return townCode === null ? undefined : regionIds.get(townCode)
}

async function seedUnitsAndPeople(seeding: Seeding): Promise<void> {
  const { installation, principal } = seeding
  const { foundation, auth } = installation
  for (const unit of units) {
    const wanted = { name: unit.name.zh, kind: unit.kind, regionId: regionIdOf(seeding, unit.townCode) }
    await addUnit(foundation, principal, actFor(seeding, `unit ${unit.key}`), wanted)
  }
  for (const person of people) {
    await addPerson(foundation, auth.passwords, principal, actFor(seeding, `person ${person.signInName}`), {
      name: person.name.zh,
      roles: person.roles,
      unitId: seedId(`unit ${person.unitKey}`),
      regionId: regionIdOf(seeding, person.townCode),
      signInName: person.signInName,
      password: DEMO_PASSWORD,
    })
  }
}

async function seedStations(seeding: Seeding): Promise<void> {
  const { installation, principal } = seeding
  const { foundation } = installation
  for (const station of stations) {
    const { code, level, lonWgs84, latWgs84 } = station
    const regionId = regionIdOf(seeding, station.townCode)
    const wanted = { code, level, lonWgs84, latWgs84, name: station.name.zh, regionId }
    await addStation(foundation, principal, actFor(seeding, `station ${code}`), wanted)
  }
  for (const device of devices) {
    await addDevice(foundation, principal, actFor(seeding, `device ${device.mn}`), {
      mn: device.mn,
      name: device.name.zh,
      password: device.pw,
      stationId: seedId(`station ${device.stationCode}`),
      dataTimeNames: device.dataTimeNames,
      minuteInterval: device.minuteInterval,
      factors: device.factors,
      settings: { realtimeSeconds: SIMULATED_REALTIME_SECONDS, aliases: aliasesOf(device.manner) },
    })
  }
}

/** The device's own name of a factor → the standard's. */
function aliasesOf({ names = {} }: Manner): Record<string, string> {
  return Object.fromEntries(Object.entries(names).map(([code, name]) => [name, code]))
}

async function seedRules(seeding: Seeding): Promise<void> {
  const { installation, principal } = seeding
  const { foundation } = installation
  const t = foundation.words.translator(defaultLanguage)
  // Of thresholds it has one of its own, below.
  for (const rule of firstRules.filter((one) => one.kind !== 'threshold')) {
    const kind = `${rule.kind}-${rule.resolution}`
    // catalogue keys: seed.rule.*
    await addRule(foundation, principal, actFor(seeding, `rule ${kind}`), { ...rule, name: t(`seed.rule.${kind}`) })
  }
  const national = stations.find((station) => station.level === 'national')
  const stationId = national === undefined ? null : seedId(`station ${national.code}`)
  const rule = (key: string, draft: RuleDraft) => addRule(foundation, principal, actFor(seeding, key), draft)
  await rule('rule neighbours-hour', { ...aboveNeighbours, name: t('seed.rule.neighbours-hour') })
  for (const { key, factor, threshold } of nationalHours) {
    // catalogue keys: seed.rule.*
    await rule(`rule ${key}`, { ...nationalHour, name: t(`seed.rule.${key}`), factor, threshold, stationId })
  }
  await rule('rule', {
    ...nationalHour,
    name: `PM2.5 > ${DEMO_THRESHOLD_UG_PER_M3} µg/m³`,
    factor: 'a34004',
    resolution: 'realtime',
    threshold: DEMO_THRESHOLD_UG_PER_M3,
    stationId: null,
    narrowing: { ...everywhere, circle: 'core' },
    severity: 'urgent',
    groupWindowMs: DEMO_GROUP_WINDOW_MS,
  })
}

/** The demo's robot listens on another port at each start: the one channel of the demo follows it. */
export async function pointDemoChannel(installation: Installation, countyId: string, url: string): Promise<void> {
  const { foundation } = installation
  const principal: Principal = { kind: 'console', countyId }
  const id = seedId('channel')
  const act = { actId: id, actedAt: foundation.clocks.domain.now() }
  await addChannel(foundation, principal, act, { name: '蓝天办工作群（模拟）', url })
  await moveChannel(foundation, principal, id, url)
}
