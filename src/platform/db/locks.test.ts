import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSessionName, sessionName } from './locks.ts'

describe('the name of a session', () => {
  it('tells which process on which machine holds a lock', () => {
    expect(sessionName('weike serve', 4711, 'station-1')).toBe('weike serve [4711@station-1]')
    expect(parseSessionName('weike serve [4711@station-1]')).toEqual({
      name: 'weike serve',
      processPid: 4711,
      host: 'station-1',
    })
  })

  it('fits what PostgreSQL keeps, and still names the process when the machine has a long name', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4194304 }), fc.string(), (pid, host) => {
        const name = sessionName('weike serve', pid, host)
        expect(name.length).toBeLessThanOrEqual(63)
        expect(name).toMatch(/^[\x20-\x7e]+$/)
        expect(parseSessionName(name)).toMatchObject({ name: 'weike serve', processPid: pid })
      }),
    )
  })

  it('of another program is taken as it is', () => {
    expect(parseSessionName('psql')).toEqual({ name: 'psql', processPid: undefined, host: undefined })
  })
})
