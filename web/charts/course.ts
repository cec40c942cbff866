import { envelope, type Traced } from './decimate.ts'
import { placeWhere } from './line.ts'

/** Values of a block are looked at one by one only where a view begins or ends within it. */
const BLOCK = 64
/** Columns are found so many at a time. [px] */
export const TILE = 256

/** The bars of one tile, from left to right. */
interface Tile {
  columns: number[]
  lowest: number[]
  highest: number[]
}

/**
 * A line with what every frame of a movement asks of it, found once: its lowest and highest value, and the bars that stand for it
 * where each column of pixels holds several points. The columns are counted along the whole line and not from the edge of the
 * view: moved, the bars stay what they are, and those that come into view are found when they come.
 */
export class Course {
  readonly #line: Traced
  readonly #lowest: Float64Array
  readonly #highest: Float64Array
  readonly #tiles = new Map<number, Tile>()
  #perMs = 0

  constructor(line: Traced) {
    this.#line = line
    const { values } = line
    const blocks = Math.ceil(values.length / BLOCK)
    this.#lowest = new Float64Array(blocks).fill(Number.POSITIVE_INFINITY)
    this.#highest = new Float64Array(blocks).fill(Number.NEGATIVE_INFINITY)
    for (let block = 0; block < blocks; block += 1) {
      const end = Math.min(values.length, (block + 1) * BLOCK)
      for (let index = block * BLOCK; index < end; index += 1) this.#include(block, values[index])
    }
  }

  #include(block: number, value: number | null | undefined): void {
    if (value === null || value === undefined) return
    if (value < (this.#lowest[block] ?? 0)) this.#lowest[block] = value
    if (value > (this.#highest[block] ?? 0)) this.#highest[block] = value
  }

  /** The lowest and the highest value of the places first … last, both included; null where there is none. */
  extremes(first: number, last: number): [lowest: number, highest: number] | null {
    const { values } = this.#line
    let lowest = Number.POSITIVE_INFINITY
    let highest = Number.NEGATIVE_INFINITY
    for (let index = first; index <= last; ) {
      if (index % BLOCK === 0 && index + BLOCK - 1 <= last) {
        lowest = Math.min(lowest, this.#lowest[index / BLOCK] ?? lowest)
        highest = Math.max(highest, this.#highest[index / BLOCK] ?? highest)
        index += BLOCK
      } else {
        const value = values[index]
        if (value !== null && value !== undefined) {
          lowest = Math.min(lowest, value)
          highest = Math.max(highest, value)
        }
        index += 1
      }
    }
    return lowest <= highest ? [lowest, highest] : null
  }

  /**
   * The bars (see `envelope`) of the columns from … to, both included. Column 0 begins at the first instant of the axis.
   * @param perMs pixels of the canvas to a millisecond
   */
  bars(perMs: number, from: number, to: number, bar: (column: number, lowest: number, highest: number) => void): void {
    if (perMs !== this.#perMs) this.#tiles.clear()
    this.#perMs = perMs
    for (let number = Math.floor(from / TILE); number * TILE <= to; number += 1) {
      const { columns, lowest, highest } = this.#tile(number)
      for (let place = 0; place < columns.length; place += 1) {
        const column = columns[place] ?? 0
        if (column >= from && column <= to) bar(column, lowest[place] ?? 0, highest[place] ?? 0)
      }
    }
  }

  #tile(number: number): Tile {
    const known = this.#tiles.get(number)
    if (known) return known
    const tile: Tile = { columns: [], lowest: [], highest: [] }
    this.#tiles.set(number, tile)
    const { at, values } = this.#line
    const origin = at[0] ?? 0
    const columnOf = (instant: number) => Math.floor((instant - origin) * this.#perMs)
    const begin = number * TILE
    // What leads here from the column before begins at its last period.
    let first = placeWhere(at, (instant) => columnOf(instant) >= begin) - 1
    while (first > 0 && values[first] === undefined) first -= 1
    const last = placeWhere(at, (instant) => columnOf(instant) >= begin + TILE) - 1
    envelope(this.#line, Math.max(0, first), last, columnOf, (column, lowest, highest) => {
      if (column < begin) return
      tile.columns.push(column)
      tile.lowest.push(lowest)
      tile.highest.push(highest)
    })
    return tile
  }
}
