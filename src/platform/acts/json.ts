import type { JsonValue } from '../ledger/model.ts'

/** A plain object as JSON, undefined members dropped: a proven edge between typed values and what an act keeps. */
export function asJson(value: object): { [key: string]: JsonValue } {
  return JSON.parse(JSON.stringify(value))
}
