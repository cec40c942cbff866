import { describe, expect, it } from 'vitest'
import { momentRooms, rooms, staleRooms } from './rooms.ts'

describe('an event of the live stream', () => {
  it('makes the rooms stale that show its subject', () => {
    expect(staleRooms('alert.raised')).toContain('alerts')
    expect(staleRooms('task.checked-in')).toEqual(expect.arrayContaining(['tasks', 'alerts', 'people']))
    expect(staleRooms('photo.added')).toEqual(expect.arrayContaining(['tasks', 'cases']))
    expect(staleRooms('readings')).not.toContain('ledger')
  })

  it('tells whoever something waits for, but not with every reading', () => {
    for (const kind of ['case.assigned', 'task.sent', 'alert.raised', 'correction.proposed', 'feed.stale']) {
      expect(staleRooms(kind), kind).toContain('inbox')
    }
    for (const kind of ['readings', 'telemetry.sealed', 'message'])
      expect(staleRooms(kind), kind).not.toContain('inbox')
  })

  it('about a correction or a finding reaches the readings that have been; a device that speaks does not', () => {
    expect(staleRooms('correction.applied')).toEqual(expect.arrayContaining(['quality', 'past']))
    expect(staleRooms('finding.raised')).toContain('quality')
    expect(staleRooms('readings')).not.toContain('past')
    expect(staleRooms('readings')).not.toContain('device-past')
  })

  it('of a kind that this page has not learnt yet still reaches the ledger', () => {
    expect(staleRooms('balloon.launched')).toEqual(['ledger'])
  })

  it('of the moment alone says nothing of registers, which the chain tells of', () => {
    expect(momentRooms).toEqual(
      expect.arrayContaining(['readings', 'devices', 'quarantine', 'alerts', 'outlook', 'feeds']),
    )
    for (const room of ['sources', 'regions', 'stations', 'cases', 'tasks', 'people', 'rules', 'maps'] as const)
      expect(momentRooms, room).not.toContain(room)
  })

  it('called reset makes everything stale, and a mere resume point nothing', () => {
    expect(staleRooms('reset')).toEqual(rooms)
    expect(staleRooms('seen')).toEqual([])
  })
})
