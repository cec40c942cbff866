import type { RegisteredDevice } from '../../domain/devices/model.ts'
import type { FrameReadings } from '../../domain/readings/model.ts'
import { isInFactorUnit, judgeFrame, type ValidityRules } from '../../domain/readings/service.ts'
import type { DataUpload, FactorData } from '../../protocols/hj212/data.ts'
import type { Edition, Hj212Message } from '../../protocols/hj212/message.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../standards/civil-time.ts'
import { unitOf } from '../../standards/factors.ts'
import { convert } from '../../standards/units.ts'

/** Longest code and data mark that are kept beside a value; what is cut is whole in the frame's bytes. */
const MOST_CODE = 40
const MOST_MARK = 8

/** System codes of exhaust and its treatment (HJ 212-2017 table 5): their values are not those of ambient air. */
const exhaustSystems: ReadonlySet<string> = new Set(['31', '51'])

/**
 * The values of an upload in the order in which it named them, by the standard's codes and in Weike's units, with what each
 * is worth, and the period that they stand for.
 * @param dataTime [epoch ms]
 * @param rules of the device's county
 */
export function readingsOf(
  device: RegisteredDevice,
  message: Hj212Message,
  upload: DataUpload,
  dataTime: number,
  { limits }: Pick<ValidityRules, 'limits'>,
): FrameReadings {
  const names: string[] = []
  const values: (number | null)[] = []
  const flags: (string | null)[] = []
  const codes = codesOf(device, upload.factors)
  for (const [place, factor] of upload.factors.entries()) {
    const code = codes[place] ?? factor.code
    const unit = entryOf(device.settings.units, code)
    const flag = factor.flag === null ? null : factor.flag.slice(0, MOST_MARK)
    for (const { suffix, value } of factor.values) {
      names.push(code, suffix)
      values.push(
        unit !== undefined && value !== null && isInFactorUnit(suffix) ? inWeikesUnit(value, code, unit) : value,
      )
      flags.push(flag)
    }
  }
  const columns = columnsOf(device, names)
  const { unmarked } = device.settings
  const air = exhaustSystems.has(message.st) ? ('exhaust' as const) : ('ambient' as const)
  const length = periodLength(device, upload.resolution)
  const startsAt = device.dataTimeNames === 'start' ? dataTime : dataTime - length
  return {
    deviceId: device.id,
    resolution: upload.resolution,
    periodStart: startsAt,
    periodEnd: startsAt + length,
    columns,
    values,
    flags,
    qualities: judgeFrame({ columns, values, flags, unmarked, edition: marksOf(device, message), air, limits }),
  }
}

/** What a device sent last; it sends the same factors in the same order day and night. */
const lastColumns = new WeakMap<RegisteredDevice, { names: readonly string[]; columns: readonly string[] }>()

/**
 * Columns of codes and suffixes, in turns. The array is the one of the device's last frame where that had the same: thousands
 * of frames a second then share one, and whoever looks a column order up need look at one.
 */
function columnsOf(device: RegisteredDevice, names: readonly string[]): readonly string[] {
  const last = lastColumns.get(device)
  if (last?.names.length === names.length && last.names.every((name, place) => name === names[place]))
    return last.columns
  const columns: string[] = []
  for (let place = 0; place < names.length; place += 2) {
    columns.push(`${names[place]}-${names[place + 1]?.slice(0, MOST_CODE)}`)
  }
  lastColumns.set(device, { names, columns })
  return columns
}

/** The standard's codes of a frame's factors: by the device's aliases; two that mean the same keep their own from the second on. */
function codesOf(device: RegisteredDevice, factors: readonly FactorData[]): string[] {
  const { aliases } = device.settings
  const taken = new Set(factors.map(({ code }) => code).filter((code) => entryOf(aliases, code) === undefined))
  return factors.map(({ code }) => {
    const meant = entryOf(aliases, code)
    if (meant === undefined || taken.has(meant)) return code.slice(0, MOST_CODE)
    taken.add(meant)
    return meant
  })
}

/** What a setting says of a code; codes come from the network and may be the name of anything. */
function entryOf(settings: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(settings, code) ? settings[code] : undefined
}

/** A value in Weike's unit of its factor; as it was sent where nobody knows how the two units relate. */
function inWeikesUnit(value: number, code: string, sentIn: string): number {
  const converted = convert(value, { factor: code, from: sentIn, to: unitOf(code) })
  return converted !== null && Number.isFinite(converted) ? converted : value
}

/**
 * The edition whose data marks count. Flag says 2025 in many a frame of before it (fact sheet, section 8), so that edition
 * counts only where the device is set to it.
 */
function marksOf(device: RegisteredDevice, message: Hj212Message): Edition {
  return message.edition === '2025' && device.settings.edition === 'auto' ? '2017' : message.edition
}

/** Length of the period that a value stands for [ms]; a sample is an instant. */
function periodLength(device: RegisteredDevice, resolution: DataUpload['resolution']): number {
  if (resolution === 'minute') return device.minuteInterval * MINUTE_MS
  if (resolution === 'hour') return HOUR_MS
  return resolution === 'day' ? DAY_MS : 0
}
