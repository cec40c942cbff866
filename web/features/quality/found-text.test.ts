import { expect, it } from 'vitest'
import { countText, rangeText } from './found-text.ts'

it('tells one value, or the lowest and the highest, to the digits of the factor', () => {
  expect(rangeText({ low: 620, high: 620 }, 'a34004')).toBe('620')
  expect(rangeText({ low: 540, high: 700 }, 'a34004')).toBe('540–700')
  expect(rangeText({ low: 0.61, high: 1.25 }, 'a21005')).toBe('0.6–1.3')
  // Alike as far as anybody reads them.
  expect(rangeText({ low: 30.6, high: 31.4 }, 'a34004')).toBe('31')
})

it('keeps the dash of a range and a minus apart', () => {
  expect(rangeText({ low: -40, high: -15 }, 'a34004')).toBe('−40 – −15')
  expect(rangeText({ low: -40, high: 3 }, 'a34004')).toBe('−40 – 3')
})

it('says of how many periods there are values where some have none', () => {
  expect([countText(4, 4), countText(2, 4), countText(0, 3), countText(1, 1)]).toEqual(['4', '2/4', '0/3', '1'])
})
