import { describe, expect, it } from 'vitest'
import { manualClock } from '../clock.ts'
import type { DatabaseSeat } from '../db/ailment.ts'
import { createWorkTroubles } from './work-troubles.ts'

const MINUTE_MS = 60_000
const remote: DatabaseSeat = { kind: 'remote', where: '10.0.0.5:5432/weike' }
const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' })
const full = Object.assign(new Error('could not extend file "base/1/2": No space left on device'), { code: '53100' })

function house(seat: DatabaseSeat = remote) {
  const clock = manualClock(1_000_000)
  const said: string[] = []
  const write =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      said.push(`${level} ${message} ${Object.values(fields).map(String).join(' ')}`.trim())
    }
  const log = { info: write('info'), warn: write('warn'), error: write('error') }
  const troubles = createWorkTroubles({ seat, steady: clock, say: (line) => said.push(line), log })
  const minute = () => {
    clock.advance(MINUTE_MS)
    troubles.minute()
  }
  return { clock, said, troubles, minute }
}

describe('works whose database is away', () => {
  it('tell it once for all: what, where, what to do, once a minute for how long and how often, and when it is over', () => {
    const { said, troubles, minute, clock } = house()
    const works = ['looking at the rules', 'rolling up the readings', 'sending messages'].map(troubles.of)
    for (let minutes = 0; minutes < 3; minutes += 1) {
      for (let n = 0; n < 30; n += 1) for (const work of works) work.failed(refused)
      minute()
    }
    clock.advance(5_000)
    for (const work of works) work.worked()
    const names = 'looking at the rules, rolling up the readings, sending messages'
    const remedy = 'See that PostgreSQL at 10.0.0.5:5432/weike runs and can be reached from here.'
    expect(said).toEqual([
      `background work: looking at the rules cannot go on: the database does not answer (connect ECONNREFUSED 10.0.0.5:5432). ${remedy} All that needs the database is tried again every few seconds; this ends by itself.`,
      `background work: still cannot go on, for 2 min: the database does not answer; 180 tries failed so far (${names}). ${remedy}`,
      `background work: still cannot go on, for 3 min: the database does not answer; 270 tries failed so far (${names}). ${remedy}`,
      'background work: goes on again after 3 min; 270 tries had failed (the database does not answer)',
    ])
  })

  it('go on again only when each of them does: a work that needs no room says nothing about a full disk', () => {
    const { said, troubles, minute } = house({ kind: 'embedded', where: '/srv/weike' })
    const [rules, counting, ladders] = ['rules', 'counting', 'ladders'].map(troubles.of)
    for (let n = 0; n < 20; n += 1) {
      rules?.failed(full)
      counting?.failed(full)
      ladders?.worked()
    }
    minute()
    counting?.worked()
    minute()
    expect(said).toHaveLength(2)
    expect(said[0]).toContain('the disk of the database is full (could not extend file "base/1/2"')
    for (const line of said) expect(line).toContain('Make room on the disk of /srv/weike: ')
    rules?.worked()
    expect(said.slice(2)).toEqual([
      'background work: goes on again after 2 min; 40 tries had failed (the disk of the database is full)',
    ])
  })

  it('tell what it has become: a server that went down on its full disk', () => {
    const { said, troubles, minute } = house()
    const rules = troubles.of('rules')
    rules.failed(refused)
    minute()
    rules.failed(full)
    minute()
    expect(said[1]).toContain('still cannot go on, for 2 min: the disk of the database is full; 2 tries')
  })

  it('that comes back and goes again tells each of it, once a minute', () => {
    const { said, troubles, minute } = house()
    const rules = troubles.of('rules')
    for (let n = 0; n < 10; n += 1) {
      rules.failed(refused)
      rules.worked()
    }
    expect(said).toHaveLength(2)
    minute()
    rules.failed(refused)
    rules.worked()
    expect(said).toHaveLength(4)
    expect(said[3]).toContain('10 tries had failed')
  })
})

describe('a work that fails for a reason of its own', () => {
  const bug = new TypeError('factor is undefined')

  it('tells its own text and where it was thrown, once a minute that it lasts, and when it is over', () => {
    const { said, troubles, minute } = house()
    const [rules, ladders] = ['looking at the rules', 'climbing the ladders'].map(troubles.of)
    for (let n = 0; n < 30; n += 1) {
      rules?.failed(bug)
      ladders?.worked()
    }
    minute()
    for (let n = 0; n < 30; n += 1) rules?.failed(bug)
    minute()
    rules?.worked()
    expect(said).toEqual([
      'error looking at the rules failed and will be tried again TypeError: factor is undefined',
      'background work: looking at the rules still fails, for 2 min: factor is undefined; 60 tries failed so far',
      'background work: looking at the rules goes on again after 2 min; 60 tries had failed',
    ])
  })

  it('hides no other error: neither of another work, nor another of its own, nor one while the database is away', () => {
    const { said, troubles } = house()
    const [rules, ladders] = ['rules', 'ladders'].map(troubles.of)
    const other = new Error('no such rule')
    rules?.failed(refused)
    ladders?.failed(bug)
    rules?.failed(bug)
    for (let n = 0; n < 5; n += 1) {
      rules?.failed(other)
      rules?.failed(bug)
    }
    const errors = said.filter((line) => line.startsWith('error'))
    expect(errors).toEqual([
      'error ladders failed and will be tried again TypeError: factor is undefined',
      'error rules failed and will be tried again TypeError: factor is undefined',
      'error rules failed and will be tried again Error: no such rule',
    ])
  })

  it('is the same one when only numbers and ids differ', () => {
    const { said, troubles } = house()
    const rules = troubles.of('rules')
    for (let n = 0; n < 100; n += 1) rules.failed(new Error(`no rule 0190a2b4-7c1${n}-4a for hour ${n}`))
    expect(said).toEqual(['error rules failed and will be tried again Error: no rule 0190a2b4-7c10-4a for hour 0'])
  })

  it('that met an error once and another ever since does not go on about the first', () => {
    const { said, troubles, minute } = house()
    const rules = troubles.of('rules')
    rules.failed(bug)
    for (let minutes = 0; minutes < 3; minutes += 1) {
      rules.failed(new Error('no such rule'))
      minute()
    }
    expect(said.filter((line) => line.includes('factor is undefined'))).toHaveLength(1)
    expect(said.filter((line) => line.includes('still fails'))).toHaveLength(2)
  })

  it('got through to the database: that trouble is over', () => {
    const { said, troubles } = house()
    const rules = troubles.of('rules')
    rules.failed(refused)
    rules.failed(bug)
    expect(said[1]).toContain('goes on again')
  })
})

describe('requests that fail', () => {
  it('because the database is away are told among the works, not one by one', () => {
    const { said, troubles, minute } = house()
    const log = troubles.logOf('answering requests')
    const rules = troubles.of('rules')
    rules.failed(refused)
    for (let n = 0; n < 50; n += 1) log.error('a request failed', { requestId: String(n), error: refused })
    minute()
    minute()
    rules.worked()
    log.error('a request failed', { requestId: '51', error: refused })
    expect(said).toHaveLength(4)
    expect(said[1]).toContain('51 tries failed so far (rules, answering requests)')
    expect(said[2]).toContain('goes on again after 2 min; 51 tries')
    // It is another minute, so that what comes late is told, too.
    expect(said[3]).toContain('answering requests cannot go on')
  })

  it('alone tell it, too, and that it is over when a minute passed without', () => {
    const { said, troubles, minute } = house()
    const log = troubles.logOf('answering requests')
    log.error('a request failed', { error: refused })
    minute()
    expect(said).toHaveLength(1)
    minute()
    expect(said.slice(1)).toEqual([expect.stringContaining('goes on again after 2 min; 1 tries had failed')])
  })

  it('for another reason, and everything else, go through as they are', () => {
    const { said, troubles } = house()
    const log = troubles.logOf('answering requests')
    log.error('a request failed', { requestId: '1', error: new Error('a bug') })
    log.error('a request failed', { requestId: '2', error: new Error('a bug') })
    log.warn('an answer broke off', { error: refused })
    log.info('answered')
    expect(said).toEqual([
      'error a request failed 1 Error: a bug',
      'error a request failed 2 Error: a bug',
      'warn an answer broke off Error: connect ECONNREFUSED 10.0.0.5:5432',
      'info answered',
    ])
  })
})
