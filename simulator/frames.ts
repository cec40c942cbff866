import { formatFrame } from '../src/protocols/hj212/format.ts'
import type { CpItem } from '../src/protocols/hj212/message.ts'
import { compactOf, HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import type { Device } from './place.ts'
import type { Upload } from './schedule.ts'
import { meanDirection, statisticsOf } from './statistics.ts'
import { ANGLE, type FactorCode, isFactorCode, type Showing, shownDigits } from './world.ts'

/** Every period is made of samples so far apart, counted from the full hour whatever is sent and when. [ms] */
export const SAMPLE_MS = 30_000

/** Air quality (HJ 212-2017, system codes). */
const ST = '22'
/** Edition 2017 with an answer wanted: 0b101. */
const FLAG = 5

/** What a logger needs to make its frames: who it is, and what its instruments show at an instant. */
export interface Source {
  device: Device
  showing: (instant: number) => Showing
}

/**
 * The frame of an upload (HJ 212-2017, annex C): CN 2011 `-Rtd`, 2051 and 2061 `-Avg,-Min,-Max`, each with `-Flag=N`.
 * A direction has a mean but neither least nor greatest. Pure: the same upload has the same CP whenever it is made.
 * @param qn 17 digits, see {@link qnOf}
 */
export function frameOf(source: Source, upload: Upload, qn: string): Buffer {
  const cp: CpItem[] = [
    [{ name: 'DataTime', value: compactOf(upload.dataTime) }],
    ...(upload.cn === '2011' ? realtimeItems(source, upload.dataTime) : periodItems(source, upload)),
  ]
  const { mn, pw } = source.device
  return formatFrame({
    edition: '2017',
    qn,
    st: ST,
    cn: upload.cn,
    pw,
    mn,
    flag: FLAG,
    needsAnswer: true,
    others: [],
    cp,
    cpText: '',
    problems: [],
  })
}

/** Request number of an instant: civil time to the millisecond, 17 digits. */
export function qnOf(instant: number): string {
  const milliseconds = ((instant % 1000) + 1000) % 1000
  return `${compactOf(instant)}${String(milliseconds).padStart(3, '0')}`
}

/** Samples of a period [from, until) [epoch ms]: one each {@link SAMPLE_MS} from its start on. */
export function sampleTimes(from: number, until: number): number[] {
  const count = Math.ceil((until - from) / SAMPLE_MS)
  return Array.from({ length: count }, (_, index) => from + index * SAMPLE_MS)
}

function realtimeItems({ device, showing }: Source, instant: number): CpItem[] {
  const shown = showing(instant)
  return device.factors.filter(isFactorCode).map((code) => item(code, { Rtd: written(code, shown[code]) }))
}

function periodItems({ device, showing }: Source, { cn, dataTime }: Upload): CpItem[] {
  const length = cn === '2061' ? HOUR_MS : device.minuteInterval * MINUTE_MS
  const samples = sampleTimes(dataTime, dataTime + length).map(showing)
  return device.factors.filter(isFactorCode).map((code) => {
    const values = samples.map((sample) => sample[code])
    if (code === ANGLE) return item(code, { Avg: String(Math.round(meanDirection(values)) % 360) })
    const { avg, min, max } = statisticsOf(values)
    return item(code, { Avg: written(code, avg), Min: written(code, min), Max: written(code, max) })
  })
}

function item(code: FactorCode, values: Record<string, string>): CpItem {
  const pairs = Object.entries({ ...values, Flag: 'N' })
  return pairs.map(([suffix, value]) => ({ name: `${code}-${suffix}`, value }))
}

/** A value in the digits of its instrument; what rounds to nothing has no sign. */
function written(code: FactorCode, value: number): string {
  const text = value.toFixed(shownDigits[code])
  return Number(text) === 0 ? text.replace('-', '') : text
}
