import type { CountyTail } from './county-tail.ts'
import type { Listener, Watch } from './model.ts'

/** Carries one listener along its county's chain: in order, each place once, one step at a time. */
export class Pump implements Watch {
  readonly #tail: CountyTail
  readonly #listener: Listener
  readonly #left: (error?: unknown) => void
  #position: number
  #running = false
  #again = false
  #stopped = false

  /** @param left called once when the watch is over, with the error that ended it if one did */
  constructor(tail: CountyTail, listener: Listener, position: number, left: (error?: unknown) => void) {
    this.#tail = tail
    this.#listener = listener
    this.#position = position
    this.#left = left
  }

  get position(): number {
    return this.#position
  }

  /** Goes on to the head. While it is under way, a further call makes it look once more. */
  run(): void {
    this.#again = true
    if (this.#running || this.#stopped) return
    this.#running = true
    this.#goOn().catch((error: unknown) => this.end(error))
  }

  moment(name: string, data: unknown): void {
    if (this.#stopped || this.#listener.hears?.(name, data) === false) return
    this.#listener.send({ type: 'moment', name, data })
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#left()
  }

  /** Stops from this side and says so to the listener. */
  end(error?: unknown): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#left(error)
    this.#listener.ended()
  }

  async #goOn(): Promise<void> {
    while (this.#again) {
      this.#again = false
      let events = await this.#tail.eventsAfter(this.#position)
      while (events.length > 0) {
        for (const event of events) {
          const mayHear = await this.#listener.filter(event)
          if (this.#stopped) return
          this.#position = event.seq
          if (mayHear) this.#listener.send({ type: 'event', event })
        }
        events = await this.#tail.eventsAfter(this.#position)
      }
    }
    this.#running = false
  }
}
