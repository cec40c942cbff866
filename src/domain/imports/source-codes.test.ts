import { expect, it } from 'vitest'
import { sourceCodes } from './source-codes.ts'

it('numbers go on behind the highest of their class, whatever the register calls others', () => {
  const codeOf = sourceCodes(['I01', 'I07', 'D99', 'QY-12', 'I7a', 'L003'])
  expect([codeOf('enterprise'), codeOf('outlet'), codeOf('yard'), codeOf('restaurant'), codeOf('gate')]).toEqual([
    'I08',
    'I09',
    'D100',
    'L04',
    'M01',
  ])
})
