import type { Feed } from '../../api/queries.ts'

/** Full disc: good; disc cut off: stale; ring with a cross: failing; ring with a bar: rests; ring: new. The word stands beside it. */
export function FeedMark({ state }: { state: Feed['state'] }) {
  const isBad = state === 'stale' || state === 'failing'
  return (
    <svg
      className={isBad ? 'mark mark-late' : state === 'good' ? 'mark mark-pass' : 'mark'}
      width="14"
      height="14"
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <circle className={state === 'good' ? 'mark-solid' : 'mark-ring'} cx="8" cy="8" r="6" />
      {state === 'stale' && <path className="mark-line" d="M3 13 13 3" />}
      {state === 'failing' && <path className="mark-line" d="M5 5 11 11M11 5 5 11" />}
      {state === 'paused' && <path className="mark-line" d="M4.5 8H11.5" />}
    </svg>
  )
}
