import { type HourlyValue, type LayoutReader, type LineFault, lineFaults } from '../../domain/imports/cells.ts'
import { type LayoutName, layoutOf, layoutReader } from '../../domain/imports/layouts.ts'
import { linesOfFile, UnreadableFile } from '../text-lines.ts'

/** What one station measured in one hour. */
export interface StationHour {
  /** End of the hour. [epoch ms] */
  hourEnd: number
  /** By factor code, in Weike's units; a factor without a value is not in it. */
  values: ReadonlyMap<string, number>
}

export interface HoursWanted {
  /** Of the file's own layout when left out. */
  layout?: LayoutName | undefined
  station?: string | undefined
  /** Only these factors, by code. */
  factors?: ReadonlySet<string> | undefined
  /** Only hours that end in (after, until]. [epoch ms] */
  after: number
  until: number
}

/** What was met on the way. */
export interface ReadCounts {
  lines: number
  faults: Record<LineFault, number>
  /** Hours in which every wanted value was missing: nothing can be sent of them. */
  hoursWithoutValues: number
}

export function readCounts(): ReadCounts {
  return { lines: 0, faults: { cut: 0, time: 0, number: 0 }, hoursWithoutValues: 0 }
}

/**
 * The hours of a station, file after file, in the order in which they stand there.
 * @throws UnreadableFile where the header is of no layout, or where there are several stations and none is named
 */
export async function* hoursOf(
  files: readonly string[],
  wanted: HoursWanted,
  counts: ReadCounts,
): AsyncGenerator<StationHour, void, void> {
  let station = wanted.station
  let hour: { hourEnd: number; values: Map<string, number> } | undefined
  for (const file of files) {
    for await (const one of valuesOf(file, wanted, counts)) {
      station ??= one.station
      if (wanted.station === undefined && one.station !== station) throw new UnreadableFile('several-stations', file)
      if (one.hourEnd <= wanted.after || one.hourEnd > wanted.until) continue
      if (wanted.factors?.has(one.factor) === false) continue
      if (hour !== undefined && hour.hourEnd !== one.hourEnd) {
        if (hour.values.size > 0) yield hour
        else counts.hoursWithoutValues += 1
        hour = undefined
      }
      hour ??= { hourEnd: one.hourEnd, values: new Map() }
      if (one.value !== null) hour.values.set(one.factor, one.value)
    }
  }
  if (hour !== undefined && hour.values.size > 0) yield hour
  else if (hour !== undefined) counts.hoursWithoutValues += 1
}

async function* valuesOf(file: string, wanted: HoursWanted, counts: ReadCounts): AsyncGenerator<HourlyValue> {
  let reader: LayoutReader | null = null
  for await (const lines of linesOfFile(file)) {
    for (const line of lines) {
      if (reader === null) {
        const layout = wanted.layout ?? layoutOf(line)
        reader = layout === null ? null : layoutReader(layout, line, wanted.station)
        if (reader === null) throw new UnreadableFile('layout', file)
        continue
      }
      if (line === '') continue
      counts.lines += 1
      const { values, faults } = reader.line(line)
      for (const fault of lineFaults) if (faults.includes(fault)) counts.faults[fault] += 1
      yield* values
    }
  }
}
