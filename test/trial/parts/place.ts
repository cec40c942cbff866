import { openInstallation } from '../../../src/app/installation.ts'
import { chooseCounty } from '../../../src/app/prepare.ts'
import { consoleWords } from '../../../src/app/words.ts'
import { draftOfRule, everywhere } from '../../../src/domain/alerts/model.ts'
import { addRule, changeRule, rulesOf } from '../../../src/domain/alerts/service.ts'
import { addDevice } from '../../../src/domain/devices/service.ts'
import { addChannel } from '../../../src/domain/messages/service.ts'
import { addStation } from '../../../src/domain/stations/service.ts'
import { systemClock } from '../../../src/platform/clock.ts'
import { systemRandomness } from '../../../src/platform/identity.ts'
import { factors, GROUP_WINDOW_MS, THRESHOLD, type TrialDevice } from './frames.ts'

/** What a trial knows of the installation that it made. */
export interface Place {
  countyId: string
  ruleId: string
  devices: ReadonlyMap<string, TrialDevice>
  /** Device id by MN. */
  deviceIds: ReadonlyMap<string, string>
  /** A token that may read. */
  token: string
}

/**
 * Makes a real installation with a station for each device and one rule over all of them: what an administrator does
 * before the loggers are switched on. Nothing runs on it when this returns.
 */
export async function layOut(options: {
  dataDir: string
  databaseUrl?: string | undefined
  devices: readonly TrialDevice[]
  /** Address of a group robot. */
  robot?: string
}): Promise<Place> {
  const { dataDir, databaseUrl, devices, robot } = options
  const installation = await openInstallation({
    dataDir,
    databaseUrl,
    clocks: { domain: systemClock, wall: systemClock },
    randomness: systemRandomness,
    log: () => {},
    name: 'weike trial',
  })
  try {
    const { foundation, auth } = installation
    const county = await chooseCounty(installation, undefined, { t: consoleWords({}), say: () => {} })
    const principal = { kind: 'console', countyId: county.id } as const
    const act = () => ({ actId: foundation.ids.next(), actedAt: systemClock.now() })
    const deviceIds = new Map<string, string>()
    for (const { mn, password, place } of devices) {
      const code = `T${String(place).padStart(4, '0')}`
      const where = { lonWgs84: 113.5, latWgs84: 29.5 }
      const station = await addStation(foundation, principal, act(), { code, name: code, level: 'micro', ...where })
      const settings = { dataTimeNames: 'start', minuteInterval: 10, factors } as const
      const device = await addDevice(foundation, principal, act(), { mn, password, stationId: station.id, ...settings })
      deviceIds.set(mn, device.id)
    }
    if (robot !== undefined) await addChannel(foundation, principal, act(), { name: 'robot', url: robot })
    // Every alert is to be foreseen, so no rule speaks but the trial's own.
    for (const one of await rulesOf(foundation.db, county.id)) {
      const off = { ...draftOfRule(one), enabled: false }
      await changeRule(foundation, principal, { ...act(), expects: one.version }, one.id, off)
    }
    const rule = await addRule(foundation, principal, act(), {
      name: `PM2.5 > ${THRESHOLD}`,
      factor: 'a34004',
      resolution: 'realtime',
      stationId: null,
      kind: 'threshold',
      params: { durationMinutes: 0 },
      narrowing: everywhere,
      threshold: THRESHOLD,
      severity: 'urgent',
      groupWindowMs: GROUP_WINDOW_MS,
      enabled: true,
    })
    const { token } = await auth.tokens.create({ countyId: county.id, name: 'trial', role: 'analyst' })
    return {
      countyId: county.id,
      ruleId: rule.id,
      devices: new Map(devices.map((device) => [device.mn, device])),
      deviceIds,
      token,
    }
  } finally {
    await installation.close()
  }
}
