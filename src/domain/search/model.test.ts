import { expect, it } from 'vitest'
import { contains, type Found, inOrder } from './model.ts'

const found = (kind: Found['kind'], number: string, title: string): Found => ({
  kind,
  id: number,
  number,
  title,
  place: '',
})

it('puts what begins with the word first, and keeps the order of the chain otherwise', () => {
  const all = [
    found('station', 'QY002', '新枫渡站'),
    found('case', 'AJ-12', '枫渡砖厂冒烟'),
    found('source', 'S-7', '枫渡砖厂'),
  ]
  expect(inOrder(all, '枫渡').map(({ number }) => number)).toEqual(['AJ-12', 'S-7', 'QY002'])
})

it('finds a number whatever the case of its letters', () => {
  expect(contains('qy0', 'QY001', '青石桥站')).toBe(true)
  expect(contains('桥站', 'QY001', '青石桥站')).toBe(true)
  expect(contains('QY002', 'QY001', '青石桥站')).toBe(false)
})
