import { expect, it } from 'vitest'
import { textTable } from './table.ts'

it('columns stand one under the other, Chinese or not', () => {
  expect(
    textTable([
      ['因子', '有效天数', 'a'],
      ['PM2.5', '341', 'b'],
      ['–', '', ''],
    ]),
  ).toEqual(['因子   有效天数  a', 'PM2.5  341       b', '–'])
})
