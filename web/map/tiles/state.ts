/**
 * How the tiles under a map are: on their way, shown, or why the own drawing serves: they cannot be fetched; the page was opened
 * before the setting let it ask there; the file has none of what is seen; it has gone; the browser has no WebGL.
 */
export type TilesState = 'coming' | 'shown' | 'failed' | 'blocked' | 'elsewhere' | 'missing' | 'no-webgl'

/** What a map says of the tiles under it. */
export interface TilesTold {
  state: TilesState
  /** Whose they are, as far as their file says. */
  credit: string
}
