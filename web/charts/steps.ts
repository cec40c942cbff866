import type { Resolution } from '../../src/domain/readings/model.ts'

/** Length of a period, for telling a gap. A real-time sample comes every half minute or so. [ms] */
export const stepOf: Readonly<Record<Resolution, number>> = {
  realtime: 60_000,
  minute: 600_000,
  hour: 3_600_000,
  day: 86_400_000,
  // The longest of their kind.
  month: 31 * 86_400_000,
  year: 366 * 86_400_000,
}
