import type { Foundation } from '../../platform/foundation.ts'
import { cutPage, readCursor } from '../../platform/http/cursor.ts'
import type { Language } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { describeFrame } from '../../protocols/hj212/describe.ts'
import { DAY_MS, startOfCivilDay } from '../../standards/civil-time.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { listQuarantine, type ReadingsStore } from '../readings/service.ts'
import { maskedText, maskSecrets } from './masked.ts'
import { type BoundDevice, deviceToSee, listDevices } from './service.ts'
import { type CalendarDay, completeDays, type DeviceState, type Presence, statesOf } from './state.ts'
import { devicesOf } from './store.ts'

type KeptFrame = Awaited<ReturnType<ReadingsStore['quarantine']>>[number]
type KeptDevice = Awaited<ReturnType<ReadingsStore['quarantined']>>[number]
type DeviceHour = Awaited<ReturnType<ReadingsStore['hoursOf']>>[number]
type DeviceEvent = Awaited<ReturnType<ReadingsStore['eventsOf']>>[number]

/** Longest look back at once, hour by hour and day by day. [ms] */
const LONGEST_HOURS_MS = 62 * DAY_MS
const LONGEST_CALENDAR_MS = 400 * DAY_MS

/** What views of devices are made from. */
export interface Seeing {
  foundation: Foundation
  readings: ReadingsStore
  presence: Presence
}

export type DeviceView = BoundDevice & { state: DeviceState }

/** The devices of the county and how each is. @throws Problem `not-allowed` */
export async function listStates(
  { foundation, readings, presence }: Seeing,
  principal: Principal,
): Promise<DeviceView[]> {
  const bound = await listDevices(foundation, principal)
  const devices = bound.map((one) => one.device)
  const now = foundation.clocks.domain.now()
  const states = await statesOf(readings, presence, principal.countyId, devices, now)
  return bound.flatMap((one) => {
    const state = states.get(one.device.id)
    return state === undefined ? [] : [{ ...one, state }]
  })
}

/** One device and how it is. @throws Problem `not-found` */
export async function stateToSee(seeing: Seeing, principal: Principal, id: string): Promise<DeviceView> {
  const { foundation, readings, presence } = seeing
  const bound = await deviceToSee(foundation, principal, id)
  const now = foundation.clocks.domain.now()
  const states = await statesOf(readings, presence, principal.countyId, [bound.device], now)
  const state = states.get(id)
  if (state === undefined) throw new Error(`no state was made of device ${id}`)
  return { ...bound, state }
}

/** What came of a device, hours that end in (from, to]. @throws Problem `not-found`, `invalid-input` (more than 62 days) */
export async function hoursToSee(
  { foundation, readings }: Seeing,
  principal: Principal,
  id: string,
  span: { from: number; to: number },
): Promise<DeviceHour[]> {
  const { device } = await deviceToSee(foundation, principal, id)
  refuseLonger(span.to - span.from, LONGEST_HOURS_MS)
  return readings.hoursOf(principal.countyId, [device.mn], span.from, span.to)
}

/** What a device told besides values, newest first. @throws Problem `not-found`, `invalid-input` (cursor) */
export async function pageOfEvents(
  { foundation, readings }: Seeing,
  principal: Principal,
  id: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<{ items: DeviceEvent[]; next: string | null }> {
  const { device } = await deviceToSee(foundation, principal, id)
  const before = readCursor(query.cursor)
  const rows = await readings.eventsOf(principal.countyId, device.mn, before, query.limit + 1)
  return cutPage(rows, query.limit, (row) => ({ at: row.at, id: row.id }))
}

/** Of each civil day what came and what should have come. @throws Problem `not-found`, `invalid-input` (more than 400 days) */
export async function calendarToSee(
  { foundation, readings }: Seeing,
  principal: Principal,
  id: string,
  span: { firstDay: string; lastDay: string },
): Promise<CalendarDay[]> {
  const { device } = await deviceToSee(foundation, principal, id)
  refuseLonger(startOfCivilDay(span.lastDay) - startOfCivilDay(span.firstDay), LONGEST_CALENDAR_MS)
  return completeDays(readings, principal.countyId, device, span, foundation.clocks.domain.now())
}

function refuseLonger(spanMs: number, longestMs: number): void {
  if (spanMs < 0 || spanMs > longestMs) throw new Problem('invalid-input', { params: { what: 'from, to' } })
}

export interface ReadableFrame extends Omit<KeptFrame, 'bytes' | 'replayedSeq'> {
  text: string | null
  problems: { code: string; text: string }[]
  replayed: boolean
}

/** Frames that were kept but not taken, newest first, as people may read them. @throws Problem `not-allowed`, `invalid-input` (cursor) */
export async function pageOfKept(
  readings: ReadingsStore,
  principal: Principal,
  query: { cursor?: string | undefined; limit: number; mn?: string | undefined },
  language: Language,
): Promise<{ items: ReadableFrame[]; next: string | null }> {
  const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor)
  if (!Number.isSafeInteger(before)) throw new Problem('invalid-input', { params: { what: 'cursor' } })
  const frames = await listQuarantine(readings, principal, {
    before,
    limit: query.limit + 1,
    ...(query.mn === undefined ? {} : { mn: query.mn }),
  })
  const items = frames.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((frame) => readable(frame, language)),
    next: frames.length > query.limit && last !== undefined ? String(last.seq) : null,
  }
}

function readable({ bytes, replayedSeq, ...frame }: KeptFrame, language: Language): ReadableFrame {
  const problems = bytes === null ? [] : describeFrame(bytes, language).problems
  return {
    ...frame,
    text: bytes === null ? null : maskedText(bytes),
    // What is wrong may be told with a piece of the frame.
    problems: problems.map(({ code, text }) => ({ code, text: maskSecrets(text) })),
    replayed: replayedSeq !== null,
  }
}

/** Who sent what is kept and was not taken since, with whether the county knows it by now. @throws Problem `not-allowed` */
export async function keptDevices(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
): Promise<(KeptDevice & { known: boolean })[]> {
  const { countyId } = principal
  allow(principal, 'read-devices', countyScope(countyId))
  const [kept, devices] = await Promise.all([readings.quarantined(countyId), devicesOf(foundation.db, countyId)])
  const known = new Set(devices.map((device) => device.mn))
  return kept.map((one) => ({ ...one, known: known.has(one.mn) }))
}

export { maskedText, maskSecrets } from './masked.ts'
export { newestExpectedHour } from './state.ts'
