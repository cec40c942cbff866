import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  RasterLayerSpecification,
} from 'maplibre-gl'
import type { Language } from '../../text/language.ts'
import type { TileColours } from './colours.ts'
import { built, green, largePlaces, layersOf, middleRoads, noRoads, type Role, rails, wideRoads } from './schemas.ts'

/** Name of the file's source within a style. */
export const SOURCE = 'file'

const kind: ExpressionSpecification = ['to-string', ['coalesce', ['get', 'kind'], ['get', 'class']]]
const isOf = (kinds: readonly string[]): ExpressionSpecification => ['in', kind, ['literal', [...kinds]]]
const isArea: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]]
const isLine: ExpressionSpecification = ['in', ['geometry-type'], ['literal', ['LineString', 'MultiLineString']]]
const all = (...filters: ExpressionSpecification[]): FilterSpecification => ['all', ...filters]

/** Wider the nearer: so wide at zoom 10, and so wide at zoom 16. [px] */
function wide(far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.5], ['zoom'], 10, far, 16, near]
}

/**
 * A quiet ground of vector tiles in the colours of the pages: what the own drawing has none of, and nothing that competes with it.
 * Letters are drawn by the browser from its own fonts; nothing of the style is fetched from anywhere.
 * @param there ids of the layers that the file has
 * @param told names that the own drawing writes itself
 */
export function vectorLayers(
  there: readonly string[],
  colours: TileColours,
  language: Language,
  told: readonly string[],
): LayerSpecification[] {
  type Part = { filter?: FilterSpecification; minzoom?: number } & (
    | Pick<Extract<LayerSpecification, { type: 'fill' }>, 'type' | 'paint'>
    | Pick<Extract<LayerSpecification, { type: 'line' }>, 'type' | 'paint' | 'layout'>
    | Pick<Extract<LayerSpecification, { type: 'symbol' }>, 'type' | 'paint' | 'layout'>
  )
  const drawn = (role: Role, name: string, part: Part): LayerSpecification[] =>
    layersOf[role]
      .filter((layer) => there.includes(layer))
      .map((layer) => ({ id: `${name} ${layer}`, source: SOURCE, 'source-layer': layer, ...part }))
  const area = (color: string, filter: FilterSpecification = isArea): Part => ({
    ...{ type: 'fill', filter, paint: { 'fill-color': color, 'fill-antialias': true } },
  })
  const line = (color: string, width: ExpressionSpecification, filter: FilterSpecification, dash?: number[]): Part => ({
    ...{ type: 'line', filter, layout: { 'line-cap': dash ? 'butt' : 'round', 'line-join': 'round' } },
    paint: { 'line-color': color, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) },
  })
  const isLane = all(isLine, ['!', isOf([...wideRoads, ...middleRoads, ...noRoads, ...rails])])
  const name = nameIn(language)
  const letters = (color: string) => ({ 'text-color': color, 'text-halo-color': colours.halo, 'text-halo-width': 1.2 })
  const fonts = { 'text-font': [...colours.fonts] }
  return [
    ...drawn('land', 'land', area(colours.land)),
    ...drawn('cover', 'built', area(colours.built, all(isArea, isOf(built)))),
    ...drawn('cover', 'green', area(colours.green, all(isArea, isOf(green)))),
    ...drawn('water', 'water', area(colours.water)),
    ...drawn('water', 'stream', line(colours.water, wide(0.8, 3), isLine)),
    ...drawn('building', 'building', { ...area(colours.building), minzoom: 13 }),
    ...drawn('road', 'rail', line(colours.edge, wide(0.6, 1.4), all(isLine, isOf(rails)), [4, 3])),
    ...drawn('road', 'lane', { ...line(colours.road, wide(0.5, 4), isLane), minzoom: 12 }),
    ...drawn('road', 'road', line(colours.road, wide(1, 6), all(isLine, isOf(middleRoads)))),
    ...drawn('road', 'wide edge', line(colours.edge, wide(2.2, 10), all(isLine, isOf(wideRoads)))),
    ...drawn('road', 'wide road', line(colours.land, wide(1, 7), all(isLine, isOf(wideRoads)))),
    ...drawn('border', 'border', line(colours.border, wide(0.8, 1.4), isLine, [5, 3])),
    ...drawn('road-name', 'road name', {
      ...{ type: 'symbol', minzoom: 14, filter: all(isLine, ['has', 'name']) },
      layout: {
        ...fonts,
        'symbol-placement': 'line',
        'text-field': name,
        'text-size': colours.type,
        'text-padding': 8,
      },
      paint: letters(colours.name),
    }),
    ...drawn('place', 'place', {
      ...{ type: 'symbol', filter: all(['!', isOf(largePlaces)], ['!', ['in', name, ['literal', [...told]]]]) },
      layout: { ...fonts, 'text-field': name, 'text-size': colours.type, 'text-padding': 6, 'text-max-width': 8 },
      paint: letters(colours.name),
    }),
  ]
}

/** A name as a page of this language writes it, else as the people there do. */
function nameIn(language: Language): ExpressionSpecification {
  const own = language === 'zh' ? ['name:zh-Hans', 'name:zh'] : ['name:en', 'name_en']
  return ['to-string', ['coalesce', ...own.map((key): ExpressionSpecification => ['get', key]), ['get', 'name'], '']]
}

/** What pictures of tiles show: a drawn map on a light ground, the ground from above, or who knows what. */
export type PictureKind = 'drawn' | 'photo' | 'any'

/**
 * How pictures of tiles are shown: paler by day, so that colours which mean something stay the strongest; by night dimmer, and a
 * drawn map with light and dark exchanged, its hues kept.
 */
export function picturePaint(kind: PictureKind, isDark: boolean): NonNullable<RasterLayerSpecification['paint']> {
  const pale = { 'raster-fade-duration': 0, 'raster-saturation': kind === 'photo' ? -0.15 : -0.55 }
  if (!isDark) return pale
  if (kind !== 'drawn') return { ...pale, 'raster-brightness-max': 0.55 }
  return { ...pale, 'raster-hue-rotate': 180, 'raster-brightness-min': 0.9, 'raster-brightness-max': 0.08 }
}
