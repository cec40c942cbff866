import { addProtocol, type StyleSpecification, setWorkerUrl, Map as TileMap } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { FetchSource, PMTiles, Protocol } from 'pmtiles'
import type { BaseMap } from '../../api/queries.ts'
import type { Language } from '../../text/language.ts'
import { type Size, transformIn, type View } from '../frame.ts'
import type { Stand } from '../stand.ts'
import { type Camera, type Corners, overlap } from './camera.ts'
import type { TileColours } from './colours.ts'
import { plainText, readMetadata } from './metadata.ts'
import type { TilesState } from './state.ts'
import { picturePaint, SOURCE, vectorLayers } from './style.ts'
import { TIANDITU_MAX_ZOOM, tiandituTiles } from './tianditu.ts'

// Built, the library does not find its own worker: it is another file under another name.
setWorkerUrl(workerUrl)
const files = new Protocol()
addProtocol('pmtiles', files.tile)

/** Name of the file in addresses of tiles; which file it is the server knows. */
const FILE_URL = '/api/base-map/tiles'

export interface Wish {
  base: BaseMap
  /** Without a graphics card a picture takes longer than a frame: it is drawn when the map rests. */
  isSlow: boolean
  language: Language
  /** Names that the own drawing writes. */
  told: readonly string[]
  colours: TileColours
  at: Seen
  stand: Stand
  /** Told when a view has all that came of it, again and again. */
  onState: (state: TilesState, credit: string) => void
}

/** What is looked at. */
export interface Seen {
  view: View
  camera: Camera
  corners: Corners
  size: Size
}

/** Tiles that are drawn into an element of the page. */
export interface Drawing {
  /** Shows another view, when its turn comes or the map rests; until then what is drawn is laid where it is seen. */
  show(at: Seen): void
  recolour(colours: TileColours): void
  remove(): void
}

/** Draws tiles; they are not moved by hand, the own drawing above is. @throws Error where there is no WebGL, or the file cannot be read */
export async function drawTiles(container: HTMLElement, wish: Wish): Promise<Drawing> {
  const ground = wish.base.kind === 'tianditu' ? tianditu(wish.base) : await fileOfTiles(wish)
  let { colours } = wish
  let at = wish.at
  const map = new TileMap({
    ...{ container, style: ground.style(colours), ...cameraOptions(at.camera) },
    ...{ interactive: false, attributionControl: false, trackResize: false, renderWorldCopies: false },
    ...{ fadeDuration: 0, maxPitch: 0, validateStyle: false, localIdeographFontFamily: colours.fonts.join(',') },
    // A key of Tianditu may be bound to the address of the pages; more than that nobody is told.
    transformRequest: (url) => (url.startsWith('/') ? { url } : { url, referrerPolicy: 'origin' }),
  })
  // It is a picture below the map's own, which has a name and a place among the controls.
  for (const name of ['role', 'aria-label', 'tabindex']) map.getCanvas().removeAttribute(name)

  /** Of the present view: tiles that came, tiles that did not. */
  let [came, failed, isBlocked] = [0, 0, false]
  const blocked = () => {
    isBlocked = true
  }
  document.addEventListener('securitypolicyviolation', blocked)
  map.on('error', () => {
    failed += 1
  })
  map.on('sourcedata', ({ tile }) => {
    if (tile?.state === 'loaded') came += 1
    // It is drawn in the frame that comes.
    wish.stand.turns.pass()
  })
  map.on('idle', () => {
    const fallen = isBlocked ? 'blocked' : 'failed'
    wish.onState(!ground.has(at) ? 'elsewhere' : failed > 0 && came === 0 ? fallen : 'shown', ground.credit)
  })
  let wanted = at
  let leave = () => {}
  const lay = () => {
    container.style.transform = transformIn(at.view, wish.stand.live)
  }
  const leaveMoves = wish.stand.onMove(lay)
  const draw = () => {
    const isResized = wanted.size.width !== at.size.width || wanted.size.height !== at.size.height
    at = wanted
    ;[came, failed] = [0, 0]
    map.jumpTo(cameraOptions(at.camera))
    if (isResized) map.resize()
    map.redraw()
    lay()
  }
  // Taken by the system, it may come back; until then there is nothing to be seen.
  map.on('webglcontextlost', () => wish.onState('failed', ground.credit))
  return {
    show(next) {
      wanted = next
      leave()
      if (next.size.width !== at.size.width || next.size.height !== at.size.height) return draw()
      if (wish.stand.isResting || !wish.isSlow) leave = wish.stand.turns.take(draw)
    },
    recolour(next) {
      colours = next
      map.setStyle(ground.style(colours))
    },
    remove() {
      leave()
      leaveMoves()
      container.style.transform = ''
      document.removeEventListener('securitypolicyviolation', blocked)
      map.remove()
    },
  }
}

function cameraOptions({ lonWgs84, latWgs84, zoom }: Camera) {
  return { center: { lng: lonWgs84, lat: latWgs84 }, zoom }
}

/** What is drawn, whose it is, and where there is anything of it. */
interface Source {
  style: (colours: TileColours) => StyleSpecification
  credit: string
  has: (at: Seen) => boolean
}

function tianditu({ picture, key }: BaseMap): Source {
  const shown = picture ?? 'vector'
  const layers = tiandituTiles(shown, key ?? '')
  return {
    credit: '',
    has: () => true,
    style: ({ isDark }) => ({
      version: 8,
      sources: Object.fromEntries(
        layers.map(({ layer, tiles }) => [
          layer,
          { type: 'raster', tiles, tileSize: 256, minzoom: 1, maxzoom: TIANDITU_MAX_ZOOM },
        ]),
      ),
      layers: layers.map(({ layer }) => ({
        ...{
          id: layer,
          type: 'raster',
          source: layer,
          paint: picturePaint(shown === 'imagery' ? 'photo' : 'drawn', isDark),
        },
      })),
    }),
  }
}

async function fileOfTiles({ base, language, told }: Wish): Promise<Source> {
  const file = new PMTiles(new FetchSource(new URL(FILE_URL, location.href).href))
  files.add(file)
  const [header, metadata] = await Promise.all([file.getHeader(), file.getMetadata()])
  const url = `pmtiles://${file.source.getKey()}`
  const isRaster = base.form === 'raster'
  const { layers, credit } = readMetadata(metadata, plainText)
  const corners = { west: header.minLon, south: header.minLat, east: header.maxLon, north: header.maxLat }
  return {
    credit,
    has: ({ camera, corners: seen }) =>
      Math.floor(camera.zoom + (isRaster ? 1.5 : 0)) >= header.minZoom && overlap(seen, corners),
    style: (colours) => ({
      version: 8,
      sources: { [SOURCE]: isRaster ? { type: 'raster', url, tileSize: 256 } : { type: 'vector', url } },
      layers: isRaster
        ? [{ id: 'picture', type: 'raster', source: SOURCE, paint: picturePaint('any', colours.isDark) }]
        : vectorLayers(layers, colours, language, told),
    }),
  }
}
