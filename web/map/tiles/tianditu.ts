import { type Picture, tiandituHosts } from '../../../src/domain/maps/model.ts'

/**
 * Layers of a picture and of its names, the lower first, in Web Mercator ("w").
 * Source: Tianditu, map API, list of map services (lbs.tianditu.gov.cn/server/MapService.html).
 */
const layers: Readonly<Record<Picture, readonly [ground: string, names: string]>> = {
  vector: ['vec', 'cva'],
  imagery: ['img', 'cia'],
}

/** The deepest level that its tiles have everywhere. */
export const TIANDITU_MAX_ZOOM = 18

/** Addresses of tiles by WMTS key-value pairs (OGC 07-057r7, table 29), spread over the eight names, lower layer first. */
export function tiandituTiles(picture: Picture, key: string): { layer: string; tiles: string[] }[] {
  return layers[picture].map((layer) => ({
    layer,
    tiles: tiandituHosts.map(
      (host) =>
        `${host}/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
    ),
  }))
}
