/**
 * Looks each room up again when it is told to, one round at a time: what is told during a round begins the next one when that
 * has ended, once, however often it was told. A round that every news broke off would never come to its end where news come faster
 * than answers, and the page would show what it showed before the first of them.
 * @param look resolves when the answers are there, or have failed
 */
export function rounds<Room>(look: (room: Room) => Promise<unknown>): {
  tell(rooms: Iterable<Room>): void
  /** Begins anew at once, whatever is on its way: after a silence that may have been a dead line. */
  begin(rooms: Iterable<Room>): void
} {
  /** Rooms with a round on its way, by its number; and those of them that are told of again. */
  const running = new Map<Room, number>()
  const again = new Set<Room>()
  let last = 0

  async function run(room: Room): Promise<void> {
    last += 1
    const number = last
    running.set(room, number)
    again.delete(room)
    await look(room).catch(() => {})
    // Another was begun in its place: that one goes on.
    if (running.get(room) !== number) return
    running.delete(room)
    if (again.has(room)) run(room)
  }

  return {
    tell(rooms) {
      for (const room of rooms) {
        if (running.has(room)) again.add(room)
        else run(room)
      }
    },
    begin(rooms) {
      for (const room of rooms) run(room)
    },
  }
}
