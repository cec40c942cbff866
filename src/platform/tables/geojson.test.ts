import { expect, it } from 'vitest'
import { geoJsonTable, isJsonObject } from './geojson.ts'
import { UnreadableTable } from './model.ts'

async function rowsOf(features: readonly object[]) {
  const table = geoJsonTable(JSON.stringify({ type: 'FeatureCollection', features }))
  const rows = []
  for await (const some of table.rows()) rows.push(...some.map(({ line, cells }) => [line, ...cells]))
  return rows
}

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
}

it('features are rows under all the names that any of them has, members of objects apart', async () => {
  const features = [
    { type: 'Feature', properties: { adcode: 1, parent: { adcode: 9 } }, geometry: square },
    { type: 'Feature', properties: { name: '乙', center: [1, 2] }, geometry: null },
  ]
  expect(await rowsOf(features)).toEqual([
    [1, 'adcode', 'parent.adcode', 'name', 'center', 'geometry'],
    [2, '1', '9', '', '', JSON.stringify(square)],
    [3, '', '', '乙', '[1,2]', ''],
  ])
})

it('points give their degrees, heights left aside', async () => {
  const point = (coordinates: number[]) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates },
  })
  expect(await rowsOf([point([113.5, 29.5]), point([113.6, 29.4, 31])])).toEqual([
    [1, 'lon', 'lat'],
    [2, '113.5', '29.5'],
    [3, '113.6', '29.4'],
  ])
})

it.each([
  ['{"type":"FeatureCollection","features":[', 'damaged'],
  ['{"type":"Topology","objects":{}}', 'not-a-table'],
  ['{"type":"FeatureCollection","features":[]}', 'empty'],
  ['{"type":"FeatureCollection","features":[{"type":"Feature"}]}', 'not-a-table'],
])('%s is %s', (text, reason) => {
  expect(isJsonObject(text)).toBe(true)
  expect(() => geoJsonTable(text)).toThrow(UnreadableTable)
  expect(() => geoJsonTable(text)).toThrow(reason)
})
