import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toldReadings } from './export.ts'
import type { NamedRow } from './service.ts'
import { readingsWriter } from './told-json.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 8 })
const mark = fc.option(fc.oneof(fc.constantFrom('N', 'D', 'null', '', '"', '\\', '\n'), text))
const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) })

const row: fc.Arbitrary<NamedRow> = fc
  .record({ deviceId: fc.uuid(), mn: text, station: fc.option(text), periodStart: instant, periodEnd: instant })
  .chain((named) =>
    fc
      .array(
        fc.record({
          factor: fc.oneof(fc.constantFrom('a34004', 'a21026'), text),
          statistic: fc.constantFrom('Avg', 'N', 'Rtd'),
          resolution: fc.constantFrom('hour', 'day'),
          value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
          flag: mark,
          quality: fc.constantFrom('valid', 'suspect', 'invalid'),
          reason: mark,
          source: fc.constantFrom('frame', 'import', 'rollup'),
          version: fc.integer({ min: 1, max: 9 }),
          seq: fc.nat(),
          recordedAt: instant,
        }),
        { maxLength: 4 },
      )
      .map((readings) => ({ ...named, readings: readings.map((one) => ({ ...named, ...one })) })),
  )

it('readings are written as JSON would write them, however often and in whatever order their words come', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
      const write = readingsWriter()
      const told = rows.map(write).filter((one) => one !== '')
      expect(`[${told.join(',')}]`).toBe(JSON.stringify(rows.flatMap(toldReadings)))
    }),
  )
})
