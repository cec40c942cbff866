import type { LiveEvent } from './feed.ts'

/** What a listener is sent. */
export type LiveMessage =
  | { type: 'event'; event: LiveEvent }
  /** So much was missed that telling it one by one is no use: load anew. The place is the head. */
  | { type: 'reset'; seq: number }
  /** Something of the moment that no one needs afterwards; has no place in the chain. */
  | { type: 'moment'; name: string; data: unknown }

export interface Listener {
  countyId: string
  /** Place after which to tell; the head when left out. */
  after?: number
  /** Whether the listener may hear of this event. Asked each time, as what a person may see changes. */
  filter(event: LiveEvent): Promise<boolean>
  /** Whether the listener hears this moment; all of the county's when left out. */
  hears?(name: string, data: unknown): boolean
  /** Called in order and never twice for one place. */
  send(message: LiveMessage): void
  /** The watch is over: `filter` or the feed failed, or the hub closes. */
  ended(): void
}

export interface Watch {
  /** The place up to which everything was sent or kept back by the filter. */
  readonly position: number
  stop(): void
}
