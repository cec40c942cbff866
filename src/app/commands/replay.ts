import { dataTimeNames } from '../../domain/devices/model.ts'
import { layoutNames } from '../../domain/imports/layouts.ts'
import { systemClock } from '../../platform/clock.ts'
import { DAY_MS, isoShanghai, startOfCivilDay } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import type { ReplayedDevice } from '../replay/frame.ts'
import { type HoursWanted, hoursOf, readCounts } from '../replay/hours.ts'
import { type SendCounts, sendHours } from '../replay/sender.ts'
import { UnreadableFile } from '../text-lines.ts'
import {
  type Command,
  type CommandContext,
  choice,
  type Given,
  needed,
  numberOption,
  option,
  WrongUse,
} from './command.ts'
import { gatewayAt } from './send.ts'

const WINDOW = 32
/** How long nothing may be answered, unless told otherwise. [s] */
const PATIENCE_S = 60
/** Between two lines of progress. [ms] */
const TOLD_EVERY_MS = 5_000

export const replay: Command = {
  name: 'replay',
  key: 'replay',
  operands: 'FILE…',
  takes: [1, Number.MAX_SAFE_INTEGER],
  options: [
    { name: 'mn', value: 'MN' },
    { name: 'pw', value: 'PW' },
    { name: 'to', value: 'HOST:PORT' },
    { name: 'layout', value: 'LAYOUT' },
    { name: 'station', value: 'CODE' },
    { name: 'factors', value: 'a34004,…' },
    { name: 'from', value: 'DAY' },
    { name: 'until', value: 'DAY' },
    { name: 'data-time', value: dataTimeNames.join('|') },
    { name: 'speed', value: 'N' },
    { name: 'wait', value: 'SECONDS' },
  ],
  required: ['mn', 'pw', 'to'],
  async run(context) {
    const { given, print, say, t } = context
    const device = deviceOf(given)
    const wanted = hoursWanted(given)
    const settings = {
      to: gatewayAt(given),
      window: WINDOW,
      speed: numberOption(given, 'speed', 0.001, 1e9) ?? null,
      patienceMs: (numberOption(given, 'wait', 1, 86_400) ?? PATIENCE_S) * 1000,
    }
    const counts = readCounts()
    try {
      const sent = await sendHours(
        hoursOf(given.words, wanted, counts),
        device,
        settings,
        systemClock,
        progress(context),
      )
      print(JSON.stringify({ ...told(sent), ...counts }))
      say(closing(context, sent, settings.to))
      return sent.complete && sent.hours > 0 ? 0 : 1
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error
      // catalogue keys: cli.unreadable.*
      say(t(`cli.unreadable.${error.reason}`, { file: error.file, line: error.line }))
      return 1
    }
  },
}

/** @throws WrongUse for what no frame can carry */
function deviceOf(given: Given): ReplayedDevice {
  const device = { mn: needed(given, 'mn'), password: needed(given, 'pw') }
  for (const [name, text] of Object.entries({ mn: device.mn, pw: device.password })) {
    if (!/^[^\s;,=&#]+$/.test(text)) throw new WrongUse(`--${name} ${text}`)
  }
  return { ...device, dataTimeNames: choice(given, 'data-time', dataTimeNames, 'start') }
}

/** Days are civil and included: theirs are the hours labelled 01:00 to 24:00. @throws WrongUse */
function hoursWanted(given: Given): HoursWanted {
  const layout = layoutNames.find((one) => one === option(given, 'layout'))
  if (given.options.has('layout') && layout === undefined) throw new WrongUse(`--layout ${layoutNames.join('|')}`)
  const until = dayOption(given, 'until')
  return {
    layout,
    station: option(given, 'station'),
    factors: factorsOf(given),
    after: dayOption(given, 'from') ?? Number.NEGATIVE_INFINITY,
    until: until === undefined ? Number.POSITIVE_INFINITY : until + DAY_MS,
  }
}

function dayOption(given: Given, name: 'from' | 'until'): number | undefined {
  const day = option(given, name)
  if (day === undefined) return undefined
  try {
    return startOfCivilDay(day)
  } catch (error) {
    if (error instanceof RangeError) throw new WrongUse(`--${name} ${day}`)
    throw error
  }
}

function factorsOf(given: Given): ReadonlySet<string> | undefined {
  const names = option(given, 'factors')?.split(',')
  if (names === undefined) return undefined
  return new Set(
    names.map((name) => {
      const factor = factorOf(name.trim())
      if (factor === undefined) throw new WrongUse(`--factors ${name}`)
      return factor.code
    }),
  )
}

/** How it went, in a sentence. */
function closing({ t }: CommandContext, sent: SendCounts, to: { host: string; port: number }): string {
  if (sent.complete) return t(sent.hours === 0 ? 'cli.replay.nothing' : 'cli.replay.done', told(sent))
  return sent.connections === 0 ? t('cli.replay.no-connection', to) : t('cli.replay.given-up', told(sent))
}

function told({ answeredUntil, ...counts }: SendCounts) {
  return { ...counts, answeredUntil: answeredUntil === null ? null : isoShanghai(answeredUntil) }
}

function progress({ say, t }: CommandContext): (counts: SendCounts) => void {
  let toldAt = systemClock.now()
  return (counts) => {
    const now = systemClock.now()
    if (now - toldAt < TOLD_EVERY_MS) return
    toldAt = now
    say(t('cli.replay.progress', told(counts)))
  }
}
