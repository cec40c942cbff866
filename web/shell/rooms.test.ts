import { describe, expect, it } from 'vitest'
import { type Act, acts, type Role, reachOf } from '../../src/domain/access/table.ts'
import { footRooms, homeOf, roomsFor } from './rooms.ts'

const may = (role: Role): { acts: Act[] } => ({ acts: acts.filter((act) => reachOf(role, act) !== '-') })

describe('the rooms of a role', () => {
  it('are those that its acts open', () => {
    expect(roomsFor(may('auditor')).map((room) => room.path)).toContain('/ledger')
    expect(roomsFor(may('dispatcher')).map((room) => room.path)).not.toContain('/ledger')
    expect(roomsFor(may('enterprise')).map((room) => room.path)).toEqual(['/cases', '/sources', '/settings'])
  })

  it('begin where the role works', () => {
    expect(homeOf(may('grid-member'))).toBe('/field')
    expect(homeOf(may('dispatcher'))).toBe('/')
    expect(homeOf(may('enterprise'))).toBe('/cases')
  })

  it('fit the bottom of a phone', () => {
    expect(footRooms(may('dispatcher')).map((room) => room.path)).toEqual(['/', '/alerts', '/tasks', '/cases'])
    expect(footRooms(may('grid-member')).map((room) => room.path)).toEqual(['/field', '/cases', '/alerts', '/'])
  })
})
