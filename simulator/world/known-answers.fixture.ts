import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../shared/reference/science')

export const answersAbsent = 'SKIPPED: ../shared/reference/science is absent'
export const areAnswersHere = existsSync(folder)

/** Rows of a table of known answers, by the names of its columns. */
export function knownAnswers(name: string): ReadonlyMap<string, string>[] {
  const [header = '', ...lines] = readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/)
  const names = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return new Map(names.map((column, at) => [column, cells[at] ?? '']))
  })
}

/** A number of a row. @throws when there is none */
export function numberOf(row: ReadonlyMap<string, string>, column: string): number {
  const text = row.get(column)
  if (text === undefined || text === '' || !Number.isFinite(Number(text)))
    throw new Error(`no number in ${column}: ${text}`)
  return Number(text)
}
