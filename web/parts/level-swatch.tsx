import { aqiLevels, hexOf } from '../../src/standards/aqi-levels.ts'

/** The colour of a level of the index, edged; the word or the value stands beside it. Without a level an empty edge. */
export function LevelSwatch({ level, wide = false }: { level: number | null; wide?: boolean }) {
  const found = aqiLevels.find((one) => one.level === level)
  return (
    <i
      className={wide ? 'swatch swatch-wide' : 'swatch'}
      style={found ? { background: hexOf(found) } : undefined}
      aria-hidden="true"
    />
  )
}
