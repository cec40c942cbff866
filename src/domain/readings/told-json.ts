import { isoShanghai } from '../../standards/civil-time.ts'
import type { Reading } from './model.ts'
import type { NamedRow } from './service.ts'
import { unitOfValue } from './units.ts'

/** Texts of what reading after reading has in common; what a broken device invents is forgotten again. */
const MOST_REMEMBERED = 1_000

/**
 * The readings of a row as JSON, each as `toldReadings` tells it, separated by commas and without brackets. A year of hours
 * is thousands of readings that differ in time and value alone: the rest of each is written once.
 * @returns a writer for the rows of one answer
 */
export function readingsWriter(): (row: NamedRow) => string {
  const heads = new Map<string, string>()
  const marks = new Map<string, string>()

  function headOf({ mn, station }: NamedRow, { factor, statistic, resolution }: Reading): string {
    const key = keyOf([mn, station, factor, statistic, resolution])
    return remembered(heads, key, () => `${open({ mn, station, factor, statistic, resolution })},"start":"`)
  }

  function marksOf(one: Reading): string {
    const { factor, statistic, flag, quality, reason, source } = one
    const key = keyOf([factor, statistic, flag, quality, reason, source])
    return remembered(marks, key, () => {
      const told = { unit: unitOfValue(factor, statistic), flag, quality, reason, source }
      return `,${open(told).slice(1)},"version":`
    })
  }

  return (row) => {
    const times = `${isoShanghai(row.periodStart)}","end":"${isoShanghai(row.periodEnd)}","value":`
    let text = ''
    for (const one of row.readings) {
      text += `${text === '' ? '' : ','}${headOf(row, one)}${times}${one.value}${marksOf(one)}${one.version}}`
    }
    return text
  }
}

/** U+0000 is in no stored text (see `storableText`), so that no two lists have one key. */
function keyOf(texts: readonly (string | null)[]): string {
  let key = ''
  for (const text of texts) key += text === null ? '\0\0' : `\0${text}`
  return key
}

function remembered(texts: Map<string, string>, key: string, write: () => string): string {
  let text = texts.get(key)
  if (text === undefined) {
    text = write()
    if (texts.size >= MOST_REMEMBERED) texts.clear()
    texts.set(key, text)
  }
  return text
}

/** An object without its closing brace. */
function open(told: Readonly<Record<string, string | null>>): string {
  return JSON.stringify(told).slice(0, -1)
}
