import type { Db } from '../../platform/foundation.ts'
import { civilDayOf } from '../../standards/civil-time.ts'
import { nextInSeries } from './store.ts'

/** `W-2026-0083`: a case's number, counted per county and civil year. */
export async function nextCaseNumber(db: Db, countyId: string, at: number): Promise<string> {
  const year = civilDayOf(at).slice(0, 4)
  const value = await nextInSeries(db, countyId, `case-${year}`)
  return `W-${year}-${String(value).padStart(4, '0')}`
}

/** `YJ-261118-03` (alert) or `T-261118-07` (task), counted per county and civil day. */
export async function nextDayNumber(db: Db, countyId: string, series: 'YJ' | 'T', at: number): Promise<string> {
  const day = civilDayOf(at)
  const value = await nextInSeries(db, countyId, `${series}-${day}`)
  return `${series}-${day.slice(2, 4)}${day.slice(5, 7)}${day.slice(8)}-${String(value).padStart(2, '0')}`
}
