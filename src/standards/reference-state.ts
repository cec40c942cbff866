import { startOfCivilDay } from './civil-time.ts'

/**
 * The state for which a concentration is told: GB 3095-2012, 3.14, as amended on 2018-08-13; GB 3095-2026, 4.3. S
 * Values of both states lie side by side in archives (标况 and 实况), so a comparison over 2018-09-01 has to turn gases.
 */
export type ReferenceState =
  /** 标准状态 or 参比状态. */
  | { kind: 'fixed'; kelvin: number; hPa: number }
  /** 实际状态: temperature and pressure of the air at the time of measurement. */
  | { kind: 'ambient' }

const STANDARD: ReferenceState = { kind: 'fixed', kelvin: 273.15, hPa: 1013.25 }
const REFERENCE: ReferenceState = { kind: 'fixed', kelvin: 298.15, hPa: 1013.25 }
const AMBIENT: ReferenceState = { kind: 'ambient' }

/** First day of the amendment. */
const AMENDED = '2018-09-01'

/** Codes of standards/factors, and BaP. */
const gases: readonly string[] = ['a21026', 'a21004', 'a21002', 'a21005', 'a05024'] // SO2 NO2 NOx CO O3
const particles: readonly string[] = ['a34002', 'a34004', 'a34001', 'a20044', 'BaP'] // PM10 PM2.5 TSP Pb BaP

/**
 * The state of a factor's concentration in official data of a day.
 * @param day civil day `YYYY-MM-DD` of the data
 * @returns null for a factor that GB 3095 does not know
 * @throws RangeError for what is no day
 */
export function referenceStateOf(factor: string, day: string): ReferenceState | null {
  const isAmended = startOfCivilDay(day) >= startOfCivilDay(AMENDED)
  if (gases.includes(factor)) return isAmended ? REFERENCE : STANDARD
  if (particles.includes(factor)) return isAmended ? AMBIENT : STANDARD
  return null
}

/**
 * A concentration in another state, by the ideal gas law.
 * @param concentration [mass per volume]
 * @param air temperature [K] and pressure [hPa] of the air, wherever one of the states is `ambient`
 * @returns null where they would be needed and are not given
 */
export function inState(
  concentration: number,
  from: ReferenceState,
  to: ReferenceState,
  air?: { kelvin: number; hPa: number },
): number | null {
  const [here, there] = [from, to].map((state) => (state.kind === 'fixed' ? state : air))
  if (here === undefined || there === undefined) return null
  return (concentration * here.kelvin * there.hPa) / (there.kelvin * here.hPa)
}
