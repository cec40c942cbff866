import { describe, expect, it } from 'vitest'
import type { TileColours } from './colours.ts'
import { picturePaint, vectorLayers } from './style.ts'

const colours: TileColours = {
  ...{ land: '#fff', green: '#efe', built: '#eee', building: '#ddd', water: '#def', road: '#ccc', edge: '#bbb' },
  ...{
    border: '#aaa',
    name: '#555',

    halo: '#fff',
    fonts: ['A', 'sans-serif'],
    type: 12,
    isDark: false,
  },
}
const idsOf = (there: readonly string[]) => vectorLayers(there, colours, 'zh', []).map(({ id }) => id)

describe('a file is drawn by the layers that it has', () => {
  it('named as Protomaps does: land lowest, then water, roads, names', () => {
    const ids = idsOf(['places', 'roads', 'water', 'earth', 'pois'])
    expect(ids).toEqual([
      ...['land earth', 'water water', 'stream water', 'rail roads', 'lane roads', 'road roads'],
      ...['wide edge roads', 'wide road roads', 'road name roads', 'place places'],
    ])
  })

  it('named as OpenMapTiles does', () => {
    expect(idsOf(['water', 'waterway', 'transportation', 'transportation_name', 'boundary', 'building'])).toEqual([
      ...['water water', 'water waterway', 'stream water', 'stream waterway', 'building building'],
      ...['rail transportation', 'lane transportation', 'road transportation'],
      ...['wide edge transportation', 'wide road transportation', 'border boundary', 'road name transportation_name'],
    ])
  })

  it('named as nobody does: nothing', () => {
    expect(idsOf(['layer0', 'toString'])).toEqual([])
  })

  it('each under a name of its own, from the one source, without anything to fetch', () => {
    const layers = vectorLayers(['water', 'roads', 'landuse', 'landcover', 'places'], colours, 'en', ['柳林镇'])
    expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length)
    expect(new Set(layers.map((layer) => ('source' in layer ? layer.source : null)))).toEqual(new Set(['file']))
    expect(JSON.stringify(layers)).not.toMatch(/https?:|icon-image|fill-pattern/)
    // What the own drawing names is not named twice.
    expect(JSON.stringify(layers.at(-1))).toContain('柳林镇')
  })
})

it('pictures are paler by day; by night dimmer, and only a drawn map has light and dark exchanged', () => {
  const saturation = (kind: 'drawn' | 'photo' | 'any') => picturePaint(kind, false)['raster-saturation']
  expect([saturation('drawn'), saturation('photo'), saturation('any')]).toEqual([-0.55, -0.15, -0.55])
  const span = (kind: 'drawn' | 'photo' | 'any') => {
    const paint = picturePaint(kind, true)
    return [Number(paint['raster-brightness-min'] ?? 0), Number(paint['raster-brightness-max'] ?? 1)]
  }
  const [low = 0, high = 1] = span('drawn')
  expect(low).toBeGreaterThan(high)
  expect(span('photo')).toEqual([0, 0.55])
  expect(span('any')).toEqual([0, 0.55])
})
