import type { Installation } from '../../src/app/installation.ts'
import type { Role } from '../../src/domain/access/table.ts'
import { everywhere } from '../../src/domain/alerts/model.ts'
import { addRule, silenceAlerts } from '../../src/domain/alerts/service.ts'
import { claimInstallation, foundCounty } from '../../src/domain/counties/service.ts'
import { addDevice } from '../../src/domain/devices/service.ts'
import { addChannel } from '../../src/domain/messages/service.ts'
import { addPerson, addUnit } from '../../src/domain/people/service.ts'
import { addRegion, regionOrCounty } from '../../src/domain/regions/service.ts'
import { addStation } from '../../src/domain/stations/service.ts'
import { actNow, consoleOf } from './in-installation.ts'
import { tokensOf } from './tokens.ts'

/** Every person's password in a county that a test makes. */
export const PASSWORD = 'air over two towns'

/** A county as a test wants it: everything by a key of its own; a town of null is the whole county. */
export interface CountyPlan {
  code: string
  name: string
  towns: readonly string[]
  units: readonly { key: string; town: string | null }[]
  people: readonly { key: string; roles: readonly Role[]; unit: string; town: string | null }[]
  /** Each with a data logger. */
  stations: readonly { code: string; town: string; mn: string; pw: string }[]
  tokens: readonly Role[]
  /** Address of its group robot. */
  robotUrl: string
}

/** What became of it: ids by the plan's keys. People sign in by `signInName`. */
export interface FoundCounty {
  countyId: string
  regions: ReadonlyMap<string, string>
  units: ReadonlyMap<string, string>
  people: ReadonlyMap<string, string>
  stations: ReadonlyMap<string, string>
  devices: ReadonlyMap<string, string>
  tokens: ReadonlyMap<Role, string>
  channelId: string
  ruleId: string
  silenceId: string
  revokedTokenId: string
  signInName(key: string): string
}

/**
 * Founds a county and fills it through the services, in an installation that is marked as real.
 * Its one rule: PM2.5 in real time over 75 µg/m³ at any station, grouped within 30 minutes.
 */
export async function foundCountyAs(installation: Installation, plan: CountyPlan): Promise<FoundCounty> {
  const { foundation, auth } = installation
  const { db } = foundation
  await claimInstallation(foundation, 'real')
  const { id: countyId } = await foundCounty(foundation, { code: plan.code, name: plan.name })
  const console = consoleOf(countyId)
  const parent = await regionOrCounty(db, countyId, undefined)
  const regions = new Map<string, string>()
  for (const [place, name] of plan.towns.entries()) {
    const region = {
      countyId,
      id: foundation.ids.next(),
      level: 'town',
      code: String(101 + place),
      name,
      parent,
    } as const
    regions.set(name, (await addRegion(db, region)).id)
  }
  const regionOf = (town: string | null) => (town === null ? parent.id : regions.get(town))
  const units = new Map<string, string>()
  for (const { key, town } of plan.units) {
    const wanted = { name: key, kind: 'department', regionId: regionOf(town) } as const
    units.set(key, (await addUnit(foundation, console, actNow(installation), wanted)).id)
  }
  const signInName = (key: string) => `${plan.code}-${key}`
  const people = new Map<string, string>()
  for (const { key, roles, unit, town } of plan.people) {
    const wanted = { roles, unitId: units.get(unit) ?? null, regionId: regionOf(town), password: PASSWORD }
    const person = { ...wanted, name: key, signInName: signInName(key) }
    people.set(key, (await addPerson(foundation, auth.passwords, console, actNow(installation), person)).id)
  }
  const stations = new Map<string, string>()
  const devices = new Map<string, string>()
  for (const { code, town, mn, pw } of plan.stations) {
    const wanted = { code, name: code, level: 'micro', lonWgs84: 113, latWgs84: 29, regionId: regionOf(town) } as const
    const station = await addStation(foundation, console, actNow(installation), wanted)
    stations.set(code, station.id)
    const device = { mn, password: pw, stationId: station.id, dataTimeNames: 'start', minuteInterval: 10 } as const
    const { id } = await addDevice(foundation, console, actNow(installation), { ...device, factors: ['a34004'] })
    devices.set(code, id)
  }
  const rule = await addRule(foundation, console, actNow(installation), {
    name: 'PM2.5 > 75',
    factor: 'a34004',
    resolution: 'realtime',
    stationId: null,
    kind: 'threshold',
    params: { durationMinutes: 0 },
    narrowing: everywhere,
    threshold: 75,
    severity: 'urgent',
    groupWindowMs: 30 * 60_000,
    enabled: true,
  })
  // Of ozone, which no logger sends: it keeps nothing quiet.
  const until = installation.foundation.clocks.domain.now() + 86_400_000
  const quiet = { ruleId: null, stationId: null, factor: 'a05024', until, reason: '臭氧仪检修' }
  const silence = await silenceAlerts(foundation, console, actNow(installation), quiet)
  const robot = { name: '工作群', url: plan.robotUrl }
  const channel = await addChannel(foundation, console, actNow(installation), robot)
  const tokens = new Map<Role, string>()
  for (const role of plan.tokens) {
    tokens.set(role, (await auth.tokens.create({ countyId, name: role, role })).token)
  }
  const revokedTokenId = await tokensOf(installation, countyId)
  const found = { countyId, regions, units, people, stations, devices, tokens }
  return { ...found, channelId: channel.id, ruleId: rule.id, silenceId: silence.id, revokedTokenId, signInName }
}

/** The entry of a key, which the test itself has put there. */
export function at<K, V>(map: ReadonlyMap<K, V>, key: K): V {
  const value = map.get(key)
  if (value === undefined) throw new Error(`nothing under ${String(key)}`)
  return value
}
