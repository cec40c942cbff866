import { describe, expect, it } from 'vitest'
import { usualSettings } from '../../../src/domain/devices/model.ts'
import { describedBy, newDraft, pairsOf } from './draft.ts'

describe('what is written of a device', () => {
  it('is the usual device while nothing is written', () => {
    expect(describedBy(newDraft())).toEqual({
      dataTimeNames: 'start',
      minuteInterval: 10,
      factors: [],
      settings: { ...usualSettings },
    })
  })

  it('sends numbers and instants for what its fields hold as texts', () => {
    const { settings } = describedBy({ ...newDraft(), realtimeSeconds: '', commissionedAt: '2026-11-18T14:20' })
    expect(settings.realtimeSeconds).toBeNull()
    expect(settings.commissionedAt).toBe(Date.parse('2026-11-18T06:20:00Z'))
  })

  it('leaves out lines of which one side is empty', () => {
    const units = [...pairsOf({ a34004: 'mg/m³' }), { key: 7, left: ' a21005 ', right: '' }]
    expect(describedBy({ ...newDraft(), units }).settings.units).toEqual({ a34004: 'mg/m³' })
  })
})
