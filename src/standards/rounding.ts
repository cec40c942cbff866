/**
 * Rounding by GB/T 8170-2008, 3.2: less than five falls, more than five rises, five with nothing but zeros behind it goes to
 * the even digit. Round once, from the unrounded value (3.3), never in steps.
 *
 * The standard speaks of decimal numbers, so the decimal digits decide, never the binary fraction behind them:
 * - a text is taken digit by digit, however long it is;
 * - a number is taken to fourteen significant digits. 0.285 is nothing but 0.285, and what sums and means leave behind
 *   (0.285000000000000031) is no longer there.
 */

/** Significant digits of a number that count; a double has fifteen to seventeen, sums and means spoil the last. */
const SIGNIFICANT = 14

/** A scaled number this far from a tie falls on the same side whatever its last digits are. */
const FAR_FROM_TIE = 1e-4
/** Below this, sixteen digits still reach beyond FAR_FROM_TIE. */
const PLAIN = 1e9

/** A text of no more characters than these is one number with SIGNIFICANT digits at the most, and none is lost on the way. */
const SHORT = SIGNIFICANT

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i

/**
 * A value rounded half to even.
 * @param value a number, or the decimal text of one (`0.285`, `2.85e-1`)
 * @param digits behind the point, 0–15; −1 rounds to tens
 * @returns the number nearest to the rounded decimal (as long as it has fewer than 2⁵³ units of its last digit); a number
 *   that is not finite comes back as it is
 * @throws RangeError for a text that is no decimal number
 */
export function rounded(value: number | string, digits: number): number {
  const units = roundedUnits(value, digits)
  return digits >= 0 ? units / 10 ** digits : units * 10 ** -digits
}

/** As `rounded`, written with all its digits: `3.10`. */
export function roundedText(value: number | string, digits: number): string {
  const result = rounded(value, digits)
  if (!Number.isFinite(result)) return String(result)
  const units = String(Math.abs(roundedUnits(value, digits)))
  if (digits <= 0) return String(result)
  const padded = units.padStart(digits + 1, '0')
  return `${result < 0 ? '-' : ''}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

/**
 * How many of the smallest units a value is once rounded: 2.85 to one digit is 28 tenths. Whole numbers, with which one can go
 * on counting exactly.
 * @throws RangeError for a text that is no decimal number
 */
export function roundedUnits(value: number | string, digits: number): number {
  if (typeof value === 'string') {
    return value.length > SHORT ? unitsOfText(value, digits) : roundedUnits(numberOf(value), digits)
  }
  if (!Number.isFinite(value)) return value
  const scaled = digits >= 0 ? value * 10 ** digits : value / 10 ** -digits
  const down = Math.floor(scaled)
  const isPlain = Math.abs(scaled) < PLAIN && Math.abs(scaled - down - 0.5) > FAR_FROM_TIE
  // Adding 0 makes −0 a plain zero.
  return isPlain ? Math.round(scaled) + 0 : unitsOfText(value.toPrecision(SIGNIFICANT), digits)
}

function numberOf(text: string): number {
  if (!DECIMAL.test(text)) throw new RangeError(`not a decimal number: ${text}`)
  return Number(text)
}

function unitsOfText(text: string, digits: number): number {
  const [found, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? []
  if (found === undefined) throw new RangeError(`not a decimal number: ${text}`)
  const figures = whole + fraction
  const cut = fraction.length - Number(exponent) - digits
  const magnitude = cut <= 0 ? BigInt(figures) * 10n ** BigInt(-cut) : halfToEven(figures, cut)
  return Number(sign === '-' ? -magnitude : magnitude)
}

/** The last `cut` figures taken off. */
function halfToEven(figures: string, cut: number): bigint {
  const padded = figures.padStart(cut + 1, '0')
  const kept = BigInt(padded.slice(0, -cut))
  const off = padded.slice(-cut)
  const half = `5${'0'.repeat(cut - 1)}`
  const rises = off === half ? kept % 2n === 1n : off > half
  return rises ? kept + 1n : kept
}
