import { expect, it } from 'vitest'
import { readMetadata } from './metadata.ts'

/** Enough of a browser for a link. */
const plain = (html: string) => html.replaceAll(/<[^>]*>/g, '')

it('a file tells its layers, and whose it is without the links', () => {
  const told = {
    attribution: '<a href="https://www.openstreetmap.org/copyright">©\n OpenStreetMap</a> contributors ',
    vector_layers: [{ id: 'water', fields: {} }, { id: 'roads' }, { fields: {} }, 'earth'],
  }
  expect(readMetadata(told, plain)).toEqual({
    layers: ['water', 'roads'],
    credit: '© OpenStreetMap contributors',
  })
})

it.each([[null], [undefined], ['text'], [{ vector_layers: 'water', attribution: 7 }], [[]]])(
  'a file that tells %o tells nothing',
  (told) => {
    expect(readMetadata(told, plain)).toEqual({ layers: [], credit: '' })
  },
)
