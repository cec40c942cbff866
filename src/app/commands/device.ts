import { z } from 'zod'
import { deviceSettings } from '../../domain/devices/api.ts'
import { type DeviceSettings, dataTimeNames, usualSettings } from '../../domain/devices/model.ts'
import { addDevice } from '../../domain/devices/service.ts'
import { addStation, stationByCode } from '../../domain/stations/service.ts'
import { Problem } from '../../platform/problem.ts'
import { startOfCivilDay } from '../../standards/civil-time.ts'
import { factorOf } from '../../standards/factors.ts'
import {
  type Command,
  choice,
  type Given,
  installationOptions,
  needed,
  numberOption,
  type OptionSpec,
  option,
  WrongUse,
} from './command.ts'
import { type Console, withInstallation } from './with-installation.ts'

const { shape } = deviceSettings
const words = {
  edition: shape.edition.unwrap().options,
  crc: shape.crc.unwrap().options,
  charset: shape.charset.unwrap().options,
  answers: shape.answers.unwrap().options,
  answerTemplate: shape.answerTemplate.unwrap().options,
  unmarked: shape.unmarked.unwrap().options,
}

/** What a device may differ in from one that keeps the standard. */
const settingOptions: readonly OptionSpec[] = [
  { name: 'edition', value: words.edition.join('|') },
  { name: 'crc', value: words.crc.join('|') },
  { name: 'charset', value: words.charset.join('|') },
  { name: 'answers', value: words.answers.join('|') },
  { name: 'answer-template', value: words.answerTemplate.join('|') },
  { name: 'factor-unit', value: 'a34004=mg/m³', multiple: true },
  { name: 'factor-alias', value: 'PM25=a34004', multiple: true },
  { name: 'unmarked', value: words.unmarked.join('|') },
  { name: 'realtime-seconds', value: 'SECONDS' },
  { name: 'no-minutes' },
  { name: 'no-hours' },
  { name: 'commissioned', value: 'YYYY-MM-DD' },
  { name: 'no-recall' },
]

export const deviceAdd: Command = {
  name: 'device add',
  key: 'device-add',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'mn', value: 'MN' },
    { name: 'name', value: 'NAME' },
    { name: 'station', value: 'CODE' },
    { name: 'password', value: 'PW' },
    { name: 'sm4-key', value: 'KEY' },
    { name: 'factors', value: 'a34004,…' },
    { name: 'data-time', value: dataTimeNames.join('|') },
    { name: 'minute-interval', value: 'MINUTES' },
    ...settingOptions,
    { name: 'create-station' },
    ...installationOptions,
  ],
  required: ['mn', 'station', 'password'],
  run(context) {
    const { given } = context
    const factors = (option(given, 'factors') ?? '')
      .split(',')
      .filter((factor) => factor !== '')
      .map((factor) => factorOf(factor)?.code ?? factor)
    const wanted = {
      mn: needed(given, 'mn'),
      name: option(given, 'name'),
      password: needed(given, 'password'),
      sm4Key: option(given, 'sm4-key'),
      dataTimeNames: choice(given, 'data-time', dataTimeNames, 'start'),
      minuteInterval: numberOption(given, 'minute-interval', 1, 30) ?? 10,
      factors,
      settings: settingsIn(given),
    }
    return withInstallation(context, async (console) => {
      const stationId = await stationFor(console, needed(given, 'station'), given.options.has('create-station'))
      const device = await addDevice(console.installation.foundation, console.principal, console.act(), {
        ...wanted,
        stationId,
      })
      context.print(JSON.stringify(device))
      return 0
    })
  },
}

/** The settings that the options name; what they leave out is as usual. @throws WrongUse */
function settingsIn(given: Given): DeviceSettings {
  const seconds = numberOption(given, 'realtime-seconds', 0, 3600)
  return {
    edition: choice(given, 'edition', words.edition, usualSettings.edition),
    crc: choice(given, 'crc', words.crc, usualSettings.crc),
    charset: choice(given, 'charset', words.charset, usualSettings.charset),
    answers: choice(given, 'answers', words.answers, usualSettings.answers),
    answerTemplate: choice(given, 'answer-template', words.answerTemplate, usualSettings.answerTemplate),
    units: pairsIn(given, 'factor-unit'),
    aliases: pairsIn(given, 'factor-alias'),
    unmarked: choice(given, 'unmarked', words.unmarked, usualSettings.unmarked),
    realtimeSeconds: seconds === undefined ? usualSettings.realtimeSeconds : seconds || null,
    sendsMinutes: !given.options.has('no-minutes'),
    sendsHours: !given.options.has('no-hours'),
    commissionedAt: dayIn(given, 'commissioned') ?? usualSettings.commissionedAt,
    recall: !given.options.has('no-recall'),
  }
}

/** `NAME=VALUE` as often as it was given. @throws WrongUse */
function pairsIn(given: Given, name: string): Record<string, string> {
  const pairs = (given.options.get(name) ?? []).map((text): [string, string] => {
    const parts = /^([^=]{1,20})=(.{1,20})$/.exec(text)
    if (parts?.[1] === undefined || parts[2] === undefined) throw new WrongUse(`--${name} ${text}`)
    return [parts[1], parts[2]]
  })
  return Object.fromEntries(pairs)
}

/** The beginning of a civil day. [epoch ms] @throws WrongUse */
function dayIn(given: Given, name: string): number | undefined {
  const text = option(given, name)
  if (text === undefined) return undefined
  const day = z.iso.date().safeParse(text)
  if (!day.success) throw new WrongUse(`--${name} ${text}`)
  return startOfCivilDay(day.data)
}

/** The station of a code; with `create` an unknown one is added, its place to be set later (0, 0 says: not known). */
async function stationFor({ installation, principal, act }: Console, code: string, create: boolean): Promise<string> {
  const { foundation } = installation
  const known = await stationByCode(foundation.db, principal.countyId, code)
  if (known !== undefined) return known.id
  if (!create) throw new Problem('target-unknown', { params: { what: 'station', id: code } })
  const wanted = { code, name: code, level: 'micro' as const, lonWgs84: 0, latWgs84: 0 }
  return (await addStation(foundation, principal, act(), wanted)).id
}
