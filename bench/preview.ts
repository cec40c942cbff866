/**
 * What a rule would have raised: thirty days of a county of nine stations, samples every 30 s, ten-minute means and hours,
 * six factors each, run through a rule of each kind by the same road as the button on the rule's page.
 *
 * Prints a JSON line for each: what, n [periods of devices read], ours [s], longest the event loop stood still [ms], machine.
 * Run: node bench/preview.ts [--days 30]
 */
import { cpus } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { openInstallation } from '../src/app/installation.ts'
import { everywhere, limitOf, type RuleCondition, type RuleDraft, ruleKindTable } from '../src/domain/alerts/model.ts'
import { previewer } from '../src/domain/alerts/preview.ts'
import { foundCounty } from '../src/domain/counties/service.ts'
import { addDevice } from '../src/domain/devices/service.ts'
import type { Resolution } from '../src/domain/readings/model.ts'
import type { LayerWrite } from '../src/domain/readings/service.ts'
import { usualRadiiKm } from '../src/domain/stations/model.ts'
import { addStation } from '../src/domain/stations/service.ts'
import { manualClock } from '../src/platform/clock.ts'
import { seededRandomness } from '../src/platform/identity.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { makeDataDirectory, removeDataDirectory } from '../test/setup/data-directory.ts'

const { values: given } = parseArgs({ options: { days: { type: 'string', default: '30' } } })
const days = Number(given.days)
const NOW = Date.parse('2026-11-30T23:59:30+08:00')
const STATIONS = 9
const factors = ['a34004', 'a34002', 'a05024', 'a21004', 'a21026', 'a21005']
const spacing: readonly (readonly [Resolution, number, string])[] = [
  ['realtime', 30_000, 'Rtd'],
  ['minute', 10 * MINUTE_MS, 'Avg'],
  ['hour', HOUR_MS, 'Avg'],
]
const asked: readonly (readonly [RuleCondition, Resolution, string | null])[] = [
  [{ kind: 'threshold', params: { durationMinutes: 0 } }, 'hour', 'a34004'],
  [{ kind: 'threshold', params: { durationMinutes: 60 } }, 'realtime', 'a34004'],
  [{ kind: 'rise', params: { windowMinutes: 60 } }, 'realtime', 'a34004'],
  [{ kind: 'neighbours', params: { ratio: 1.5, leastNeighbours: 3, graceMinutes: 20 } }, 'hour', 'a34004'],
  [{ kind: 'silent', params: {} }, 'realtime', null],
  [{ kind: 'flat-line', params: { tolerance: 0 } }, 'hour', null],
  [{ kind: 'completeness', params: { graceMinutes: 20 } }, 'minute', 'a34004'],
]

/** Air that goes up and down with the day and by chance, the same at each run. */
function air(deviceIds: readonly string[], importId: string) {
  let state = 20_261_130
  const chance = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return async function* layers(): AsyncGenerator<readonly LayerWrite[]> {
    for (const [resolution, length, statistic] of spacing) {
      const columns = factors.map((factor) => `${factor}-${statistic}`)
      const nothing = factors.map(() => null)
      for (const deviceId of deviceIds) {
        let batch: LayerWrite[] = []
        let level = 40
        for (let at = NOW - days * DAY_MS; at <= NOW; at += length) {
          const end = Math.ceil(at / length) * length
          level = Math.max(5, level + (45 - level) * 0.01 + (chance() - 0.5) * 4)
          const values = factors.map((_, place) => Math.round(level + place * 3 + 15 * Math.sin((at / DAY_MS) * 6.28)))
          batch.push({
            ...{ deviceId, resolution, columns, values, flags: nothing, qualities: nothing },
            ...{ source: 'import', sourceId: importId, recordedAt: NOW },
            periodStart: resolution === 'realtime' ? end : end - length,
            periodEnd: end,
          })
          if (batch.length < 2_000) continue
          yield batch
          batch = []
        }
        yield batch
      }
    }
  }
}

const dataDir = await makeDataDirectory()
const clock = manualClock(NOW)
const installation = await openInstallation({
  ...{ dataDir, databaseUrl: undefined, clocks: { domain: clock, wall: clock }, log: () => {}, name: 'weike bench' },
  randomness: seededRandomness('preview'),
})
try {
  const { foundation, readings } = installation
  const county = await foundCounty(foundation, { code: '439901', name: '测试县' })
  const principal = { kind: 'console', countyId: county.id } as const
  const act = () => ({ actId: foundation.ids.next(), actedAt: NOW - 400 * DAY_MS })
  const deviceIds: string[] = []
  for (let n = 1; n <= STATIONS; n += 1) {
    const place = { lonWgs84: 113.5 + n / 100, latWgs84: 29.5 }
    const station = { code: `B${n}`, name: `B${n}`, level: 'micro', ...place } as const
    const { id: stationId } = await addStation(foundation, principal, act(), station)
    const mn = `439901010000A05C1E7B${String(n).padStart(4, '0')}`
    const device = { mn, password: '1', stationId, dataTimeNames: 'end', minuteInterval: 10, factors } as const
    deviceIds.push((await addDevice(foundation, principal, act(), device)).id)
  }
  const filled = await readings.importLayers(county.id, air(deviceIds, foundation.ids.next())(), { only: null })
  const preview = previewer(foundation, readings, async () => usualRadiiKm)
  for (const [condition, resolution, factor] of asked) {
    const { kind } = condition
    const draft: RuleDraft = {
      ...condition,
      ...{ name: kind, factor, resolution, stationId: null, narrowing: everywhere, severity: 'notice', enabled: true },
      threshold: limitOf(kind, resolution)?.usual ?? 0,
      groupWindowMs: (ruleKindTable[kind].usualWindow[resolution] ?? 60) * MINUTE_MS,
    }
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const started = performance.now()
    const { alerts, layers } = await preview(principal, draft, days)
    const seconds = (performance.now() - started) / 1000
    delay.disable()
    const line = {
      what: `preview of ${days} days, ${kind} by ${resolution}, ${STATIONS} stations`,
      n: layers,
      'ours s': Number(seconds.toFixed(2)),
      alerts: alerts.length,
      'longest stop ms': Math.round(delay.max / 1e6),
      machine: `${cpus()[0]?.model ?? ''} × ${cpus().length}, Node ${process.version}, ${filled.layers} layers`,
    }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  }
} finally {
  await installation.close()
  await removeDataDirectory(dataDir)
}
