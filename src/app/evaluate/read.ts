import { basename } from 'node:path'
import type { LayoutReader, LineFault } from '../../domain/imports/cells.ts'
import { type LayoutName, layoutOf, layoutReader } from '../../domain/imports/layouts.ts'
import { linesOfFile, UnreadableFile } from '../text-lines.ts'
import type { StationYears } from './station-years.ts'

/** Which hours are wanted. */
export interface HoursWanted {
  /** Each file's own when left out. */
  layout?: LayoutName | undefined
  station?: string | undefined
}

/** A line that was not taken whole. Lines count from 1, the header is the first. */
export interface FaultyLine {
  file: string
  line: number
  fault: LineFault
}

export interface ReadCounts {
  lines: number
  faulty: Record<LineFault, number>
  /** Values of an hour that had been there before: what came first stands. */
  repeated: number
}

/**
 * Reads hours from files, line by line, into station years.
 * @param tell hears of each line that was not taken whole
 * @throws UnreadableFile where the header is of no layout, or not of the one that was named, and for what is no text
 */
export async function readHours(
  files: readonly string[],
  wanted: HoursWanted,
  into: StationYears,
  tell: (faulty: FaultyLine) => void,
): Promise<ReadCounts> {
  const counts: ReadCounts = { lines: 0, faulty: { cut: 0, time: 0, number: 0 }, repeated: 0 }
  for (const file of files) await readFile(file, wanted, into, counts, tell)
  return counts
}

async function readFile(
  file: string,
  wanted: HoursWanted,
  into: StationYears,
  counts: ReadCounts,
  tell: (faulty: FaultyLine) => void,
): Promise<void> {
  // A file without a column of stations is of one station: the one that was named, or what the file is called.
  const nameless = wanted.station ?? nameOf(file)
  let reader: LayoutReader | undefined
  let line = 0
  for await (const texts of linesOfFile(file)) {
    for (const text of texts) {
      line += 1
      if (reader === undefined) reader = readerOf(file, text, wanted)
      else if (text !== '') {
        const { values, faults } = reader.line(text)
        for (const { station, hourEnd, factor, value } of values) {
          if (!into.add(station === '' ? nameless : station, hourEnd, factor, value)) counts.repeated += 1
        }
        for (const fault of faults) {
          counts.faulty[fault] += 1
          tell({ file, line, fault })
        }
        counts.lines += 1
      }
    }
  }
  if (reader === undefined) throw new UnreadableFile('empty', file)
}

function readerOf(file: string, header: string, wanted: HoursWanted): LayoutReader {
  const layout = wanted.layout ?? layoutOf(header)
  const reader = layout === null ? null : layoutReader(layout, header, wanted.station)
  if (reader === null) throw new UnreadableFile('layout', file)
  return reader
}

function nameOf(file: string): string {
  return basename(file)
    .replace(/\.gz$/, '')
    .replace(/\.[^.]*$/, '')
}
