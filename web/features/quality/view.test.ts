import { expect, it } from 'vitest'
import { qualitySearch, withoutGaps } from './view.ts'

it('says nothing of what is not chosen, is not known or cannot be asked for', () => {
  expect(
    qualitySearch({ tab: 'kept', station: 'QY001', factor: '', rule: 'a'.repeat(41), other: 'x', cursor: 7 }),
  ).toEqual({ tab: 'kept', station: 'QY001' })
  expect(qualitySearch({ tab: 'open', station: 7, factor: 'a34004', rule: 'flat-line' })).toEqual({
    factor: 'a34004',
    rule: 'flat-line',
  })
})

it('leaves out what a choice was taken back of', () => {
  expect(withoutGaps({ tab: undefined, station: 'QY001', factor: undefined })).toEqual({ station: 'QY001' })
})
