import { describe, expect, it } from 'vitest'
import type { FeedTry } from '../../api/queries.ts'
import { bodyOf, fieldsOf, guessed, keyed, newDraft, nextKey, tryOf } from './draft.ts'

const tried: FeedTry = {
  ...{ told: '', status: 200, bytes: 1, ms: 1, fault: null, head: '', lines: [], read: null },
  found: [
    { path: 'data.list[*]', rows: 24, fields: ['stationCode', 'monitorTime', 'aqi', 'pm2_5', 'PM10', 'co'] },
    { path: 'data.sites[*]', rows: 3, fields: ['id'] },
  ],
}
const table: FeedTry = {
  ...tried,
  found: [],
  lines: [
    ['站点', '时间', 'O3'],
    ['S1', '2026-11-18 13:00', '80'],
  ],
}

describe('what is there is recognised by its names', () => {
  it('of JSON', () => {
    const { form, rows, station, time, factors } = guessed(newDraft().reading, tried)
    expect({ form, rows, station, time }).toEqual({
      form: 'json',
      rows: 'data.list[*]',
      station: 'stationCode',
      time: 'monitorTime',
    })
    expect(factors.map(({ name, factor, unit }) => [name, factor, unit])).toEqual([
      ['pm2_5', 'a34004', 'µg/m³'],
      ['PM10', 'a34002', 'µg/m³'],
      ['co', 'a21005', 'mg/m³'],
    ])
  })

  it('of a table', () => {
    const { form, rows, station, time, factors } = guessed(newDraft().reading, table)
    expect({ form, rows, station, time }).toEqual({ form: 'table', rows: '', station: '站点', time: '时间' })
    expect(factors.map(({ name, factor }) => [name, factor])).toEqual([['O3', 'a05024']])
  })

  it('and offered to choose from, those of the rows that are meant first', () => {
    expect(fieldsOf(tried, 'data.sites')).toEqual(['id'])
    expect(fieldsOf(tried, '')).toHaveLength(6)
    expect(fieldsOf(table, '')).toEqual(['站点', '时间', 'O3'])
    expect(fieldsOf(undefined, '')).toEqual([])
  })
})

describe('a draft', () => {
  it('sends the way that is chosen, without keys of the form, and a token only when one was typed', () => {
    const draft = { ...newDraft(), name: ' 省站 ', stations: keyed([{ code: ' A ', stationId: '1' }]) }
    const body = bodyOf(draft)
    expect(body).toMatchObject({ name: '省站', plan: { folder: null, stations: [{ code: 'A', stationId: '1' }] } })
    expect(Object.keys(body)).not.toContain('token')
    expect(bodyOf({ ...draft, kind: 'folder', token: 'x' })).toMatchObject({ token: 'x', plan: { request: null } })
    expect(tryOf(draft, null, true)).toMatchObject({ id: null, reading: null })
    expect(tryOf(newDraft(), 'f', false)).toMatchObject({ id: 'f', stations: [], reading: { form: 'json' } })
  })

  it('a new line has a key of its own', () => {
    expect(nextKey([])).toBe(0)
    expect(nextKey([{ key: 3 }, { key: 1 }])).toBe(4)
  })
})
