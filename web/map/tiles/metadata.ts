/** What the metadata of a file of tiles tells (PMTiles specification 3, chapter 5), as far as a map needs it; nobody has checked it. */
export interface TileMetadata {
  /** Ids of the layers of vector tiles. */
  layers: string[]
  /** Whose the tiles are, without the HTML that it is written in. */
  credit: string
}

/** @param plain gives the text of a piece of HTML */
export function readMetadata(metadata: unknown, plain: (html: string) => string): TileMetadata {
  const attribution = fieldOf(metadata, 'attribution')
  const layers = fieldOf(metadata, 'vector_layers')
  const ids = Array.isArray(layers) ? layers.map((layer) => fieldOf(layer, 'id')) : []
  return {
    layers: ids.filter((id) => typeof id === 'string'),
    credit: typeof attribution === 'string' ? plain(attribution).replaceAll(/\s+/g, ' ').trim() : '',
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** The text of HTML as a browser reads it; nothing of it is run or fetched. */
export function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? ''
}
