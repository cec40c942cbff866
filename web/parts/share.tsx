/** A small bar beside a figure: its share of the highest, dark where it is over the limit. The figure itself stands beside it. */
export function Share({ value, of, limit }: { value: number | null; of: number; limit: number | null }) {
  const isOver = value !== null && limit !== null && value > limit
  const share = value === null || of <= 0 ? 0 : Math.min(1, Math.max(0, value / of))
  return (
    <span className={isOver ? 'share share-over' : 'share'} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  )
}
