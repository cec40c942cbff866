import type { QualityFinding } from '../../api/queries.ts'
import { valueText } from '../../text/names.ts'

type Values = NonNullable<QualityFinding['values']>

/** `620`, or `540–700` from the lowest to the highest; apart where a minus could be read into the dash. To the digits of the factor. */
export function rangeText({ low, high }: Pick<Values, 'low' | 'high'>, factor: string): string {
  const [least, most] = [valueText(low, factor), valueText(high, factor)]
  if (least === most) return least
  return low < 0 ? `${least} – ${most}` : `${least}–${most}`
}

/** Of which period there is no value: `2/4`; of each there is one: `4`. */
export function countText(readings: number, periods: number): string {
  return readings < periods ? `${readings}/${periods}` : String(readings)
}
