import { describe, expect, it } from 'vitest'
import { startOfCivilDay } from '../../standards/civil-time.ts'
import { defaultRetention, keptSince } from './retention.ts'

describe('how long readings are kept', () => {
  it('is counted in whole civil months, hours in whole years, and what is not named is kept for ever', () => {
    const now = startOfCivilDay('2026-11-18')
    expect(keptSince(defaultRetention, now)).toEqual({
      realtime: startOfCivilDay('2026-08-01'),
      minute: startOfCivilDay('2024-11-01'),
    })
    expect(keptSince({ minute: 11, hour: 120 }, now)).toEqual({
      minute: startOfCivilDay('2025-12-01'),
      hour: startOfCivilDay('2016-01-01'),
    })
    expect(keptSince({}, now)).toEqual({})
  })

  it('turns with the civil month, not with UTC’s', () => {
    const turn = startOfCivilDay('2027-01-01')
    expect(keptSince({ realtime: 3 }, turn - 1)).toEqual({ realtime: startOfCivilDay('2026-09-01') })
    expect(keptSince({ realtime: 3 }, turn)).toEqual({ realtime: startOfCivilDay('2026-10-01') })
  })
})
