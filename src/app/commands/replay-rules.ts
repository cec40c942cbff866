import type { Rule } from '../../domain/alerts/model.ts'
import { type ReplayedRules, replayRules, rulesOf, type WouldHave } from '../../domain/alerts/service.ts'
import type { Station } from '../../domain/stations/model.ts'
import { stationsOf } from '../../domain/stations/service.ts'
import { systemClock } from '../../platform/clock.ts'
import { civilDayOf, DAY_MS, isoShanghai, startOfCivilDay } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import { alertSettingsByCounty } from '../alert-settings.ts'
import { readSettings } from '../settings.ts'
import { consoleLanguage } from '../words.ts'
import { type Command, type CommandContext, installationOptions, needed, option, WrongUse } from './command.ts'
import { withInstallation } from './with-installation.ts'

/** Between two lines of progress. [ms] */
const TOLD_EVERY_MS = 5_000

/** What an alert is told with: whose it is in words. */
interface Known {
  rules: ReadonlyMap<string, Rule>
  stations: ReadonlyMap<string, Station>
}

/**
 * Stored days run through today's rules: what would have been raised. Nothing is written. By the same evaluator as what comes
 * in now, so that for days that were looked at as they happened it says the same.
 */
export const replayOfRules: Command = {
  name: 'replay --rules',
  key: 'replay-rules',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'from', value: 'DAY' },
    { name: 'to', value: 'DAY' },
    { name: 'rule', value: 'NAME' },
    { name: 'json' },
    ...installationOptions,
  ],
  required: ['from', 'to'],
  run(context) {
    const from = dayOf(context, 'from')
    const to = dayOf(context, 'to') + DAY_MS
    if (to <= from) throw new WrongUse('--from --to')
    return withInstallation(context, async ({ installation, principal }) => {
      const { foundation, readings, dataDir } = installation
      const { countyId } = principal
      const settings = await readSettings(dataDir, consoleLanguage(context.environment))
      const { radiiOf } = await alertSettingsByCounty(installation, settings.alerts)
      const rules = wanted(context, await rulesOf(foundation.db, countyId))
      if (rules.length === 0) {
        context.say(context.t('cli.replay-rules.no-rules'))
        return 1
      }
      const known: Known = {
        rules: new Map(rules.map((rule) => [rule.id, rule])),
        stations: new Map((await stationsOf(foundation.db, countyId)).map((one) => [one.id, one])),
      }
      const plan = { rules, radiiKm: await radiiOf(countyId), from, to, progress: progress(context) }
      const replayed = await replayRules(foundation, readings, countyId, plan)
      if (context.given.options.has('json')) context.print(JSON.stringify(toldReplay(known, from, to, replayed)))
      else for (const line of shown(context, known, replayed)) context.print(line)
      return 0
    })
  },
}

/** @throws WrongUse */
function dayOf({ given }: CommandContext, name: 'from' | 'to'): number {
  const day = needed(given, name)
  try {
    return startOfCivilDay(day)
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUse(`--${name} ${day}`)
    throw error
  }
}

/** Those that are enabled, or the one that is named, enabled or not. */
function wanted({ given }: CommandContext, rules: readonly Rule[]): Rule[] {
  const name = option(given, 'rule')
  if (name === undefined) return rules.filter((rule) => rule.enabled)
  return rules.filter((rule) => rule.name === name || rule.id === name).map((rule) => ({ ...rule, enabled: true }))
}

function toldReplay({ rules, stations }: Known, from: number, to: number, { alerts, layers }: ReplayedRules) {
  return {
    from: isoShanghai(from),
    to: isoShanghai(to),
    readings: layers,
    rules: [...rules.values()].map(({ id, name }) => ({
      id,
      name,
      alerts: alerts.filter((one) => one.ruleId === id).length,
    })),
    alerts: alerts.map(({ episode: _episode, deviceId: _device, ...one }) => ({
      ...one,
      rule: rules.get(one.ruleId)?.name ?? null,
      station: stations.get(one.stationId)?.code ?? null,
      firstPeriodEnd: isoShanghai(one.firstPeriodEnd),
      lastPeriodEnd: isoShanghai(one.lastPeriodEnd),
      raisedAt: isoShanghai(one.raisedAt),
      resolvedAt: one.resolvedAt === null ? null : isoShanghai(one.resolvedAt),
    })),
  }
}

function shown({ t }: CommandContext, { rules, stations }: Known, { alerts, layers }: ReplayedRules): string[] {
  const ofRule = (rule: Rule) => {
    const own = alerts.filter((one) => one.ruleId === rule.id)
    const days = new Set(own.map((one) => civilDayOf(one.raisedAt))).size
    return t('cli.replay-rules.rule', { rule: rule.name, alerts: own.length, days })
  }
  const line = (one: WouldHave) => {
    const factor = factorOf(one.factor)
    const digits = one.unit === factor?.unit ? factor.digits : 0
    return t('cli.replay-rules.alert', {
      at: isoShanghai(one.raisedAt).slice(0, 16).replace('T', ' '),
      station: stations.get(one.stationId)?.name ?? '',
      rule: rules.get(one.ruleId)?.name ?? '',
      peak: one.peakValue.toFixed(digits),
      unit: one.unit,
      times: one.exceedances,
    })
  }
  const total = t('cli.replay-rules.total', { alerts: alerts.length, readings: layers })
  return [...alerts.map(line), ...(alerts.length > 0 ? [''] : []), ...[...rules.values()].map(ofRule), total]
}

function progress({ say, t }: CommandContext): (reached: number) => void {
  let toldAt = systemClock.now()
  return (reached) => {
    const now = systemClock.now()
    if (now - toldAt < TOLD_EVERY_MS) return
    toldAt = now
    say(t('cli.replay-rules.progress', { day: civilDayOf(reached) }))
  }
}
