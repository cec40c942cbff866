import type { ServerLog } from '../http/server-log.ts'
import { CountyTail } from './county-tail.ts'
import type { LedgerFeed } from './feed.ts'
import type { Listener, Watch } from './model.ts'
import { Pump } from './pump.ts'

export interface Hub {
  /** Begins to tell. Resolves when the place to begin at is known; nothing is sent before. */
  watch(listener: Listener): Promise<Watch>
  /** The county's chain has grown. Cheap when nobody listens. */
  notify(countyId: string): void
  /** Perhaps every chain has grown: notifications may have been lost. */
  catchUp(): void
  /** Tells all listeners of a county something of the moment, at once; not in step with the events. */
  announce(countyId: string, name: string, data: unknown): void
  /** How many listen now. */
  readonly size: number
  close(): void
}

export interface HubSettings {
  /** Further behind than so many events is told as `reset`. */
  furthestBehind: number
}

export const defaultHub: HubSettings = { furthestBehind: 2000 }

interface Room {
  tail: Promise<CountyTail>
  pumps: Set<Pump>
  /** Listeners that wait for their beginning. */
  arriving: number
}

/** Server push: one hub per process, fed by the ledger. */
export function createHub(parts: { feed: LedgerFeed; log: ServerLog; settings?: HubSettings }): Hub {
  const { furthestBehind } = parts.settings ?? defaultHub
  const rooms = new Map<string, Room>()
  let closed = false

  function enter(countyId: string): Room {
    const room = rooms.get(countyId) ?? open(countyId)
    room.arriving += 1
    return room
  }

  function open(countyId: string): Room {
    const tail = parts.feed.head(countyId).then((head) => new CountyTail(parts.feed, countyId, head, furthestBehind))
    const room = { tail, pumps: new Set<Pump>(), arriving: 0 }
    rooms.set(countyId, room)
    // Who waits for it hears the error; the next one finds no room and tries again.
    tail.catch(() => forget(countyId, room))
    return room
  }

  /** A county that nobody listens to is not read on, so what is known of it would go stale. */
  function closeIfEmpty(countyId: string, room: Room): void {
    if (room.pumps.size === 0 && room.arriving === 0) forget(countyId, room)
  }

  function forget(countyId: string, room: Room): void {
    if (rooms.get(countyId) === room) rooms.delete(countyId)
  }

  async function advance(room: Room): Promise<void> {
    const tail = await room.tail
    await tail.advance()
    for (const pump of room.pumps) pump.run()
  }

  function goOn(countyId: string, room: Room): void {
    advance(room).catch((error: unknown) => parts.log.error('live: a chain could not be read', { countyId, error }))
  }

  /** In one step, without waiting in between: what is counted as missed and where the listener begins. */
  function admit(room: Room, tail: CountyTail, listener: Listener): Pump {
    const { head } = tail
    const after = listener.after ?? head
    // Ahead of the head: a place of another life of the chain (a restored backup), so nothing known is worth anything.
    const lost = after > head || head - after > furthestBehind
    const pump: Pump = new Pump(tail, listener, lost ? head : after, (error) => {
      room.pumps.delete(pump)
      closeIfEmpty(listener.countyId, room)
      if (error !== undefined) parts.log.error('live: a watch failed', { countyId: listener.countyId, error })
    })
    room.pumps.add(pump)
    if (lost) listener.send({ type: 'reset', seq: head })
    // The others too: this arrival has perhaps read on before the notification.
    for (const each of room.pumps) each.run()
    return pump
  }

  return {
    async watch(listener) {
      const room = enter(listener.countyId)
      try {
        const tail = await room.tail
        await tail.advance()
        if (closed) throw new Error('The hub is closed')
        return admit(room, tail, listener)
      } finally {
        room.arriving -= 1
        closeIfEmpty(listener.countyId, room)
      }
    },
    notify(countyId) {
      const room = rooms.get(countyId)
      if (room !== undefined) goOn(countyId, room)
    },
    catchUp() {
      for (const [countyId, room] of rooms) goOn(countyId, room)
    },
    announce(countyId, name, data) {
      for (const pump of rooms.get(countyId)?.pumps ?? []) pump.moment(name, data)
    },
    get size() {
      return [...rooms.values()].reduce((sum, room) => sum + room.pumps.size, 0)
    },
    close() {
      closed = true
      for (const room of [...rooms.values()]) for (const pump of [...room.pumps]) pump.end()
    },
  }
}
