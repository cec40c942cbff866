import { plainText, typedNumber } from '../../platform/tables/values.ts'

/** `113°25′48.0″`, `113度34分30秒`, `113°25.8′`, with a letter or a word for the side of the world before or behind. */
const SIDE = '(?:[ewns]|[东西南北][经纬])'
const SIXTIETHS = new RegExp(
  `^(?<before>${SIDE})?(?<degrees>\\d{1,3})[°度o\\u030a](?:(?<minutes>\\d{1,2}(?:\\.\\d+)?)['’′分](?:(?<seconds>\\d{1,2}(?:\\.\\d+)?)(?:["”秒]|''|’’|′′))?)?(?<behind>${SIDE})?$`,
)
const WITH_SIDE = new RegExp(`^(?<before>${SIDE})?(?<number>\\d+(?:\\.\\d+)?)[°度o\\u030a]?(?<behind>${SIDE})?$`)
const NEGATIVE = /^[ws西南]/

/**
 * Degrees as people write them into tables: decimal, or degrees, minutes and seconds (GB/T 16831-2013, annex D, has both).
 * @returns decimal degrees, west and south negative; null for anything else, such as sixty minutes
 */
export function typedDegrees(cell: string): number | null {
  const plain = typedNumber(cell)
  if (plain !== null) return plain
  // Full-width signs are the plain ones by now, and the double prime two single ones.
  const text = plainText(cell).toLowerCase().replaceAll(/\s+/g, '')
  const written = SIXTIETHS.exec(text)?.groups ?? WITH_SIDE.exec(text)?.groups
  if (written === undefined) return null
  const { before, behind, degrees, number, minutes = '0', seconds = '0' } = written
  if (Number(minutes) >= 60 || Number(seconds) >= 60) return null
  const size = Number(degrees ?? number) + Number(minutes) / 60 + Number(seconds) / 3600
  return NEGATIVE.test(before ?? behind ?? '') ? -size : size
}
