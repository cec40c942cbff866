import { instantOfCompact } from '../../standards/civil-time.ts'
import { type Hj212Message, isNamed, type NamedText } from './message.ts'
import { type FactorName, readName, suffixes } from './names.ts'

export type Resolution = 'realtime' | 'minute' | 'hour' | 'day'

/** Which command uploads which kind of value (HJ 212-2017, annex C). */
export const resolutionOfCommand: ReadonlyMap<string, Resolution> = new Map([
  ['2011', 'realtime'],
  ['2051', 'minute'],
  ['2061', 'hour'],
  ['2031', 'day'],
])

/** One number of a factor. */
export interface FactorValue {
  /** Spelt as the standard does (`Rtd`, `Avg`, `ZsMax`, `Cou`, …); unknown suffixes as received. */
  suffix: string
  /** Null when the text is no decimal number. In the device's unit. */
  value: number | null
  text: string
}

/** What one frame says of one factor. */
export interface FactorData {
  /** As received: `a34004`, `S01`, `PM25`. */
  code: string
  values: FactorValue[]
  /** Data mark (`N` = normal); that of a bare `Flag=` in CP where the factor has none of its own; null when absent. */
  flag: string | null
  /** Device-specific mark, `-EFlag`. */
  deviceFlag: string | null
  /** `-SampleTime` of batch analysers [epoch ms]. */
  sampleTime: number | null
  sampleTimeText: string | null
}

/** A data upload: real-time, minute, hour or day values. */
export interface DataUpload {
  cn: string
  resolution: Resolution
  dataTimeText: string
  /** DataTime [epoch ms]; null when it is absent or no real time. Start of the period by the standard, not in the field. */
  dataTime: number | null
  factors: FactorData[]
  /** Pairs of CP that belong to no factor. */
  extras: NamedText[]
}

/**
 * Reads the values of CN 2011, 2051, 2061 and 2031; null for other commands, and for the requests of the same number,
 * which carry neither DataTime nor a factor. Factors are grouped by code wherever they stand in CP; names are compared
 * without regard to case; `-td` counts as `-Rtd` and a doubled suffix (`LA-Rtd-Rtd`) once (fact sheet, section 9).
 */
export function dataUploadOf(message: Hj212Message): DataUpload | null {
  const resolution = resolutionOfCommand.get(message.cn)
  if (resolution === undefined) return null
  const byCode = new Map<string, FactorData>()
  const extras: NamedText[] = []
  let dataTimeText: string | null = null
  let frameFlag: string | null = null
  let key: string | null = null
  let factor: FactorData | null = null
  for (const item of message.cp) {
    for (const pair of item) {
      const name = readName(pair.name)
      if (name !== null) {
        // The pairs of a factor mostly stand together.
        if (factor === null || key !== name.key) factor = factorOf(byCode, name)
        key = name.key
        takeValue(factor, name.suffix, pair.value)
      } else if (dataTimeText === null && isNamed(pair, 'DataTime')) dataTimeText = pair.value
      else if (frameFlag === null && isNamed(pair, 'Flag')) frameFlag = pair.value
      else if (!takeBareMark(byCode, pair)) extras.push(pair)
    }
  }
  if (dataTimeText === null && byCode.size === 0) return null
  const factors = [...byCode.values()]
  if (frameFlag !== null) for (const factor of factors) factor.flag ??= frameFlag
  const text = dataTimeText ?? ''
  return { cn: message.cn, resolution, dataTimeText: text, dataTime: instantOfCompact(text), factors, extras }
}

function factorOf(byCode: Map<string, FactorData>, { code, key }: FactorName): FactorData {
  let factor = byCode.get(key)
  if (factor === undefined) {
    factor = { code, values: [], flag: null, deviceFlag: null, sampleTime: null, sampleTimeText: null }
    byCode.set(key, factor)
  }
  return factor
}

function takeValue(factor: FactorData, suffix: string, text: string): void {
  if (suffix === suffixes.flag) factor.flag ??= text
  else if (suffix === suffixes.deviceFlag) factor.deviceFlag ??= text
  else if (suffix === suffixes.sampleTime && factor.sampleTimeText === null) {
    factor.sampleTimeText = text
    factor.sampleTime = instantOfCompact(text)
  } else factor.values.push({ suffix, value: readDecimal(text), text })
}

/** `NOIS=N` after `NOIS-Rtd=…` is that factor's mark (fact sheet, section 9). */
function takeBareMark(byCode: ReadonlyMap<string, FactorData>, pair: NamedText): boolean {
  const factor = pair.value.length === 1 ? byCode.get(pair.name.toLowerCase()) : undefined
  if (factor === undefined || factor.flag !== null) return false
  factor.flag = pair.value
  return true
}

/**
 * A decimal number as devices write it (`35`, `-0.05`, `+1.`, `.5`, `1.2E-3`), blanks around it allowed; null for
 * anything else: empty text, `NaN`, hexadecimal, infinity.
 */
export function readDecimal(text: string): number | null {
  let hasDigit = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39) hasDigit = true
    else if (code !== 0x2e && code !== 0x2d && code !== 0x2b && code !== 0x45 && code !== 0x65 && code !== 0x20)
      return null
  }
  if (!hasDigit) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}
