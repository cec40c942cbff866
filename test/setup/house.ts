import { evidenceDeps } from '../../src/app/evidence.ts'
import { type Installation, openInstallation } from '../../src/app/installation.ts'
import type { Principal } from '../../src/domain/access/model.ts'
import type { Role } from '../../src/domain/access/table.ts'
import { everywhere, type RuleCondition, type RuleFrame } from '../../src/domain/alerts/model.ts'
import { addRule } from '../../src/domain/alerts/service.ts'
import { foundCounty } from '../../src/domain/counties/service.ts'
import { addDevice, deviceDirectory } from '../../src/domain/devices/service.ts'
import { addPerson, addUnit, principalOf } from '../../src/domain/people/service.ts'
import { createIngest } from '../../src/domain/readings/ingest.ts'
import type { AppendOutcome } from '../../src/domain/readings/store.ts'
import { addStation } from '../../src/domain/stations/service.ts'
import { readFrame, receive } from '../../src/gateways/hj212/reception.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import { seededRandomness } from '../../src/platform/identity.ts'
import { liveEvidence } from '../../src/platform/ledger/live-evidence.ts'
import { type Verification, verifyEvidence } from '../../src/platform/ledger/verify.ts'
import { createFramer } from '../../src/protocols/hj212/frame.ts'
import { MINUTE_MS } from '../../src/standards/civil-time.ts'
import { type FrameWords, uploadFrame } from './field-logger.ts'
import type { FreshDatabase } from './fresh-database.ts'

export type Person = Extract<Principal, { kind: 'person' }>

/** An installation in this process whose clocks stand still until a test moves them, and whose randomness is a seed's. */
export interface House {
  installation: Installation
  domain: ManualClock
  wall: ManualClock
  /** Moves both clocks. */
  pass(ms: number): void
  /** A county of its own, with nobody and nothing in it but the console. */
  found(): Promise<Place>
  close(): Promise<void>
}

export const NOON = Date.parse('2026-11-18T12:00:00+08:00')

export async function openHouse(fresh: FreshDatabase, seed = 'house', start = NOON): Promise<House> {
  const domain = manualClock(start)
  const wall = manualClock(start)
  const installation = await openInstallation({
    dataDir: fresh.dataDir,
    databaseUrl: fresh.databaseUrl,
    clocks: { domain, wall },
    randomness: seededRandomness(seed),
    log: () => {},
    name: 'weike house',
  })
  let founded = 0
  return {
    installation,
    domain,
    wall,
    pass(ms) {
      domain.advance(ms)
      wall.advance(ms)
    },
    async found() {
      founded += 1
      const code = String(439_900 + founded)
      const county = await foundCounty(installation.foundation, { code, name: `测试县 ${founded}` })
      return placeIn(installation, county.id, county.regionId, code)
    },
    close: () => installation.close(),
  }
}

/** What can be set up and done in a county, in the field's words. */
export interface Place {
  countyId: string
  regionId: string
  console: Extract<Principal, { kind: 'console' }>
  /** The envelope of an act, done now or some time ago. */
  act(agoMs?: number): { actId: string; actedAt: number }
  unit(name: string): Promise<string>
  /** Somebody with these roles, signed in on a session of their own. */
  person(name: string, roles: Role | readonly Role[], unitId?: string | null): Promise<Person>
  station(code: string): Promise<string>
  /** A logger at a station. */
  logger(stationId: string): Promise<Logger>
  rule(more?: Partial<Omit<RuleFrame, 'countyId' | 'id' | 'version'>>, condition?: RuleCondition): Promise<string>
  verify(): Promise<Verification>
}

export interface Logger {
  deviceId: string
  mn: string
  /** Sends a frame through reception into the store, as the gateway does. `at`: end of its period. */
  send(frame: Pick<FrameWords, 'at' | 'data'> & Partial<FrameWords>): Promise<AppendOutcome>
  /** A PM2.5 sample. [µg/m³] */
  sample(at: number, value: number): Promise<AppendOutcome>
}

const PASSWORD = 'a long pass phrase of a test'
export const LOGGER_PASSWORD = '620417'

function placeIn(installation: Installation, countyId: string, regionId: string, code: string): Place {
  const { foundation, auth, readings } = installation
  const console = { kind: 'console', countyId } as const
  const act = (agoMs = 0) => ({ actId: foundation.ids.next(), actedAt: foundation.clocks.domain.now() - agoMs })
  const ingest = createIngest(readings, () => {})
  let loggers = 0

  return {
    countyId,
    regionId,
    console,
    act,
    unit: async (name) => (await addUnit(foundation, console, act(), { name, kind: 'department' })).id,
    async person(name, roles, unitId = null) {
      const signInName = `${code} ${name}`
      const wanted = {
        name,
        roles: typeof roles === 'string' ? [roles] : roles,
        unitId,
        signInName,
        password: PASSWORD,
      }
      const { id: personId } = await addPerson(foundation, auth.passwords, console, act(), wanted)
      const session = { id: foundation.ids.next(), countyId, personId }
      const person = await principalOf(foundation.db, session)
      if (person === null) throw new Error(`${name} is not active`)
      return person
    },
    async station(stationCode) {
      const place = { lonWgs84: 113.5, latWgs84: 29.5 }
      const wanted = { code: stationCode, name: `${stationCode} 站`, level: 'micro' as const, ...place }
      return (await addStation(foundation, console, act(), wanted)).id
    },
    async logger(stationId) {
      loggers += 1
      const mn = `${code}010000A05C1E7B${String(loggers).padStart(4, '0')}`
      const { id: deviceId } = await addDevice(foundation, console, act(), {
        mn,
        password: LOGGER_PASSWORD,
        stationId,
        dataTimeNames: 'end',
        minuteInterval: 10,
        factors: ['a34004'],
      })
      const directory = deviceDirectory(foundation, foundation.clocks.wall)
      const send: Logger['send'] = async (frame) => {
        const bytes = uploadFrame({ mn, pw: LOGGER_PASSWORD, ...frame })
        const [event] = createFramer().push(bytes)
        if (event?.kind !== 'frame') throw new Error('a test frame that is none')
        const { incoming } = receive(readFrame(event), {
          device: await directory.find(mn),
          isOwnLine: false,
          listenerCountyId: countyId,
          now: foundation.clocks.domain.now(),
          ids: foundation.ids,
          replays: null,
        })
        return ingest.add(incoming)
      }
      return {
        deviceId,
        mn,
        send,
        sample: (at, value) => send({ at, data: `a34004-Rtd=${value},a34004-Flag=N` }),
      }
    },
    async rule(more = {}, condition = { kind: 'threshold', params: { durationMinutes: 0 } }) {
      const wanted = {
        name: 'PM2.5 > 75',
        factor: 'a34004',
        resolution: 'realtime' as const,
        stationId: null,
        narrowing: everywhere,
        threshold: 75,
        severity: 'urgent' as const,
        groupWindowMs: 30 * MINUTE_MS,
        enabled: true,
        ...more,
        ...condition,
      }
      return (await addRule(foundation, console, act(), wanted)).id
    },
    verify() {
      const { publicKey } = foundation.keys.signer
      const wanted = { countyId, at: foundation.clocks.domain.now(), publicKey, withPayloads: true }
      const deps = evidenceDeps(installation)
      return verifyEvidence(liveEvidence(deps, wanted), { checkers: deps.checkers, trustedKeys: [publicKey] })
    },
  }
}
