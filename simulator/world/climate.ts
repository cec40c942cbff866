import { civilOf, instantOf } from '../../src/standards/civil-time.ts'

/**
 * The climate of a river town of central China, month by month (January first): what the demo's weather and background
 * swing about. Temperatures and rain are those of Changde 1971–2000 (China Meteorological Administration); particles by month
 * are those of seven cities of Hunan 2014–2016; what no source settles is marked “ours”.
 */
// biome-ignore format: a table to proof-read
export const climate = {
  /** Mean of the day's highest and lowest. [°C] */
  warmestC:      [8,   10,  14,  21,  26,  29,  33,  32,  28,  22,  17,  11],
  coldestC:      [2,   4,   7,   14,  18,  22,  25,  25,  20,  15,  9,   4],
  /** [mm a month], and days with rain */
  rainMm:        [60,  67,  115, 170, 163, 209, 152, 130, 73,  81,  65,  39],
  rainDays:      [12,  12,  16,  17,  15,  15,  11,  10,  10,  12,  10,  8],
  /** Mean wind, toward the east and toward the north: northerly in winter, southerly in July. Ours, in the order of the region. [m/s] */
  windEastMs:    [-0.4, -0.4, -0.3, 0, 0.1, 0.2, 0.3, 0, -0.3, -0.4, -0.4, -0.4],
  windNorthMs:   [-1.3, -1.2, -0.9, -0.2, 0.2, 0.7, 1.4, 0.3, -0.7, -1.1, -1.2, -1.3],
  /** Top of the mixed layer at its highest, about 15 o'clock. Ours, in the order of published soundings. [m] */
  mixedM:        [900, 950, 1050, 1150, 1250, 1350, 1400, 1400, 1400, 1200, 1050, 950],
  /** PM2.5 as a share of its annual mean. */
  fineShare:     [1.85, 1.31, 1.04, 0.83, 0.88, 0.69, 0.62, 0.67, 0.86, 1.04, 0.90, 1.32],
  /** PM2.5 in PM10; July to December ours. */
  fineInPm10:    [0.78, 0.77, 0.66, 0.64, 0.57, 0.61, 0.55, 0.55, 0.60, 0.65, 0.70, 0.77],
  /** Mean of the month; July to December ours. [µg/m³; CO mg/m³] */
  no2:           [34,  19,  29,  22,  22,  16,  14,  15,  19,  25,  30,  33],
  so2:           [8,   6,   9,   8,   9,   8,   7,   7,   8,   8,   8,   8],
  co:            [1.25, 1.01, 0.88, 0.83, 0.81, 0.79, 0.72, 0.74, 0.78, 0.85, 0.95, 1.10],
  o3:            [33,  40,  51,  58,  65,  68,  72,  74,  68,  52,  40,  32],
} as const satisfies Record<string, readonly number[]>

const MONTHS = 12

/** Value of a course between the middles of the months, on a straight line. */
export function inYear(course: readonly number[], instant: number): number {
  const { year, month } = civilOf(instant)
  const begin = startOfMonth(year, month)
  const share = (instant - begin) / (startOfMonth(year, month + 1) - begin)
  const place = month - 1 + share - 0.5
  const before = Math.floor(place)
  const weight = place - before
  const at = (index: number) => course[(index + MONTHS) % MONTHS] ?? 0
  return at(before) * (1 - weight) + at(before + 1) * weight
}

function startOfMonth(year: number, month: number): number {
  const over = month > MONTHS
  return instantOf({ year: over ? year + 1 : year, month: over ? 1 : month, day: 1, hour: 0, minute: 0, second: 0 })
}

/** Courses of a day relative to its mean, at 0, 3, 6 … 21 o'clock, in winter and in summer (stations of Hunan, 2019). */
// biome-ignore format: a table to proof-read
export const dayCourses = {
  fine:  { winter: [1.05, 1.03, 1.0,  1.01, 0.99, 0.94, 0.97, 1.06], summer: [1.07, 1.05, 1.03, 1.0,  0.90, 0.85, 0.96, 1.08] },
  no2:   { winter: [1.01, 0.88, 0.88, 1.02, 0.94, 0.95, 1.18, 1.15], summer: [1.25, 1.03, 1.02, 1.03, 0.71, 0.66, 0.95, 1.33] },
  so2:   { winter: [0.96, 0.96, 1.0,  1.15, 1.1,  0.98, 0.92, 0.94], summer: [0.96, 0.96, 1.08, 1.33, 1.0,  0.87, 0.85, 0.93] },
  o3:    { winter: [0.85, 0.82, 0.75, 0.85, 1.15, 1.4,  1.22, 0.95], summer: [0.71, 0.65, 0.58, 0.91, 1.42, 1.54, 1.33, 0.88] },
} as const

/** Value of a day's course. @param summer 0 in the depth of winter, 1 in the height of summer */
export function inDay(
  course: { winter: readonly number[]; summer: readonly number[] },
  hour: number,
  summer: number,
): number {
  const place = hour / 3
  const before = Math.floor(place)
  const weight = place - before
  const at = (knots: readonly number[]) =>
    (knots[before % knots.length] ?? 1) * (1 - weight) + (knots[(before + 1) % knots.length] ?? 1) * weight
  return at(course.winter) * (1 - summer) + at(course.summer) * summer
}
