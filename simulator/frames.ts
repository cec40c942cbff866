import { formatFrame } from '../src/protocols/hj212/format.ts'
import type { CpItem } from '../src/protocols/hj212/message.ts'
import { compactOf } from '../src/standards/civil-time.ts'
import type { Device, Manner } from './place.ts'
import type { Upload } from './schedule.ts'
import { meanDirection, statisticsOf } from './statistics.ts'
import { ANGLE, type FactorCode, isFactorCode, type Showing, shownDigits } from './world/shown.ts'

/** Every period is made of samples so far apart, counted from the full hour whatever is sent and when. [ms] */
export const SAMPLE_MS = 30_000

/** Air quality (HJ 212-2017, system codes). */
const ST = '22'
/** Edition 2017 with an answer wanted: 0b101. */
const FLAG = 5
/** The same without: 0b100. */
const FLAG_WITHOUT_ANSWER = 4

/** What a logger needs to make its frames: who it is, and what its instruments show at an instant. */
export interface Source {
  device: Device
  showing: (instant: number) => Showing
}

/**
 * The frame of an upload (HJ 212-2017, annex C): CN 2011 `-Rtd`, 2051, 2061 and 2031 `-Avg,-Min,-Max`, each with `-Flag=N`.
 * A direction has a mean but neither least nor greatest. Pure: the same upload has the same CP whenever it is made.
 * @param qn 17 digits, see {@link qnOf}
 */
export function frameOf(source: Source, upload: Upload, qn: string): Buffer {
  return messageFrame(source.device, upload.cn, qn, contentOf(source, upload), FLAG)
}

/** What a command asked for, under the number of its request; it wants no answer (HJ 212-2017, annex C). */
export function tellingOf({ device }: Source, cn: string, qn: string, cp: readonly CpItem[]): Buffer {
  return messageFrame(device, cn, qn, cp, FLAG_WITHOUT_ANSWER)
}

/** The sample that the start of real-time data asks for. @param instant whole seconds [epoch ms] */
export function sampleOf(source: Source, qn: string, instant: number): Buffer {
  return tellingOf(source, '2011', qn, contentOf(source, { cn: '2011', dataTime: instant, dueAt: instant }))
}

function messageFrame({ mn, pw }: Device, cn: string, qn: string, cp: readonly CpItem[], flag: number): Buffer {
  return formatFrame({
    edition: '2017',
    qn,
    st: ST,
    cn,
    pw,
    mn,
    flag,
    needsAnswer: flag === FLAG,
    others: [],
    cp: [...cp],
    cpText: '',
    problems: [],
  })
}

function contentOf(source: Source, upload: Upload): CpItem[] {
  return [
    [{ name: 'DataTime', value: compactOf(upload.dataTime) }],
    ...(upload.cn === '2011' ? realtimeItems(source, upload.dataTime) : periodItems(source, upload)),
  ]
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
  return device.factors
    .filter(isFactorCode)
    .map((code) => item(device.manner, code, { Rtd: written(code, shown[code]) }))
}

function periodItems({ device, showing }: Source, { dataTime, dueAt }: Upload): CpItem[] {
  const samples = sampleTimes(dataTime, dueAt).map(showing)
  return device.factors.filter(isFactorCode).map((code) => {
    const values = samples.map((sample) => sample[code])
    if (code === ANGLE) return item(device.manner, code, { Avg: String(Math.round(meanDirection(values)) % 360) })
    const { avg, min, max } = statisticsOf(values)
    return item(device.manner, code, { Avg: written(code, avg), Min: written(code, min), Max: written(code, max) })
  })
}

function item({ names }: Manner, code: FactorCode, values: Record<string, string>): CpItem {
  const pairs = Object.entries({ ...values, Flag: 'N' })
  return pairs.map(([suffix, value]) => ({ name: `${names?.[code] ?? code}-${suffix}`, value }))
}

/** A value in the digits of its instrument; what rounds to nothing has no sign. */
function written(code: FactorCode, value: number): string {
  const text = value.toFixed(shownDigits[code])
  return Number(text) === 0 ? text.replace('-', '') : text
}
