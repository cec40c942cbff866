import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldsOf, nearest, parsePath, rowsAt, valueAt } from './path.ts'

const province = {
  code: 200,
  time: '2026-11-18 12:00',
  data: {
    list: [
      {
        station: { code: '1001A', 名称: '城区' },
        hours: [
          { h: 11, 'PM2.5': 35 },
          { h: 12, 'PM2.5': null },
        ],
      },
      { station: { code: '1002A' }, hours: [{ h: 12, 'PM2.5': 40 }] },
    ],
  },
}

const path = (text: string) => {
  const parsed = parsePath(text)
  if (parsed === null) throw new Error(`no path: ${text}`)
  return parsed
}
const rows = (document: unknown, text: string) => {
  const found = rowsAt(document, path(text))
  if (!found.ok) throw new Error(`nothing at ${found.at}`)
  return found.rows
}

describe('a path', () => {
  it('leads through keys, places and every element; a row knows what it lies in', () => {
    const found = rows(province, 'data.list[*].hours[*]')
    expect(
      found.map((row) => ['^.station.code', 'h', '["PM2.5"]', '$.time'].map((field) => valueAt(row, path(field)))),
    ).toEqual([
      ['1001A', 11, 35, '2026-11-18 12:00'],
      ['1001A', 12, null, '2026-11-18 12:00'],
      ['1002A', 12, 40, '2026-11-18 12:00'],
    ])
  })

  it('leads to the elements without being told so, of an object to its values with their keys', () => {
    expect(rows(province, 'data.list')).toHaveLength(2)
    expect(rows([1, 2], '').map((row) => row.value)).toEqual([1, 2])
    const byStation = { stations: { S1: { v: 1 }, S2: { v: 2 } } }
    const found = rows(byStation, 'stations[*]')
    expect(found.map((row) => [valueAt(row, path('@key')), valueAt(row, path('v'))])).toEqual([
      ['S1', 1],
      ['S2', 2],
    ])
    expect(rows(province, 'data.list[1].hours').map((row) => valueAt(row, path('h')))).toEqual([12])
  })

  it('tells a field that is not there from one without a value', () => {
    const [, second] = rows(province, 'data.list[0].hours')
    expect(second && valueAt(second, path('["PM2.5"]'))).toBeNull()
    expect(second && valueAt(second, path('pm25'))).toBeUndefined()
    expect(second && valueAt(second, path('toString'))).toBeUndefined()
    expect(second && valueAt(second, path('constructor.name'))).toBeUndefined()
  })

  it('says where it found nothing, and what is there instead', () => {
    expect(rowsAt(province, path('data.rows[*]'))).toEqual({ ok: false, at: 'data', fields: ['list'] })
    expect(rowsAt(province, path('code[*]'))).toEqual({ ok: false, at: 'code', fields: [] })
    expect(rowsAt({ data: [] }, path('data'))).toEqual({ ok: true, rows: [] })
  })

  it.each(['a..b', 'a[', 'a[x]', 'a[?(@.b)]', 'a b"c', '["a', '*', 'a.*'])('is none: %s', (text) => {
    expect(parsePath(text)).toBeNull()
  })

  it('never throws, whatever the text and the document', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, document) => {
        const parsed = parsePath(text)
        if (parsed === null) return
        const found = rowsAt(document, parsed)
        if (found.ok) for (const row of found.rows) valueAt(row, parsed)
      }),
    )
  })

  it('leads to each field that a row tells of itself', () => {
    const keys = fc
      .string({ minLength: 1 })
      .filter((key) => !key.includes('"') && key.trim() === key && key !== '__proto__')
    const leaf = fc.oneof(fc.integer(), fc.string())
    fc.assert(
      fc.property(fc.dictionary(keys, fc.oneof(leaf, fc.dictionary(keys, leaf)), { maxKeys: 5 }), (row) => {
        for (const field of fieldsOf(row)) {
          const parsed = parsePath(field)
          expect(parsed, field).not.toBeNull()
          if (parsed !== null)
            expect(valueAt({ value: row, key: null, within: null }, parsed), field).not.toBeUndefined()
        }
      }),
    )
  })
})

it('a name that is not there is most likely the nearest one', () => {
  expect(nearest('pm25', ['code', 'time', 'pm10', 'pm2_5'])).toBe('pm2_5')
  expect(nearest('monitorTime', ['monitor_time', 'time'])).toBe('monitor_time')
  expect(nearest('so2', ['humidity', 'pressure'])).toBeNull()
})
