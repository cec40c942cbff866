import type { ProblemCode, ProblemParams } from '../../platform/problem.ts'
import { type BaseMap, tiandituKey } from './model.ts'
import type { FoundMap } from './shelf.ts'

type Decision = { ok: true } | { ok: false; problem: ProblemCode; params: ProblemParams }

const refuse = (what: string): Decision => ({ ok: false, problem: 'invalid-input', params: { what } })

export interface WantedBaseMap extends Pick<BaseMap, 'kind' | 'picture' | 'file' | 'credit'> {
  /** Null: as it was. */
  key: string | null
}

/**
 * May the base map be so? Tianditu needs a picture and a key, a file must have been found and be one that can be drawn, and what
 * belongs to another kind is not said; pure.
 * @param hasKey whether there is a key that may stay
 */
export function maySetBaseMap(
  { kind, picture, file, key }: WantedBaseMap,
  hasKey: boolean,
  found: readonly FoundMap[],
): Decision {
  if ((picture !== null) !== (kind === 'tianditu')) return refuse('picture')
  if (key === null ? kind === 'tianditu' && !hasKey : kind !== 'tianditu' || !tiandituKey.test(key))
    return refuse('key')
  if ((file !== null) !== (kind === 'pmtiles')) return refuse('file')
  if (file === null) return { ok: true }
  const there = found.find(({ name }) => name === file)
  if (there === undefined) return { ok: false, problem: 'target-unknown', params: { what: 'map-file', id: file } }
  return there.fault === null ? { ok: true } : refuse('file')
}
