import { useEffect, useState, useSyncExternalStore } from 'react'
import type { View } from './view.ts'

/**
 * The time axis that the charts of a page share: what they show and where the crosshair stands. It lives beside React, since
 * it moves with every frame; what the address keeps is told once a movement has come to rest.
 */
export class SharedAxis {
  view: View
  /** where the crosshair stands [epoch ms]; null: nowhere */
  at: number | null = null
  /** Does a hand hold it? The crosshair rests meanwhile. */
  isHeld = false
  /** told what is shown once a movement is over; null: the whole again */
  onSettle: (view: View | null) => void = () => {}
  /** what the address says */
  #told: View
  readonly #listeners = new Set<() => void>()
  #settling: ReturnType<typeof setTimeout> | undefined

  constructor(view: View) {
    this.view = view
    this.#told = view
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Shows another part, as the address says. */
  tell(view: View): void {
    this.#told = view
    this.#show(view)
  }

  #show(view: View): void {
    if (view.from === this.view.from && view.to === this.view.to) return
    this.view = view
    this.#tell()
  }

  /** A hand takes hold of it. */
  hold(): void {
    this.isHeld = true
    this.point(null)
  }

  /** It lets go. */
  release(): void {
    this.isHeld = false
    this.#tell()
  }

  /** Moved by hand; it comes to rest with `settle`. */
  move(view: View): void {
    clearTimeout(this.#settling)
    this.#show(view)
  }

  /** The movement is over, unless it goes on within `rest`. [ms] */
  settle(rest: number): void {
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.onSettle(this.view), rest)
  }

  /** Back to the whole. */
  whole(): void {
    clearTimeout(this.#settling)
    this.#show(this.#told)
    this.onSettle(null)
  }

  point(at: number | null): void {
    const next = this.isHeld ? null : at
    if (next === this.at) return
    this.at = next
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The axis of a page that shows `view`; `onSettle` hears where a movement came to rest. */
export function useSharedAxis(view: View, onSettle: (view: View | null) => void): SharedAxis {
  const [axis] = useState(() => new SharedAxis(view))
  useEffect(() => {
    axis.onSettle = onSettle
  })
  const { from, to } = view
  useEffect(() => axis.tell({ from, to }), [axis, from, to])
  return axis
}

/** Where the crosshair stands. [epoch ms] */
export function useCrosshair(axis: SharedAxis): number | null {
  return useSyncExternalStore(axis.subscribe, () => axis.at)
}
