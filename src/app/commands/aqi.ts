import { type CsvRecord, csvRecords, EndlessRecord } from '../../platform/csv.ts'
import { decodedText, UnknownEncoding } from '../../platform/text-encoding.ts'
import type { AqiRules } from '../../standards/aqi.ts'
import { aqiKinds, aqiReports, incompleteReports, incompleteRules } from '../../standards/aqi-table.ts'
import { editions } from '../../standards/editions.ts'
import { columnsOf } from '../aqi/columns.ts'
import { type AqiRow, addedColumns, rowReader } from '../aqi/rows.ts'
import { type AqiTally, newTally, tallyRow } from '../aqi/tally.ts'
import { openInput } from '../input.ts'
import { type Command, type CommandContext, choice, type Given, needed, WrongUse } from './command.ts'

/** How many rows are refused in words, each; further ones are counted. */
const TOLD_AT_MOST = 100

export const aqi: Command = {
  name: 'aqi',
  key: 'aqi',
  operands: '[FILE|-]',
  takes: [0, 1],
  options: [
    { name: 'edition', value: editions.join('|') },
    { name: 'kind', value: aqiKinds.join('|') },
    { name: 'incomplete', value: incompleteRules.join('|') },
  ],
  required: ['edition', 'kind'],
  async run(context) {
    const rules = rulesOf(context.given)
    const tally = newTally()
    const { say, t } = context
    try {
      await reckon(context, rules, tally)
    } catch (error) {
      // What stands before is written; that it is not all is told by exit status and words.
      if (error instanceof EndlessRecord) say(t('cli.aqi.refused.endless', { line: error.line }))
      else if (error instanceof UnknownEncoding) say(t('cli.aqi.refused.encoding', { line: tally.line }))
      else if (error instanceof RefusedHeader) say(error.message)
      else throw error
      return 1
    }
    tellTally(context, rules, tally)
    return tally.refused === 0 ? 0 : 1
  },
}

/** @throws WrongUse */
function rulesOf(given: Given): AqiRules {
  const chosen = <T extends string>(name: string, known: readonly T[]): T => {
    const text = needed(given, name)
    const found = known.find((one) => one === text)
    if (found === undefined) throw new WrongUse(`--${name} ${known.join('|')}`)
    return found
  }
  const edition = chosen('edition', editions)
  const kind = chosen('kind', aqiKinds)
  return { edition, kind, incomplete: choice(given, 'incomplete', incompleteRules, incompleteReports[edition].rule) }
}

/** A table whose header tells too little, in words. */
class RefusedHeader extends Error {}

/** Row after row as the table streams, so that its length does not matter. */
async function reckon(context: CommandContext, rules: AqiRules, tally: AqiTally): Promise<void> {
  const { given, print, say, t } = context
  let header: readonly string[] | undefined
  let read: ((record: CsvRecord) => AqiRow) | undefined
  for await (const records of csvRecords(decodedText(openInput(given.words[0])))) {
    const written: string[] = []
    for (const record of records) {
      tally.line = record.line
      if (header === undefined || read === undefined) {
        if (record.text.trim() === '') continue
        header = record.cells
        read = readerOf(context, rules, header)
        written.push([record.text, ...addedColumns(rules)].join(','))
        continue
      }
      // In a table of one column an empty line is a row whose value is missing.
      if (record.text === '' && header.length > 1) continue
      const row = read(record)
      tallyRow(tally, row)
      if (row.text !== null) written.push(row.text)
      if (row.fault === null || tally.refused > TOLD_AT_MOST) continue
      // catalogue keys: cli.aqi.refused.*
      say(t(`cli.aqi.refused.${row.fault.reason}`, { line: record.line, ...row.fault }))
    }
    if (written.length > 0) print(written.join('\n'))
  }
  if (header === undefined) throw new RefusedHeader(t('cli.aqi.refused.empty', { columns: columnNames(rules) }))
}

/** @throws RefusedHeader */
function readerOf({ say, t }: CommandContext, rules: AqiRules, header: readonly string[]) {
  const found = columnsOf(header, rules.kind, rules.edition)
  if (!found.ok) {
    const words = { columns: columnNames(rules), name: found.reason === 'twice' ? found.name : '' }
    throw new RefusedHeader(t(`cli.aqi.refused.header-${found.reason}`, words))
  }
  const { absent } = found.columns
  if (absent.length > 0) say(t('cli.aqi.note.absent', { columns: absent.join(', ') }))
  const doubled = addedColumns(rules).filter((name) => header.includes(name))
  if (doubled.length > 0) say(t('cli.aqi.note.doubled', { columns: doubled.join(', ') }))
  return rowReader(header, found.columns, rules)
}

function columnNames({ kind }: AqiRules): string {
  return aqiReports[kind].map((item) => item.name).join(', ')
}

function tellTally({ say, t }: CommandContext, { edition, incomplete }: AqiRules, tally: AqiTally): void {
  const untold = tally.refused - TOLD_AT_MOST
  if (untold > 0) say(t('cli.aqi.refused.more', { count: untold }))
  const { rows, reckoned, refused } = tally
  say(t('cli.aqi.done', { rows, reckoned, without: rows - reckoned - refused, refused }))
  const { certainty } = incompleteReports[edition]
  if (tally.incomplete > 0 && incomplete === 'of-the-rest' && certainty !== 'S') {
    say(t('cli.aqi.note.incomplete', { rows: tally.incomplete }))
  }
  if (tally.beyond > 0) say(t('cli.aqi.note.beyond', { rows: tally.beyond }))
  if (tally.negative > 0) say(t('cli.aqi.note.negative', { rows: tally.negative }))
  if (tally.utmostCo > 0) say(t('cli.aqi.note.co', { rows: tally.utmostCo }))
}
