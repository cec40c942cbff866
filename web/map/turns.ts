/** What draws on a map while a hand moves it takes turns: one thing in each frame, so that no frame takes too long. */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #frame = 0
  #isTaken = false

  /** Does something in a frame of its own, before or after all that waits. @returns gives the turn up */
  take(act: () => void, place: 'first' | 'last' = 'last'): () => void {
    if (place === 'first') this.#waiting.unshift(act)
    else this.#waiting.push(act)
    this.#soon()
    return () => {
      const at = this.#waiting.indexOf(act)
      if (at >= 0) this.#waiting.splice(at, 1)
    }
  }

  /** The next frame is not free: something draws in it that takes no turns. */
  pass(): void {
    this.#isTaken = true
    this.#soon()
  }

  #soon(): void {
    if (this.#frame !== 0 || (this.#waiting.length === 0 && !this.#isTaken)) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      const act = this.#isTaken ? undefined : this.#waiting.shift()
      this.#isTaken = false
      this.#soon()
      act?.()
    })
  }
}
