import { UNDO_KEY } from '../parts/toasts.tsx'
import type { RoomPath } from './rooms.ts'

/** What a press of keys asks for. */
export type Command =
  | { kind: 'room'; path: RoomPath }
  | { kind: 'palette' }
  | { kind: 'keys' }
  | { kind: 'inbox' }
  /** Back from what was just done, where a message offers it. */
  | { kind: 'undo' }
  /** To the next or the one before in the list of the page. */
  | { kind: 'row'; by: 1 | -1 }

/** A press, as far as it decides anything. */
export interface Press {
  key: string
  /** Ctrl, or the command key of a Mac. */
  withControl: boolean
  withAlt: boolean
  /** In a field that takes text, or in a dialog: letters mean themselves there. */
  isTyping: boolean
}

/** What opens the line to search in; with the command key on a Mac. */
export const SEARCH_KEYS = 'Ctrl K'

/** Pressed before the letter of a room: `g c` goes to the cockpit. */
export const GO = 'g'

/** After `g`: what waits for one, which is in no room. */
export const INBOX_KEY = 'i'

/**
 * What a press means after the one before it. @param hasGone whether the press before was `g`
 * @returns `isGoing`: the next letter names a room
 */
export function commandOf(
  press: Press,
  hasGone: boolean,
  rooms: readonly { path: RoomPath; key: string }[],
): { command: Command | null; isGoing: boolean } {
  const { key, withControl, withAlt, isTyping } = press
  const nothing = { command: null, isGoing: false }
  if (withControl && !withAlt && key.toLowerCase() === 'k') return { command: { kind: 'palette' }, isGoing: false }
  if (withControl || withAlt || isTyping) return nothing
  if (hasGone) {
    if (key === INBOX_KEY) return { command: { kind: 'inbox' }, isGoing: false }
    const room = rooms.find((one) => one.key === key)
    return room === undefined ? nothing : { command: { kind: 'room', path: room.path }, isGoing: false }
  }
  if (key === GO) return { command: null, isGoing: true }
  if (key === '/') return { command: { kind: 'palette' }, isGoing: false }
  if (key === '?') return { command: { kind: 'keys' }, isGoing: false }
  if (key === UNDO_KEY) return { command: { kind: 'undo' }, isGoing: false }
  if (key === 'j') return { command: { kind: 'row', by: 1 }, isGoing: false }
  if (key === 'k') return { command: { kind: 'row', by: -1 }, isGoing: false }
  return nothing
}
