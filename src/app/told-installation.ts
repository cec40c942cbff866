import { networkInterfaces } from 'node:os'
import { countyById } from '../domain/counties/service.ts'
import { usualLevelsOf } from '../domain/evaluations/table.ts'
import type { Retention } from '../domain/readings/retention.ts'
import type { FileSetting, LoggerDoor } from '../domain/settings/model.ts'
import type { ToldInstallation } from '../domain/settings/routes.ts'
import { alertSettingsByCounty } from './alert-settings.ts'
import type { Installation } from './installation.ts'
import { type Settings, settingsFile, usualSettings } from './settings.ts'

type Told = Pick<Settings, 'hj212' | 'validity' | 'alerts' | 'imports' | 'evaluation' | 'feeds'>

/** What the installation tells of itself: what its file decides for a county, and where loggers connect. */
export function toldInstallation(
  installation: Pick<Installation, 'dataDir' | 'foundation' | 'retention'>,
  settings: Told,
  loggerDoor: () => LoggerDoor,
): ToldInstallation {
  return {
    file: settingsFile(installation.dataDir),
    loggerDoor,
    async settingsOf(countyId) {
      const { code } = await countyById(installation.foundation.db, countyId)
      const [own, usual] = await Promise.all([
        valuesOf(installation, settings, installation.retention, { id: countyId, code }),
        valuesOf(installation, usualSettings, usualSettings.retention, { id: countyId, code: '' }),
      ])
      return own.map(([key, value]): FileSetting => {
        const text = written(value)
        const usually = written(usual.find(([name]) => name === key)?.[1] ?? null)
        return { key, value: text, usual: usually, isOwn: text !== usually }
      })
    },
  }
}

type Value = string | number | boolean | null | readonly string[]

/** Every setting that is shown, in the order of the screen. */
async function valuesOf(
  installation: Pick<Installation, 'foundation'>,
  { hj212, validity, alerts, imports, evaluation, feeds }: Told,
  retention: Retention,
  county: { id: string; code: string },
): Promise<(readonly [key: string, value: Value])[]> {
  const ofAlerts = await alertSettingsByCounty(installation, alerts)
  const radii = ofAlerts.fileRadiiOf(county.id)
  const noisy = ofAlerts.noisyOf(county.id)
  return [
    ['alerts.circlesKm.core', radii.core],
    ['alerts.circlesKm.key', radii.key],
    ['alerts.circlesKm.radiation', radii.radiation],
    ['alerts.noisy.verified', noisy.verified],
    ['alerts.noisy.share', noisy.share],
    ['evaluation.stations', evaluation[county.code] ?? usualLevelsOf(county.id)],
    ['validity', numbersIn(validity.ofAll) + numbersIn(validity.counties[county.code] ?? {})],
    ['retention.realtimeMonths', retention.realtime ?? null],
    ['retention.minuteMonths', retention.minute ?? null],
    ['retention.hourMonths', retention.hour ?? null],
    ['imports.fileMegabytes', imports.fileMegabytes],
    ['feeds.allowPrivate', feeds.allowPrivate],
    ['feeds.folders', feeds.folders],
    ['feeds.documentMegabytes', feeds.documentMegabytes],
    ['hj212.allow', hj212.allow],
    ['hj212.tls', hj212.tls?.port ?? null],
    ...Object.entries(hj212.limits).map(([name, value]) => [`hj212.limits.${name}`, value] as const),
  ]
}

/** How many numbers a county has set of the checks. */
function numbersIn(said: object): number {
  return Object.values(said).reduce<number>(
    (sum, value) => sum + (typeof value === 'object' && value !== null ? numbersIn(value) : 1),
    0,
  )
}

function written(value: Value): string {
  if (value === null) return ''
  return typeof value === 'object' ? value.join(', ') : String(value)
}

/**
 * Where loggers connect, and by which addresses others reach this machine: those of its networks where the server listens on all of
 * them, else the one that it listens on; none where that is the machine itself alone.
 */
export function loggerDoorOf(
  gateway: { address: { host: string; port: number }; tlsAddress: { port: number } | null },
  allow: readonly string[],
): LoggerDoor {
  const { host, port } = gateway.address
  const everywhere = host === '0.0.0.0' || host === '::'
  const here = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
  const isLoopback = host === 'localhost' || host === '::1' || host.startsWith('127.')
  const addresses = everywhere ? here : isLoopback ? [] : [host]
  return { host, port, tlsPort: gateway.tlsAddress?.port ?? null, addresses, allow }
}
