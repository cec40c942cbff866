import type { LedgerFeed, LiveEvent } from './feed.ts'

/** Events read from the database at once. */
const pageSize = 500

/**
 * The newest events of one county's chain, read once for everybody who listens.
 * Invariant: `recent` holds the places (head − recent.length, head] without a gap.
 */
export class CountyTail {
  readonly #feed: LedgerFeed
  readonly #countyId: string
  readonly #keep: number
  #recent: LiveEvent[] = []
  #head: number
  #wanted = 0
  #reading: Promise<void> | undefined

  constructor(feed: LedgerFeed, countyId: string, head: number, keep: number) {
    this.#feed = feed
    this.#countyId = countyId
    this.#head = head
    this.#keep = keep
  }

  get head(): number {
    return this.#head
  }

  /**
   * Reads on until the head is where it was when the last caller called, at least.
   * Many calls at once cost one reading, and never one reading less than needed.
   */
  async advance(): Promise<void> {
    this.#wanted += 1
    this.#reading ??= this.#read()
    await this.#reading
  }

  async #read(): Promise<void> {
    try {
      let served = -1
      while (served !== this.#wanted) {
        served = this.#wanted
        await this.#readToHead()
      }
    } finally {
      // In the same step as the last look at #wanted: whoever comes after starts a reading of its own.
      this.#reading = undefined
    }
  }

  async #readToHead(): Promise<void> {
    for (;;) {
      const events = await this.#feed.after(this.#countyId, this.#head, pageSize)
      const last = events.at(-1)
      if (last === undefined) return
      this.#recent = [...this.#recent, ...events].slice(-this.#keep)
      this.#head = last.seq
    }
  }

  /** Events after `seq` and up to the head, in order, some at a time; empty when `seq` is the head. */
  async eventsAfter(seq: number): Promise<readonly LiveEvent[]> {
    if (seq >= this.#head) return []
    const missing = this.#recent.length - (this.#head - seq)
    if (missing >= 0) return this.#recent.slice(missing, missing + pageSize)
    const events = await this.#feed.after(this.#countyId, seq, pageSize)
    return events.filter((event) => event.seq <= this.#head)
  }
}
