import fc from 'fast-check'
import type uPlot from 'uplot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Course } from './course.ts'
import { Crowd, type Crowded, isCrowded } from './crowd.ts'
import type { Theme } from './theme.ts'

const HOUR = 3_600_000
const theme = { lines: { pm25: 'blue', pm10: 'red' } } as Theme

/** A sheet of squared paper that can do what the crowd asks of a canvas. Each square holds the colours laid on it, in their order. */
class Sheet {
  readonly squares: string[]
  readonly width: number
  fillStyle = ''
  globalAlpha = 1

  constructor(width: number, height: number) {
    this.width = width
    this.squares = Array.from({ length: width * height }, () => '')
  }

  #lay(x: number, y: number, colours: string): void {
    const place = y * this.width + x
    if (x < 0 || x >= this.width || this.squares[place] === undefined) return
    this.squares[place] += colours
  }

  fillRect(left: number, top: number, width: number, height: number): void {
    for (let y = top; y < top + height; y += 1) {
      for (let x = left; x < left + width; x += 1) this.#lay(x, y, `${this.fillStyle} ${this.globalAlpha};`)
    }
  }

  drawImage(from: Sheet, ...[sx, sy, sw, sh, dx, dy]: [number, number, number, number, number, number]): void {
    for (let y = 0; y < sh; y += 1) {
      for (let x = 0; x < sw; x += 1) this.#lay(dx + x, dy + y, from.squares[(sy + y) * from.width + sx + x] ?? '')
    }
  }

  /** Only what is not empty, so that two sheets can be told apart when they differ. */
  written(): string[] {
    return this.squares.flatMap((colours, place) =>
      colours === '' ? [] : [`${place % this.width},${Math.floor(place / this.width)} ${colours}`],
    )
  }
}

let made = 0
beforeEach(() => {
  made = 0
  class OffscreenSheet {
    readonly #sheet: Sheet & { canvas?: OffscreenSheet }
    constructor(width: number, height: number) {
      this.#sheet = new Sheet(width, height)
      this.#sheet.canvas = this
    }
    getContext() {
      return this.#sheet
    }
    transferToImageBitmap() {
      made += 1
      return Object.assign(this.#sheet, { close: () => {} })
    }
  }
  vi.stubGlobal('OffscreenCanvas', OffscreenSheet)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const [LEFT, TOP, WIDTH, HEIGHT] = [7, 3, 300, 20]

/** A plot of 300 × 20 squares whose view begins `from` hours after the first instant. */
function plotAt(from: number, perHour: number, high = 100, low = 0): { plot: uPlot; sheet: Sheet } {
  const sheet = new Sheet(LEFT + WIDTH + 5, TOP + HEIGHT + 5)
  const min = from * HOUR
  const plot = {
    ctx: sheet,
    bbox: { left: LEFT, top: TOP, width: WIDTH, height: HEIGHT },
    data: [[0]],
    scales: { x: { min, max: min + (WIDTH / perHour) * HOUR }, y: { min: low, max: high } },
  }
  return { plot: plot as unknown as uPlot, sheet }
}

const line = (colour: 'pm25' | 'pm10', dash?: number[]) => ({
  ...{ key: colour, name: colour, factor: 'a34004', unit: 'µg/m³', colour, ends: [], values: [], stepMs: HOUR },
  ...{ qualities: 'valid' as const },
  ...(dash ? { dash } : {}),
})
function crowdedOf(...courses: (number | null)[][]): Crowded {
  const at = (courses[0] ?? []).map((_, hour) => hour * HOUR)
  return {
    courses: courses.map((values) => new Course({ at, values, stepMs: HOUR })),
    lines: [line('pm25'), line('pm10', [4, 4])],
    theme,
  }
}
const hours = fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 100 }) }, fc.constant(null)), {
  minLength: 1,
  maxLength: 2_500,
})

describe('crowded lines', () => {
  it('are crowded where more periods lie in view than the plot has pixels', () => {
    const { plot } = plotAt(0, 0.5)
    expect(isCrowded(plot, 0, 300)).toBe(false)
    expect(isCrowded(plot, 0, 301)).toBe(true)
  })

  it('are bars from the lowest to the highest of each column, those with strokes pale', () => {
    // Five hours are two columns: the first three hours, and the other two.
    const { plot, sheet } = plotAt(0, 0.4)
    new Crowd().draw(plot, crowdedOf([100, 90, 90, 90, 90], [0, 0, 0, 5, 5]))
    expect(sheet.written()).toEqual([
      // 100 to 90 of 100 are the two uppermost of twenty squares.
      `${LEFT},${TOP} blue 1;`,
      `${LEFT},${TOP + 1} blue 1;`,
      `${LEFT + 1},${TOP + 2} blue 1;`,
      // What is 0 stands in the lowest one, as does what goes from there to 5.
      `${LEFT},${TOP + 19} red 0.5;`,
      `${LEFT + 1},${TOP + 19} red 0.5;`,
    ])
  })

  it('look the same from pictures as drawn anew, wherever they are moved', () => {
    // Most moves leave the scale of the values as it is.
    const often = (value: number) =>
      fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant(value + 5) })
    const from = fc.integer({ min: -900, max: 3_000 })
    const edges = { low: often(0), high: often(100) }
    const views = fc.array(fc.record({ from, isReady: fc.boolean(), ...edges }), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(hours, hours, fc.constantFrom(0.2, 0.5, 0.9), views, (one, other, perHour, moves) => {
        const crowded = crowdedOf(one, other.slice(0, one.length))
        const moved = new Crowd()
        for (const { from, isReady, low, high } of moves) {
          const { plot, sheet } = plotAt(from, perHour, high, low)
          moved.draw(plot, crowded)
          while (isReady && moved.prepare(plot));
          const anew = plotAt(from, perHour, high, low)
          new Crowd().draw(anew.plot, crowded)
          // The first square that differs: to show all of them at each step of narrowing a fault down takes minutes.
          const place = sheet.squares.findIndex((square, at) => square !== anew.sheet.squares[at])
          expect(sheet.squares[place]).toBe(anew.sheet.squares[place])
        }
      }),
      { numRuns: 40, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: true },
    )
  })

  it('are drawn from pictures from the second time on, and anew at another scale', () => {
    const crowded = crowdedOf(Array.from({ length: 2_000 }, (_, hour) => hour % 90))
    const crowd = new Crowd()
    const at = (from: number, perHour: number, high?: number) => {
      made = 0
      crowd.draw(plotAt(from, perHour, high).plot, crowded)
      return made
    }
    expect(at(100, 0.5)).toBe(0)
    // Columns 51 to 350: two pieces of 256 columns.
    expect(at(102, 0.5)).toBe(2)
    expect(at(104, 0.5)).toBe(0)
    expect(at(1_000, 0.5)).toBeGreaterThan(0)
    expect(at(1_000, 0.4)).toBe(0)
    expect(at(1_000, 0.4)).toBeGreaterThan(0)
    expect(at(1_000, 0.4, 90)).toBe(0)
  })

  it('are drawn directly where the browser makes no pictures', () => {
    vi.stubGlobal('OffscreenCanvas', undefined)
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
    const crowd = new Crowd()
    const crowded = crowdedOf([50, 60, 70, 80])
    const [first, second] = [plotAt(0, 0.5), plotAt(0, 0.5)]
    crowd.draw(first.plot, crowded)
    crowd.draw(second.plot, crowded)
    expect(crowd.prepare(second.plot)).toBe(false)
    expect(second.sheet.written()).toEqual(first.sheet.written())
    expect(second.sheet.written()).not.toEqual([])
  })
})
