import { expect, it } from 'vitest'
import { hiddenIn } from './use-hidden-columns.ts'

it('takes what was kept as far as the table still has such columns, and never the first', () => {
  const known = ['number', 'title', 'unit']
  expect(hiddenIn(null, known)).toEqual([])
  expect(hiddenIn('unit gone number', known)).toEqual(['unit'])
})
