import { HOUR_MS, isoShanghai, MINUTE_MS } from '../src/standards/civil-time.ts'
import { hourValue, isMissing, looksOf, type Told } from './history.ts'
import { chance } from './world/noise.ts'
import { type FactorCode, isFactorCode } from './world/shown.ts'

/** What a provincial interface tells of an hour: its value soon after, and the reviewed one a day later. */
export type Kind = 'realtime' | 'reviewed'

/** When the value of an hour is there as a rule, after its end. [ms] */
const USUAL_MS = 4 * MINUTE_MS
/** Of a hundred hours so many come late, by at least and at most so long. [ms] */
const LATE = { share: 0.06, least: 15 * MINUTE_MS, most: 70 * MINUTE_MS } as const
/** So many are missing at first and filled in hours later. [ms] */
const FILLED = { share: 0.02, least: 3 * HOUR_MS, most: 9 * HOUR_MS } as const
/** Review takes a day. [ms] */
const REVIEW_MS = 24 * HOUR_MS
/** Of a hundred hours review corrects so many, by at most such a share of the value, and strikes so many out. */
const CORRECTED = { share: 0.12, most: 0.08 } as const
const STRUCK_OUT = 0.008

/** Fields of the interface by factor, as such interfaces call them. */
// biome-ignore format: a table to proof-read
export const fieldNames: Readonly<Record<FactorCode, string>> = {
  a34004: 'PM2_5', a34002: 'PM10', a21026: 'SO2', a21004: 'NO2', a21005: 'CO', a05024: 'O3',
  a01001: 'TEMP',  a01002: 'HUM',  a01006: 'PRS', a01007: 'WSPD', a01008: 'WDIR',
}
/** What stands where there is no valid value. */
export const NO_VALUE = '—'

/** An hour of a station as a document says it. */
export type PublishedRow = Readonly<Record<string, string | number>>

/** When an hour is there for whoever asks; null: never. Pure in (seed, station, hour). [epoch ms] */
export function publishedAt(seed: string, stationCode: string, hourEnd: number, kind: Kind): number | null {
  if (isMissing(seed, stationCode, hourEnd)) return null
  const lot = (what: string) => chance(seed, `${stationCode}/interface/${what}`, hourEnd / HOUR_MS)
  const within = ({ least, most }: { least: number; most: number }) => least + lot('by') * (most - least)
  if (kind === 'reviewed') return hourEnd + REVIEW_MS + within({ least: 0, most: 3 * MINUTE_MS })
  const fate = lot('fate')
  if (fate < FILLED.share) return hourEnd + within(FILLED)
  return hourEnd + (fate < FILLED.share + LATE.share ? within(LATE) : USUAL_MS)
}

/** Hours that end in [from, to] and are there by now, a row an hour, the oldest first. [epoch ms] */
export function rowsPublished(
  seed: string,
  { station, factors, showing }: Told,
  kind: Kind,
  { from, to, now }: { from: number; to: number; now: number },
): PublishedRow[] {
  const rows: PublishedRow[] = []
  for (let hourEnd = Math.ceil(from / HOUR_MS) * HOUR_MS; hourEnd <= Math.min(to, now); hourEnd += HOUR_MS) {
    const at = publishedAt(seed, station.code, hourEnd, kind)
    if (at === null || at > now) continue
    const shown = looksOf(hourEnd).map(showing)
    const lot = (what: string) => chance(seed, `${station.code}/review/${what}`, hourEnd / HOUR_MS)
    const isStruckOut = kind === 'reviewed' && lot('struck-out') < STRUCK_OUT
    const isCorrected = kind === 'reviewed' && lot('corrected') < CORRECTED.share
    const values = factors.filter(isFactorCode).map((code) => {
      const value = Number(hourValue(code, shown))
      if (isStruckOut) return [fieldNames[code], NO_VALUE] as const
      // Review does not touch the weather.
      if (!isCorrected || code.startsWith('a01')) return [fieldNames[code], value] as const
      const share = 1 + (2 * lot(code) - 1) * CORRECTED.most
      return [fieldNames[code], Number((value * share).toFixed(code === 'a21005' ? 2 : 1))] as const
    })
    rows.push({
      siteCode: station.siteCode ?? '',
      siteName: station.name.zh,
      dataTime: isoShanghai(hourEnd).slice(0, 19).replace('T', ' '),
      ...Object.fromEntries(values),
    })
  }
  return rows
}
