import { useSyncExternalStore } from 'react'
import { laidIn, type Point, panned, type Size, type View, zoomed } from './frame.ts'
import { Turns } from './turns.ts'

/** What is arranged for the eye follows a hand that has gone so far. [px] */
const FAR_PX = 120
/** After the last turn of a wheel the map is drawn anew. [ms] */
const SETTLE_MS = 140
/** A drawing that is stretched more than this is drawn anew at once. */
const MOST_STRETCH = 1.6

interface Drawn {
  /** What all is drawn for since somebody moved the map; null: its first view. */
  drawn: View | null
  /** What of that is looked at since somebody dragged it, whole pixels from there; null: all. */
  seen: View | null
}

/** Hears of something. */
type Hear = () => void

/**
 * How a map stands. While hands are at it, what is drawn is moved as it is, by its transform alone. What is bound to a place stays
 * as it was drawn as long as nobody zooms; what is arranged for the eye, or not drawn yet, follows when the hand rests or has gone
 * some way. All who draw take turns, each in a frame of its own.
 */
export class Stand {
  readonly turns = new Turns()
  /** What is seen now. */
  live: View
  /** Nobody moves it. */
  isResting = true
  /** Set from outside: what is reckoned for another scale, in a frame before anybody draws for it. */
  prepare: (scale: number) => void = () => {}
  #first: View
  #size: Size
  #now: Drawn = { drawn: null, seen: null }
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #laying = new Set<(live: View) => void>()
  /** Those who draw for another view, and those who follow what is looked at too; with what gives up the turn that each waits for. */
  readonly #drawing = new Map<Hear, Hear | null>()
  readonly #following = new Map<Hear, Hear | null>()

  constructor(first: View, size: Size) {
    this.#first = first
    this.#size = size
    this.live = first
  }

  /** The same object until something changes. */
  readonly now = () => this.#now

  /** The map has this size, and shows this until somebody moves it. */
  begin(first: View, size: Size): void {
    this.#first = first
    this.#size = size
    this.#lay(this.#now.drawn === null ? first : this.live)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** Lays what is drawn at each movement. */
  readonly onMove = (lay: (live: View) => void) => {
    this.#laying.add(lay)
    return () => {
      this.#laying.delete(lay)
    }
  }

  /** Hears, when its turn comes, that all is to be drawn for another view. */
  readonly onDrawn = (hear: Hear) => listening(this.#drawing, hear)

  /** Hears, when its turn comes, that something else is looked at. */
  readonly onSeen = (hear: Hear) => listening(this.#following, hear)

  /** The ground is dragged along. @param isLast nothing of the same move follows at once */
  pan(by: Point, isLast: boolean): void {
    this.#move(panned(this.live, by), isLast)
  }

  zoom(at: Point, times: number, isLast: boolean): void {
    this.#move(zoomed(this.live, this.#size, at, times), isLast)
  }

  show(view: View): void {
    this.#move(view, true)
  }

  /** Hands have come to rest. */
  settle(): void {
    clearTimeout(this.#timer)
    this.isResting = true
    this.#follow()
  }

  #move(next: View, isLast: boolean): void {
    this.#lay(next)
    clearTimeout(this.#timer)
    if (isLast) {
      this.settle()
      return
    }
    this.isResting = false
    if (this.#isFar()) this.#follow()
    this.#timer = setTimeout(() => this.settle(), SETTLE_MS)
  }

  #lay(live: View): void {
    this.live = live
    for (const lay of this.#laying) lay(live)
  }

  #isFar(): boolean {
    const view = this.#now.drawn ?? this.#first
    const { stretch } = laidIn(view, this.live)
    const { x, y } = laidIn(this.#now.seen ?? view, this.live)
    return Math.max(Math.abs(x), Math.abs(y)) > FAR_PX || stretch > MOST_STRETCH || stretch < 1 / MOST_STRETCH
  }

  #follow(): void {
    const view = this.#now.drawn ?? this.#first
    const { live } = this
    if (live.scale === view.scale) {
      const { x, y } = laidIn(view, live)
      this.#now = { drawn: view, seen: panned(view, { x: Math.round(x), y: Math.round(y) }) }
    } else {
      this.#now = { drawn: live, seen: null }
      this.turns.take(() => this.prepare(live.scale), 'first')
      this.#tell(this.#drawing)
    }
    this.#tell(this.#following)
  }

  #tell(hearers: Map<Hear, Hear | null>): void {
    for (const [hear, leave] of hearers) {
      if (leave !== null) continue
      const turn = () => {
        hearers.set(hear, null)
        hear()
      }
      hearers.set(hear, this.turns.take(turn))
    }
  }
}

function listening(hearers: Map<Hear, Hear | null>, hear: Hear): Hear {
  hearers.set(hear, null)
  return () => {
    hearers.get(hear)?.()
    hearers.delete(hear)
  }
}

/** What a map is drawn for. @param first as long as nobody has moved it */
export function useDrawn(stand: Stand, first: View): View {
  return useSyncExternalStore(stand.onDrawn, () => stand.now().drawn) ?? first
}

/** The same, and what of it is looked at. */
export function useSeen(stand: Stand, first: View): { view: View; seen: View } {
  const { drawn, seen } = useSyncExternalStore(stand.onSeen, stand.now)
  const view = drawn ?? first
  return { view, seen: seen ?? view }
}
