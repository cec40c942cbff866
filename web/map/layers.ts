import { sourceClasses } from '../../src/domain/sources/model.ts'

/** What of a map may be left out by its legend. */
export const layers = [...sourceClasses, 'cases', 'stations', 'upwind'] as const
export type Layer = (typeof layers)[number]

/** As an address says which are left out: `dust,living`. */
export function hiddenIn(text: unknown): readonly Layer[] {
  const names = typeof text === 'string' ? text.split(',') : []
  return layers.filter((layer) => names.includes(layer))
}

/** The search parameter of what is left out; none when nothing is. */
export function hiddenSearch(hidden: readonly Layer[]): { hide?: string } {
  return hidden.length === 0 ? {} : { hide: layers.filter((layer) => hidden.includes(layer)).join(',') }
}

/** One of them shown if it was left out, left out if it was shown. */
export function toggled(hidden: readonly Layer[], layer: Layer): readonly Layer[] {
  return hidden.includes(layer) ? hidden.filter((each) => each !== layer) : [...hidden, layer]
}
