import { describe, expect, it } from 'vitest'
import {
  type Ground,
  plume,
  puffs,
  type Stability,
  spreadAt,
  spreadOfExtent,
  stabilities,
  windAtHeight,
} from './dispersion.ts'
import { answersAbsent, areAnswersHere, knownAnswers, numberOf } from './known-answers.fixture.ts'

function stabilityOf(row: ReadonlyMap<string, string>): Stability {
  const found = stabilities.find((one) => one === row.get('class'))
  if (found === undefined) throw new Error(`no class ${row.get('class')}`)
  return found
}

const groundOf = (row: ReadonlyMap<string, string>): Ground => (row.get('env') === 'urban' ? 'urban' : 'rural')

function within(found: number, known: number, share: number): boolean {
  return Math.abs(found - known) <= Math.max(share * Math.abs(known), 1e-12)
}

describe.skipIf(!areAnswersHere)(
  `dispersion, by tables of known answers${areAnswersHere ? '' : ` (${answersAbsent})`}`,
  () => {
    it('has the spreads of Briggs', () => {
      const rows = knownAnswers('vec_briggs_reference.csv')
      const wrong = rows.filter((row) => {
        const { y, z } = spreadAt(groundOf(row), stabilityOf(row), numberOf(row, 'x_m'))
        return !within(y, numberOf(row, 'sigma_y_m'), 1e-6) || !within(z, numberOf(row, 'sigma_z_m'), 1e-6)
      })
      expect([rows.length, wrong]).toEqual([60, []])
    })

    it('has the concentrations of the plume, with and without lid, at the side and high up', () => {
      const rows = knownAnswers('vec_plume_reference.csv')
      const wrong = rows.filter((row) => {
        const lid = row.get('lid_m')
        const air = {
          ground: groundOf(row),
          stability: stabilityOf(row),
          windMs: numberOf(row, 'u_m_s'),
          lidM: lid === '' ? null : Number(lid),
          wanderingRad: 0,
        }
        const at = { downwindM: numberOf(row, 'x_m'), crosswindM: numberOf(row, 'y_m'), heightM: numberOf(row, 'z_m') }
        return !within(numberOf(row, 'Q_g_s') * plume(air, numberOf(row, 'H_m'), at), numberOf(row, 'conc_ug_m3'), 1e-6)
      })
      expect([rows.length, wrong]).toEqual([180, []])
    })

    it('has those of puffs in light wind and calm', () => {
      const rows = knownAnswers('vec_lightwind_reference.csv')
      const wrong = rows.filter((row) => {
        const at = { downwindM: numberOf(row, 'x_m'), crosswindM: numberOf(row, 'y_m') }
        const found = puffs(stabilityOf(row), numberOf(row, 'U_m_s'), numberOf(row, 'H_m'), at)
        return !within(found, numberOf(row, 'closed_ug_m3_per_g_s'), 1e-4)
      })
      expect([rows.length, wrong.map((row) => [...row.values()].join(','))]).toEqual([48, []])
    })
  },
)

describe('dispersion', () => {
  it('leaves nothing upwind of a plume', () => {
    const air = { ground: 'rural', stability: 'D', windMs: 3, lidM: 800, wanderingRad: 0.2 } as const
    expect(plume(air, 0, { downwindM: -100, crosswindM: 0, heightM: 1.5 })).toBe(0)
  })

  it('has more wind higher up, the more so the stabler the air: 10 m to 40 m', () => {
    // 4^0.15 and 4^0.55, by hand.
    expect(windAtHeight(2, 40, 'rural', 'D')).toBeCloseTo(2.4623, 4)
    expect(windAtHeight(2, 40, 'rural', 'F')).toBeCloseTo(4.287, 3)
  })

  it('spreads what is wide and high from the start: 215 m across and 21.5 m up are 50 and 10 m', () => {
    const initial = spreadOfExtent({ acrossM: 215, uprightM: 21.5 })
    expect(initial).toEqual({ y: 50, z: 10 })
    const air = { ground: 'rural', stability: 'D', windMs: 2, lidM: null, wanderingRad: 0 } as const
    const at = { downwindM: 1000, crosswindM: 0, heightM: 1.5 }
    // Briggs, rural D at 1 km: 76.277 and 37.947 m; with 50 and 10 m 91.20 and 39.24 m. 10⁶ / (π · 2 · 91.20 · 39.24) · e^−0.0007.
    expect(plume(air, 0, at)).toBeCloseTo(54.94, 1)
    expect(plume({ ...air, initial }, 0, at)).toBeCloseTo(44.44, 1)
  })
})
