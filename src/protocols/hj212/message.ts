import type { ParseProblem } from './problems.ts'

/** Editions of the standard: HJ/T 212-2005, HJ 212-2017, HJ 212-2025. */
export type Edition = '2005' | '2017' | '2025'

/** `name=value` as the frame spells it. */
export interface NamedText {
  name: string
  value: string
}

/** One item of CP: what stands between two semicolons, its pairs separated by commas. */
export type CpItem = readonly NamedText[]

/**
 * One HJ 212 message: the data segment read by name, never by place. Text fields are '' when the segment lacks them
 * or leaves them empty; `flag` is null then.
 */
export interface Hj212Message {
  /** From the six high bits of Flag, a hint only: field devices lie (fact sheet, rule 4). No Flag reads as 2005. */
  edition: Edition
  /** Request number, 17 digits; from CP where the header has none (layout of 2005). */
  qn: string
  st: string
  cn: string
  pw: string
  mn: string
  flag: number | null
  /** Bit 0 of Flag: the sender wants an answer. */
  needsAnswer: boolean
  /** Number of sub-packets, and which one this is from 1 on. */
  pnum?: number
  pno?: number
  /** Header fields that the standard does not name, and RF of the 2025 edition. */
  others: readonly NamedText[]
  cp: readonly CpItem[]
  /** The text between the `&&` marks, as received. */
  cpText: string
  /** What the parser had to tolerate. */
  problems: readonly ParseProblem[]
}

/** Bits of Flag by place, since the editions swap their letters (fact sheet, section 3). */
export const FLAG_ANSWER_BIT = 0b01
export const FLAG_SPLIT_BIT = 0b10
export const FLAG_EDITION_MASK = 0b1111_1100

const EDITIONS: readonly Edition[] = ['2005', '2017', '2025']

/** Edition named by the high six bits of Flag; null for bits that no edition defines. */
export function editionOfFlag(flag: number): Edition | null {
  return EDITIONS[flag >> 2] ?? null
}

/** The bits of Flag that name an edition: 0, 4, 8. */
export function editionFlag(edition: Edition): number {
  return EDITIONS.indexOf(edition) << 2
}

/** First value of `name` in CP, compared without regard to case; null when CP lacks it. */
export function cpValue(cp: readonly CpItem[], name: string): string | null {
  for (const item of cp) {
    for (const pair of item) if (isNamed(pair, name)) return pair.value
  }
  return null
}

/** Whether a pair bears `name`, compared without regard to case. */
export function isNamed(pair: NamedText, name: string): boolean {
  return pair.name === name || (pair.name.length === name.length && pair.name.toLowerCase() === name.toLowerCase())
}
