import { expect, it } from 'vitest'
import { type CasePart, hasPart } from './model.ts'

const part = (personId: string | null, unitId: string | null): CasePart => ({
  ...{ id: 'p', part: 'main', personId, unitId, state: 'named', since: 0 },
})

it('a case is of whoever is named in it, and of whoever is in a unit that is', () => {
  const parts = [part('reporter', null), part(null, 'housing')]
  expect(hasPart(parts, 'reporter', null)).toBe(true)
  expect(hasPart(parts, 'somebody', 'housing')).toBe(true)
  expect(hasPart(parts, 'somebody', 'transport')).toBe(false)
  // Who is in no unit shares nothing with a part that names none.
  expect(hasPart(parts, 'somebody', null)).toBe(false)
})
