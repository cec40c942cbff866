import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A line of the reference sample file and what its table says of it. Frames stand without CR LF. */
export interface SampleFrame {
  line: number
  frame: string
  edition: string
  lengthOk: string
  crcOk: string
  cn: string
  note: string
}

const folder = join(import.meta.dirname, '../../../../shared/reference')
const framesFile = join(folder, 'hj212-samples.txt')
const tableFile = join(folder, 'hj212-samples.tsv')

export const samplesAbsent = 'SKIPPED: ../shared/reference/hj212-samples.txt and .tsv are absent'
export const hasSamples = existsSync(framesFile) && existsSync(tableFile)

/** All sample frames for tests and benches; none when the reference folder is absent. */
export function sampleFrames(): SampleFrame[] {
  if (!hasSamples) return []
  const frames = readFileSync(framesFile, 'utf8').split('\n')
  const rows = readFileSync(tableFile, 'utf8').split('\n').slice(1)
  return rows
    .filter((row) => row !== '')
    .map((row) => {
      const [line = '', , edition = '', lengthOk = '', crcOk = '', cn = '', note = ''] = row.split('\t')
      return { line: Number(line), frame: frames[Number(line) - 1] ?? '', edition, lengthOk, crcOk, cn, note }
    })
}

/** Samples whose length and CRC the table calls right, the CRC in either case. */
export function soundSamples(): SampleFrame[] {
  return sampleFrames().filter((sample) => sample.lengthOk === 'yes' && sample.crcOk.startsWith('yes'))
}
