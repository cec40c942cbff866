/** Digits behind the point of what an instrument shows. Units are those of src/standards/factors.ts. */
export const shownDigits = {
  a34004: 1,
  a34002: 1,
  a21026: 1,
  a21004: 1,
  a21005: 2,
  a05024: 1,
  a01001: 1,
  a01002: 1,
  a01006: 2,
  a01007: 1,
  a01008: 0,
} as const

export type FactorCode = keyof typeof shownDigits

/** What the instruments of a station show at an instant, by factor code, in the digits in which they show it. */
export type Showing = Readonly<Record<FactorCode, number>>

/** The same before an instrument looks at it. */
export type Real = Readonly<Record<FactorCode, number>>

/** The factor that is an angle [°], clockwise from north: 360 is 0, and its mean is that of directions. */
export const ANGLE: FactorCode = 'a01008'

/** Whether the world knows a factor. */
export function isFactorCode(code: string): code is FactorCode {
  return Object.hasOwn(shownDigits, code)
}
