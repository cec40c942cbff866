import type { Translate } from '../../platform/i18n.ts'
import { fieldsOf } from './fields.ts'
import type { RefusedRow } from './model.ts'

const fieldKeys = new Set(Object.values(fieldsOf).flatMap((fields) => fields.map(({ key }) => key)))

/** Why a row was refused, in words: what is wrong, and the cell that is; of a cell that is empty the field it should have filled. */
export function refusalOf({ fault, what }: Pick<RefusedRow, 'fault' | 'what'>, t: Translate): string {
  // catalogue keys: import.fault.*, web.import.field.*
  const isField = fault === 'missing' && what !== null && fieldKeys.has(what)
  return t(`import.fault.${fault}`, { what: isField ? t(`web.import.field.${what}`) : (what ?? '') })
}
