import { describe, expect, it } from 'vitest'
import { HOUR_MS, startOfCivilDay } from '../../src/standards/civil-time.ts'
import { answersAbsent, areAnswersHere, knownAnswers, numberOf } from './known-answers.fixture.ts'
import { radiationIndex, stabilityOf, sunElevation } from './stability.ts'

const METRES_A_FOOT = 0.3048

describe.skipIf(!areAnswersHere)(
  `stability, by a table of known answers${areAnswersHere ? '' : ` (${answersAbsent})`}`,
  () => {
    it('is that of Turner for sun, cloud and wind', () => {
      const rows = knownAnswers('vec_turner_reference.csv')
      const wrong = rows.filter((row) => {
        const ceilingFt = numberOf(row, 'ceiling_ft')
        const sky = {
          sunElevationDeg: numberOf(row, 'solar_elev_deg'),
          cloudTenths: numberOf(row, 'cloud_tenths'),
          ceilingM: ceilingFt === 99_999 ? null : ceilingFt * METRES_A_FOOT,
        }
        // Beyond F there is no spread: G counts as F.
        const known = row.get('class') === 'G' ? 'F' : row.get('class')
        return radiationIndex(sky) !== numberOf(row, 'nri') || stabilityOf(sky, numberOf(row, 'ws_m_s')) !== known
      })
      expect([rows.length, wrong.map((row) => [...row.values()].join(','))]).toEqual([384, []])
    })
  },
)

it('the sun stands at 80.39° over 28.6° N at 13 o’clock on 15 July 2026, and below the horizon at night', () => {
  const place = { lonWgs84: 112.35, latWgs84: 28.6 }
  const day = startOfCivilDay('2026-07-15')
  expect(sunElevation(day + 13 * HOUR_MS, place)).toBeCloseTo(80.39, 0)
  expect(sunElevation(day + 1 * HOUR_MS, place)).toBeLessThan(-30)
})
