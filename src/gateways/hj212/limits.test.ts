import { describe, expect, it } from 'vitest'
import { allowList } from './allow-list.ts'
import { createAdmission, createBudget, createPace, createRefused } from './limits.ts'

describe('who may connect', () => {
  it('so many from one address, so many in all, and again when some have left', () => {
    const admission = createAdmission({ connections: 4, connectionsPerAddress: 2 }, allowList([]))
    const answers = ['10.0.0.1', '::ffff:10.0.0.1', '10.0.0.1', '10.0.0.2', '2001:db8::1', '10.0.0.3'].map((address) =>
      admission.enter(address),
    )
    expect(answers).toEqual([null, null, 'too-many-of-address', null, null, 'too-many-connections'])
    admission.leave('::ffff:10.0.0.1')
    expect(admission.open()).toBe(3)
    expect(admission.enter('10.0.0.1')).toBeNull()
  })

  it('nobody whom the allow-list does not name, and they count for nothing', () => {
    const admission = createAdmission({ connections: 1, connectionsPerAddress: 1 }, allowList(['10.0.0.0/8']))
    expect(admission.enter('192.0.2.1')).toBe('not-allowed')
    expect(admission.enter('10.0.0.1')).toBeNull()
  })
})

describe('the rate of a device', () => {
  it('is over its limit until the next second begins, and is its own', () => {
    const pace = createPace(2)
    expect([pace.keeps('A'), pace.keeps('A'), pace.keeps('A'), pace.keeps('B')]).toEqual([true, true, false, true])
    pace.newSecond()
    expect(pace.keeps('A')).toBe(true)
  })
})

describe('bytes on their way to the disk', () => {
  it('beyond the limit those who bring more wait until half of it is free', () => {
    const budget = createBudget(100)
    const gone: string[] = []
    expect([budget.take(60), budget.take(60)]).toEqual([true, false])
    budget.wait(() => gone.push('one'))
    budget.wait(() => gone.push('other'))
    budget.give(60)
    expect([budget.held(), gone]).toEqual([60, []])
    budget.give(10)
    expect([budget.held(), gone]).toEqual([50, ['one', 'other']])
    budget.give(50)
    expect(gone).toHaveLength(2)
  })
})

describe('what is refused', () => {
  it('is counted by kind and told once a minute and kind', () => {
    const lines: string[] = []
    const refused = createRefused((line) => lines.push(line))
    for (let n = 1; n <= 500; n++) refused.count('too-many-of-address', `10.0.0.${n % 250}`)
    refused.count('half-frame', '192.0.2.7')
    expect(lines).toEqual([])
    refused.tell()
    refused.tell()
    expect(lines).toEqual([
      'hj212: refused in the last minute: 500 connections beyond the number that one address may open; the last from 10.0.0.0',
      'hj212: refused in the last minute: 1 connections that sent half a frame and not its rest; the last from 192.0.2.7',
    ])
    expect(refused.counters()).toMatchObject({ 'too-many-of-address': 500, 'half-frame': 1, idle: 0 })
  })
})
