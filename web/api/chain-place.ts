/** How far the county's chain was before the oldest answer that the page has was read; null: no answer has told it. */
let oldest: number | null = null
/** The live stream has told of everything up to here; null: it has told nothing yet. */
let told: number | null = null
/** From where the stream tells, and whom to tell of an answer that is older. */
let telling: { from: number; whenOlder: () => void } | null = null

/** An answer came that was read when the chain had come so far. */
export function wasReadAt(place: number): void {
  oldest = Math.min(place, oldest ?? place)
  if (telling !== null && place < telling.from) telling.whenOlder()
}

/** The stream has told of what came to this place of the chain. @param place as an event's id has it */
export function wasTold(place: string | null): void {
  if (place !== null) told = Number(place)
}

/**
 * From where the stream is to tell so that the page misses nothing; null: nobody knows.
 * @param whenOlder called when an answer comes that was read before, and may lack what the stream will not tell
 */
export function beginTelling(whenOlder: () => void): number | null {
  const from = told ?? oldest
  if (from !== null) telling = { from, whenOlder }
  return from
}

export function endTelling(): void {
  telling = null
}

/** The page knows nothing any more: somebody signs in. */
export function forgetPlace(): void {
  oldest = null
  told = null
  telling = null
}
