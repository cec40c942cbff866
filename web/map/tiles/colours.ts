/** Colours of the ground under the own drawing, from the tokens. */
export interface TileColours {
  land: string
  green: string
  built: string
  building: string
  water: string
  road: string
  edge: string
  border: string
  name: string
  halo: string
  fonts: readonly string[]
  /** Size of the letters. [px] */
  type: number
  isDark: boolean
}

/** The tokens as they are at an element. */
export function coloursAt(element: Element): TileColours {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    land: token('--map-land'),
    green: token('--map-green'),
    built: token('--map-built'),
    building: token('--map-building'),
    water: token('--map-river'),
    road: token('--map-road'),
    edge: token('--map-road-edge'),
    border: token('--map-town'),
    name: token('--ink3'),
    halo: token('--map-land'),
    fonts: token('--font')
      .split(',')
      .map((font) => font.trim().replaceAll('"', '')),
    type: Number.parseFloat(token('--map-type')) || 12,
    isDark: style.colorScheme === 'dark',
  }
}
