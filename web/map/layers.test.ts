import { expect, it } from 'vitest'
import { hiddenIn, hiddenSearch, toggled } from './layers.ts'

it('what is left out stands in the address in the order of the legend, and nothing that is no layer', () => {
  expect(hiddenIn('living,nonsense,dust')).toEqual(['dust', 'living'])
  expect(hiddenSearch(['living', 'dust'])).toEqual({ hide: 'dust,living' })
  expect(hiddenIn(undefined)).toEqual([])
  expect(hiddenSearch([])).toEqual({})
})

it('pressed twice nothing has changed', () => {
  expect(toggled(['dust'], 'cases')).toEqual(['dust', 'cases'])
  expect(toggled(toggled(['dust'], 'cases'), 'cases')).toEqual(['dust'])
})
