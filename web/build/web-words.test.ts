import { expect, it } from 'vitest'
import { webWords } from './web-words.ts'

it('the pages carry their own words and no others', () => {
  expect(webWords({ 'cli.overview': 'weike', 'problem.busy.title': 'Busy', 'web.brand': 'Weike' })).toEqual({
    'web.brand': 'Weike',
  })
})
