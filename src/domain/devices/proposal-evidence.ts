/**
 * What a proposal rests on: a code and figures, in no language; the screens word it (catalogue `web.evidence.<code>`).
 */
export const evidenceCodes = [
  // edition
  'flags',
  'codes-of-2017',
  'only-2025',
  'flag-8-before-2025',
  // CRC
  'crc-kinds',
  'crc-constant',
  // charset
  'text-ascii',
  'text-kinds',
  // answers
  'answers-asked',
  'answers-repeats',
  // what DataTime names
  'delay-start',
  'delay-end',
  'delay-unclear',
  'no-statistics',
  // intervals
  'interval-steady',
  'interval-varies',
  'interval-unknown',
  'hours-seen',
  'hours-unseen',
  // factors
  'code-standard',
  'code-named',
  'code-2005',
  'code-guessed',
  'code-unknown',
  'unit-plausible',
  'unit-guard',
  'unit-exhaust',
  'unit-gas',
  'unit-untold',
] as const
export type EvidenceCode = (typeof evidenceCodes)[number]

export interface Evidence {
  code: EvidenceCode
  params: Record<string, string | number>
}

/** A setting that is proposed; `sure`: the frames leave no doubt, the person need not look closer. */
export interface Choice<T extends string = string> {
  value: T
  evidence: Evidence[]
  sure: boolean
}

export function evidenceOf(code: EvidenceCode, params: Evidence['params'] = {}): Evidence {
  return { code, params }
}

/** How often each of some texts occurs, most frequent first: `5 × 98, 4 × 2`. */
export function countsOf(texts: readonly string[]): { text: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count)
}

/** The middle of some numbers, the lower of two; NaN of none. */
export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length / 2) - 1] ?? Number.NaN
}
