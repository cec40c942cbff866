import { expect, it } from 'vitest'
import { countiesIn } from './county-in-file.ts'

const featureOf = (properties: object) => ({ type: 'Feature', properties, geometry: null })
const fileOf = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })

it('finds the counties of a file by six digits, and neither its city nor its towns', () => {
  const file = fileOf(
    featureOf({ adcode: 430900, name: '某市', level: 'city' }),
    featureOf({ adcode: 430903, name: '某区', level: 'district' }),
    featureOf({ code: '430921', name: '某县' }),
    featureOf({ code: '430903001', name: '某街道' }),
    featureOf({ name: '没有编码' }),
  )
  expect(countiesIn(file)).toEqual([
    { code: '430903', name: '某区' },
    { code: '430921', name: '某县' },
  ])
})

it.each(['', 'no JSON', '[]', '{"features":1}'])('finds none in %s', (text) => {
  expect(countiesIn(text)).toEqual([])
})
