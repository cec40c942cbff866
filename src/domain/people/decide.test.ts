import { expect, it } from 'vitest'
import { whyUnfit } from './decide.ts'
import type { Person } from './model.ts'

const person = (id: string, more: Partial<Person> = {}): Person => ({
  ...{ countyId: 'county', id, name: id, unitId: null, regionId: 'region', version: 1 },
  ...{ roles: ['administrator'], state: 'active', ...more },
})
const one = person('one')
const other = person('other')
const clerk = person('clerk', { roles: ['dispatcher'] })

it.each([
  ['a clerk may be suspended', [one, clerk], { ...clerk, state: 'suspended' }, 'one', null],
  ['one of two administrators may be', [one, other], { ...other, state: 'suspended' }, 'one', null],
  ['nobody suspends themselves', [one, other], { ...one, state: 'suspended' }, 'one', 'oneself'],
  ['the last administrator stays', [one, clerk], { ...one, state: 'suspended' }, 'clerk', 'last-administrator'],
  ['the last administrator stays one', [one, clerk], { ...one, roles: ['leader'] }, 'one', 'last-administrator'],
  [
    'a suspended administrator does not count',
    [one, person('other', { state: 'suspended' })],
    { ...one, roles: [] },
    null,
    'last-administrator',
  ],
  ['the last administrator may have one role more', [one], { ...one, roles: ['administrator', 'leader'] }, 'one', null],
  ['a county without any is not held up', [clerk], { ...clerk, state: 'suspended' }, null, null],
] as const)('%s', (_promise, people, next, by, expected) => {
  expect(whyUnfit(people, next, by)).toBe(expected)
})
