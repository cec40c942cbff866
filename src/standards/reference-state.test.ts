import { describe, expect, it } from 'vitest'
import { factorOf } from './factors.ts'
import { limitTables } from './limits.ts'
import { inState, referenceStateOf } from './reference-state.ts'

const code = (alias: string) => factorOf(alias)?.code ?? alias

describe('the state of a concentration', () => {
  /** Amendment of GB 3095-2012, in force from 2018-09-01; fact sheet standards.md, 1.3. */
  it('is 0 °C for everything before the amendment, then 25 °C for gases and the air as it is for particles', () => {
    const cold = { kind: 'fixed', kelvin: 273.15, hPa: 1013.25 }
    const warm = { kind: 'fixed', kelvin: 298.15, hPa: 1013.25 }
    for (const gas of ['SO2', 'NO2', 'NOx', 'CO', 'O3']) {
      expect(referenceStateOf(code(gas), '2018-08-31')).toEqual(cold)
      expect(referenceStateOf(code(gas), '2018-09-01')).toEqual(warm)
      expect(referenceStateOf(code(gas), '2026-11-18')).toEqual(warm)
    }
    for (const particles of ['PM10', 'PM2.5', 'TSP', 'Pb', 'BaP']) {
      expect(referenceStateOf(code(particles), '2018-08-31')).toEqual(cold)
      expect(referenceStateOf(code(particles), '2018-09-01')).toEqual({ kind: 'ambient' })
    }
  })

  it('is known of every factor that has a limit, and of no other', () => {
    for (const { factor } of limitTables.flatMap((table) => table.limits)) {
      expect(referenceStateOf(factor, '2020-01-01'), factor).not.toBeNull()
    }
    expect(referenceStateOf(code('TEM'), '2020-01-01')).toBeNull()
    expect(() => referenceStateOf(code('SO2'), '2020-1-1')).toThrow(RangeError)
  })

  it('turns gases of old years by 0.9162', () => {
    const [old, now] = ['2018-08-31', '2018-09-01'].map((day) => referenceStateOf(code('O3'), day))
    if (old == null || now == null) throw new Error('no state of ozone')
    expect(inState(160, old, now)).toBeCloseTo(160 * 0.9162, 1)
    expect(inState(inState(160, old, now) ?? 0, now, old)).toBeCloseTo(160, 9)
  })

  it('turns particles only by the temperature and pressure of the air', () => {
    const [old, now] = ['2018-08-31', '2018-09-01'].map((day) => referenceStateOf(code('PM10'), day))
    if (old == null || now == null) throw new Error('no state of particles')
    expect(inState(100, old, now)).toBeNull()
    // Twice the temperature, half the mass in a litre; half the pressure, half again.
    expect(inState(100, old, now, { kelvin: 546.3, hPa: 1013.25 })).toBeCloseTo(50, 9)
    expect(inState(100, old, now, { kelvin: 546.3, hPa: 506.625 })).toBeCloseTo(25, 9)
    expect(inState(50, now, old, { kelvin: 546.3, hPa: 1013.25 })).toBeCloseTo(100, 9)
  })
})
