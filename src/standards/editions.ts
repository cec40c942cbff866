/**
 * The two families of standards: GB 3095-2012, HJ 633-2012, HJ 663-2013 until the end of February 2026; GB 3095-2026,
 * HJ 633-2026, HJ 663-2026 from 2026-03-01 (announced by the ministry on 2026-02-24). Civil days of the data.
 */
export const editions = ['2012', '2026'] as const
export type Edition = (typeof editions)[number]

/** First day of the standards of 2026. */
export const STANDARDS_OF_2026 = '2026-03-01'

/** First day of the final limits of GB 3095-2026 (4.4). */
export const GB3095_2026_FINAL = '2031-01-01'

/** The edition by which data of a civil day `YYYY-MM-DD` are judged. */
export function editionInForce(day: string): Edition {
  return day < STANDARDS_OF_2026 ? '2012' : '2026'
}
