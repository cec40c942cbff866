import { describe, expect, it } from 'vitest'
import { type BaseMapDraft, draftOf, lackOf, sentOf, sizeText } from './base-map-draft.ts'
import type { BaseMapSetting } from './queries.ts'

const whole = {
  form: 'vector',
  minZoom: 0,
  maxZoom: 14,
  bounds: { west: 113, south: 29, east: 114, north: 30 },
} as const
const setting: BaseMapSetting = {
  ...{ kind: 'none', picture: null, file: null, credit: '', hasKey: false, version: 0, folder: '/data/maps' },
  files: [
    { name: 'county.pmtiles', bytes: 1, fault: null, ...whole },
    { name: 'notes.pmtiles', bytes: 1, fault: 'not-pmtiles', form: null, minZoom: null, maxZoom: null, bounds: null },
  ],
}
const KEY = '0123456789abcdef0123456789abcdef'
const draft = (more: Partial<BaseMapDraft>): BaseMapDraft => ({ ...draftOf(setting), ...more })

describe('what is lacking before it can be saved', () => {
  it.each<[string, Partial<BaseMapDraft>, boolean, ReturnType<typeof lackOf>]>([
    ['nothing of the own drawing alone', {}, false, null],
    ['a key of Tianditu', { kind: 'tianditu' }, false, 'key'],
    ['no key where one is kept', { kind: 'tianditu' }, true, null],
    ['a key that is one', { kind: 'tianditu', key: '天地图' }, true, 'key-form'],
    ['nothing with a key', { kind: 'tianditu', key: ` ${KEY} ` }, false, null],
    ['a file', { kind: 'pmtiles' }, false, 'file'],
    ['a file that can be drawn', { kind: 'pmtiles', file: 'notes.pmtiles' }, false, 'file'],
    ['a file that is still there', { kind: 'pmtiles', file: 'gone.pmtiles' }, false, 'file'],
    ['nothing with a file', { kind: 'pmtiles', file: 'county.pmtiles' }, false, null],
  ])('%s', (_what, more, hasKey, lack) => {
    expect(lackOf(draft(more), { ...setting, hasKey })).toBe(lack)
  })
})

it('only what belongs to the chosen kind is sent', () => {
  const filled = draft({ picture: 'imagery', key: ` ${KEY} `, file: 'county.pmtiles', credit: ' GS（2024）0650号 ' })
  const told = { expects: 0, credit: 'GS（2024）0650号' }
  expect(sentOf(filled, setting)).toEqual({ ...told, kind: 'none', picture: null, key: null, file: null })
  expect(sentOf({ ...filled, kind: 'tianditu' }, setting)).toEqual({
    ...{ ...told, kind: 'tianditu', picture: 'imagery', key: KEY, file: null },
  })
  expect(sentOf({ ...filled, kind: 'pmtiles' }, setting)).toEqual({
    ...{ ...told, kind: 'pmtiles', picture: null, key: null, file: 'county.pmtiles' },
  })
})

it.each([
  [0, '0.0 kB'],
  [999, '1.0 kB'],
  [41_200, '41.2 kB'],
  [412_000, '412 kB'],
  [3_240_000_000, '3.2 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
