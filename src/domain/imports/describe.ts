import type { Translate } from '../../platform/i18n.ts'
import type { RefusedRow } from './model.ts'

/** Why a row was refused, in words: what is wrong, and the cell that is. */
export function refusalOf({ fault, what }: Pick<RefusedRow, 'fault' | 'what'>, t: Translate): string {
  // catalogue keys: import.fault.*
  return t(`import.fault.${fault}`, { what: what ?? '' })
}
