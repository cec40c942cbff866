import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countyId, entry, T0 } from './chain.fixture.ts'
import { eventBytes, eventHash, readEvent } from './model.ts'

describe('the bytes of an event', () => {
  it('hold the whole event, its county, its place and the version of its schema, in canonical order', () => {
    expect(eventBytes({ ...entry(7), seq: 7 }).toString('utf8')).toBe(
      `{"actedAt":${T0 + 7000},"actor":"console","countyId":"${countyId}","data":{"text":"第 7 步"},` +
        '"id":"01890000-0000-7000-8000-000000000007","kind":"case.noted",' +
        `"receivedAt":${T0 + 7000},"schemaVersion":1,"seq":7,"subject":{"id":"case-1","type":"case","version":7}}`,
    )
  })

  it('read back as the same event', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.option(fc.nat()), fc.nat(), (data, version, seq) => {
        // A value of JSON, as it is after a journey: −0 is 0.
        const plain = JSON.parse(JSON.stringify(data))
        const event = { ...entry(1, { data: plain, subject: { type: 'case', id: 'x', version } }), seq }
        expect(readEvent(eventBytes(event))).toEqual(event)
      }),
    )
  })

  it('are no event when they are not exactly what would be written', () => {
    const text = eventBytes({ ...entry(1), seq: 1 }).toString('utf8')
    expect(readEvent(Buffer.from(text))).not.toBeNull()
    for (const other of [
      '',
      'null',
      '[]',
      `${text} `,
      text.replace('{"actedAt"', '{"aaa":1,"actedAt"'),
      text.replace('"seq":1', '"seq":1.0'),
      text.replace('"seq":1', '"seq":-1'),
      text.replace('"seq":1', '"seq":"1"'),
      text.replace('"type":"case"', '"type":null'),
      text.replace('"data":{"text":"第 1 步"},', ''),
    ]) {
      expect(readEvent(Buffer.from(other)), other).toBeNull()
    }
  })

  it('are hashed behind the hash before', () => {
    const previous = Buffer.alloc(32, 7)
    const bytes = eventBytes({ ...entry(1), seq: 1 })
    const expected = createHash('sha256')
      .update(Buffer.concat([previous, bytes]))
      .digest('hex')
    expect(eventHash(previous, bytes).toString('hex')).toBe(expected)
  })
})
