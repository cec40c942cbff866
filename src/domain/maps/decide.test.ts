import { describe, expect, it } from 'vitest'
import { maySetBaseMap, type WantedBaseMap } from './decide.ts'
import type { FoundMap } from './shelf.ts'

const head = {
  form: 'vector',
  minZoom: 0,
  maxZoom: 14,
  bounds: { west: 113, south: 29, east: 114, north: 30 },
} as const
const found: FoundMap[] = [
  { name: 'county.pmtiles', bytes: 9, head, fault: null },
  { name: 'notes.pmtiles', bytes: 9, head: null, fault: 'not-pmtiles' },
]
const KEY = '0123456789abcdef0123456789abcdef'
const none: WantedBaseMap = { kind: 'none', picture: null, file: null, credit: '', key: null }
const tianditu: WantedBaseMap = { ...none, kind: 'tianditu', picture: 'vector', key: KEY }
const file: WantedBaseMap = { ...none, kind: 'pmtiles', file: 'county.pmtiles' }

const problemOf = (wanted: WantedBaseMap, hasKey = false) => {
  const may = maySetBaseMap(wanted, hasKey, found)
  return may.ok ? 'ok' : `${may.problem} ${may.params.what ?? ''}`.trim()
}

describe('a base map may be set', () => {
  it.each<[string, WantedBaseMap, boolean, string]>([
    ['to none', none, false, 'ok'],
    ['to Tianditu with a key', tianditu, false, 'ok'],
    ['to Tianditu with the key that is kept', { ...tianditu, key: null }, true, 'ok'],
    ['not to Tianditu without a key', { ...tianditu, key: null }, false, 'invalid-input key'],
    ['not to Tianditu with what is no key', { ...tianditu, key: 'a b&tk=c' }, false, 'invalid-input key'],
    ['not to Tianditu without a picture', { ...tianditu, picture: null }, false, 'invalid-input picture'],
    ['to a file that was found', file, false, 'ok'],
    ['not to a file that was not', { ...file, file: '../keys/device.key' }, false, 'target-unknown map-file'],
    ['not to a file that cannot be drawn', { ...file, file: 'notes.pmtiles' }, false, 'invalid-input file'],
    ['not to no file', { ...file, file: null }, false, 'invalid-input file'],
    ['not to none with what belongs to others', { ...none, key: KEY }, false, 'invalid-input key'],
    ['not to a file with a picture', { ...file, picture: 'imagery' }, false, 'invalid-input picture'],
  ])('%s', (_what, wanted, hasKey, problem) => {
    expect(problemOf(wanted, hasKey)).toBe(problem)
  })
})
