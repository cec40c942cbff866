import { expect, it } from 'vitest'
import { commandOf, type Press } from './keys.ts'

const rooms = [
  { path: '/', key: 'c' },
  { path: '/alerts', key: 'a' },
] as const
const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  withControl: false,
  withAlt: false,
  isTyping: false,
  ...more,
})
const after = (hasGone: boolean, one: Press) => commandOf(one, hasGone, rooms)

it('goes to a room by g and its letter', () => {
  expect(after(false, press('g'))).toEqual({ command: null, isGoing: true })
  expect(after(true, press('a'))).toEqual({ command: { kind: 'room', path: '/alerts' }, isGoing: false })
  expect(after(true, press('x'))).toEqual({ command: null, isGoing: false })
  expect(after(false, press('a')).command).toBeNull()
})

it('opens what waits for one by g and i, where a letter alone means nothing', () => {
  expect(after(true, press('i'))).toEqual({ command: { kind: 'inbox' }, isGoing: false })
  expect(after(false, press('i')).command).toBeNull()
  expect(after(true, press('i', { isTyping: true })).command).toBeNull()
})

it('takes a letter after g as a room and not as what it means alone', () => {
  expect(after(true, press('j')).command).toBeNull()
})

it('leaves letters to whoever types, and Ctrl K to nobody', () => {
  for (const key of ['g', 'j', 'k', '/', '?']) expect(after(false, press(key, { isTyping: true })).command).toBeNull()
  expect(after(false, press('g', { isTyping: true })).isGoing).toBe(false)
  expect(after(false, press('k', { isTyping: true, withControl: true })).command).toEqual({ kind: 'palette' })
  expect(after(false, press('K', { withControl: true })).command).toEqual({ kind: 'palette' })
})

it('leaves what the browser means by Ctrl and Alt alone', () => {
  expect(after(false, press('j', { withControl: true })).command).toBeNull()
  expect(after(true, press('a', { withAlt: true })).command).toBeNull()
  expect(after(false, press('k', { withControl: true, withAlt: true })).command).toBeNull()
})

it('takes back what was just done by u, but not from a field', () => {
  expect(after(false, press('u')).command).toEqual({ kind: 'undo' })
  expect(after(false, press('u', { isTyping: true })).command).toBeNull()
  expect(after(true, press('u')).command).toBeNull()
})

it('steps through a list', () => {
  expect(after(false, press('j')).command).toEqual({ kind: 'row', by: 1 })
  expect(after(false, press('k')).command).toEqual({ kind: 'row', by: -1 })
})
