import { type Resolution, resolutions } from '../../../src/domain/readings/model.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, OFFSET_MS } from '../../../src/standards/civil-time.ts'
import { viewOfSearch } from '../../charts/view.ts'

/** Lengths of time that a button chooses, newest at the right. [ms] */
export const spans = {
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '1y': 366 * DAY_MS,
  '5y': 5 * 366 * DAY_MS,
  '10y': 10 * 366 * DAY_MS,
} as const
export type Span = keyof typeof spans

/** What each resolution can be looked at in; the first is where it begins. */
export const spansOf: Readonly<Record<Resolution, readonly Span[]>> = {
  realtime: ['6h', '1h', '24h'],
  minute: ['24h', '6h', '7d'],
  hour: ['7d', '24h', '30d', '1y'],
  day: ['90d', '30d', '1y', '5y'],
  month: ['1y', '5y'],
  year: ['10y', '5y'],
}

export const stationTabs = ['overview', 'data'] as const
export type StationTab = (typeof stationTabs)[number]

/** What the address of a station's page says. */
export interface StationSearch {
  /** the six factors together, or the readings of one; when left out the readings are told by what else is named */
  tab?: StationTab
  /** of the statistics and the calendar */
  year?: number
  /** the six factors as a table */
  table?: true
  /** the day of the calendar that is opened */
  day?: string
  factor?: string
  resolution?: Resolution
  span?: Span
  /** civil times of Shanghai `2026-11-18T14:00`, both or none: a period of its own choice */
  from?: string
  to?: string
  /** the reading that is opened: device, and end of its period as an ISO instant */
  mn?: string
  at?: string
}

/** Reads the address; what it cannot be is left out. */
export function stationSearch(search: Record<string, unknown>): StationSearch {
  // What looks like a number comes as one.
  const text = (name: string) => {
    const value = search[name]
    return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined
  }
  const resolution = resolutions.find((each) => each === search.resolution)
  const span = spansOf[resolution ?? 'hour'].find((each) => each === search.span)
  const tab = stationTabs.find((each) => each === search.tab)
  const [from, to] = [text('from'), text('to')]
  const isPeriod = from !== undefined && to !== undefined && viewOfSearch({ from, to }) !== null
  const year = Number(search.year)
  const day = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.exec(String(search.day))?.[0]
  const [factor, mn, at] = [text('factor'), text('mn'), text('at')]
  const isOpened = mn !== undefined && at !== undefined && !Number.isNaN(Date.parse(at))
  return {
    ...(tab === undefined ? {} : { tab }),
    ...(Number.isInteger(year) && year >= 1970 && year <= 2999 ? { year } : {}),
    ...(search.table === true || search.table === 'true' ? { table: true as const } : {}),
    ...(day === undefined ? {} : { day }),
    ...(factor === undefined ? {} : { factor }),
    ...(resolution === undefined || resolution === 'hour' ? {} : { resolution }),
    ...(span === undefined || isPeriod ? {} : { span }),
    ...(isPeriod ? { from, to } : {}),
    ...(isOpened ? { mn, at } : {}),
  }
}

/** Which page of the station an address means: whoever names a factor, a resolution or a reading asks for readings. */
export function tabOf({ tab, factor, resolution, mn }: StationSearch): StationTab {
  if (tab !== undefined) return tab
  return factor !== undefined || resolution !== undefined || mn !== undefined ? 'data' : 'overview'
}

/** Ends of a rolling window stand still for this long, so that the question stays the same for a while. [ms] */
const grains: Readonly<Record<Resolution, number>> = {
  realtime: MINUTE_MS,
  minute: 10 * MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  month: DAY_MS,
  year: DAY_MS,
}

/** Are its periods whole days or more, so that a window is told by days? */
export function isLong(resolution: Resolution): boolean {
  return grains[resolution] === DAY_MS
}

export interface Window {
  /** periods that end in (from, to] [epoch ms] */
  from: number
  to: number
  /** does its end go on with the clock? */
  isRolling: boolean
  /** how often it is looked at again while it rolls [ms] */
  refreshMs: number
}

/** The period that an address means at an instant. */
export function windowOf(search: StationSearch, now: number): Window {
  const resolution = search.resolution ?? 'hour'
  const named = viewOfSearch(search)
  if (named !== null) return { ...named, isRolling: false, refreshMs: 0 }
  const span = spans[search.span ?? spansOf[resolution][0] ?? '24h']
  const grain = grains[resolution]
  // Days begin at midnight of Shanghai.
  const to = Math.ceil((now + OFFSET_MS) / grain) * grain - OFFSET_MS
  const refreshMs = span / grain > 1_000 ? 5 * MINUTE_MS : resolution === 'realtime' ? 5_000 : MINUTE_MS
  return { from: to - span, to, isRolling: true, refreshMs }
}
