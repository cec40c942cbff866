import { createHash } from 'node:crypto'
import type { Foundation } from '../../platform/foundation.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import { checksToJudge, disturbancesIn, markJudged } from '../commands/service.ts'
import {
  type HourSeries,
  influenceOf,
  judgeHours,
  type LayerWrite,
  type ReadingRow,
  type ReadingsStore,
  usualRules,
  type ValidityRules,
} from '../readings/service.ts'
import { type ChangedPeriod, disturbedOf, isShort, periodsAround, spanOf } from './around-checks.ts'
import { type Ground, groundOf, hoursAround } from './ground.ts'
import { type JudgedHours, keepFindings } from './keep-findings.ts'
import { allRows } from './standing.ts'
import { isNews, seriesOf, type Verdict, verdictsOf } from './verdicts.ts'

/** Numbers of changes looked at in one step. */
const CHANGES_A_STEP = 2_000
/** Hours of all devices of a county read at once, around those that are judged. */
const HOURS_AT_ONCE = 240
/** Layers written at once. */
const LAYERS_AT_ONCE = 2_000

export interface JudgeStep {
  /** Changes of readings and of gas checks looked at. 0: there was nothing new. */
  changes: number
  /** Verdicts that were not there yet. */
  verdicts: number
  /** Findings opened, changed or closed. */
  findings: number
}

/** What a step works with. */
interface Judging {
  foundation: Foundation
  readings: ReadingsStore
  countyId: string
  rules: ValidityRules
  ground: Ground
  /** Which changes are looked at: names the layers that come of it. */
  name: string
}

/**
 * One step of the checks of a county: looks at what changed behind the durable cursor, judges every hour that the changes reach
 * and writes what is new: verdicts as layers of the readings, findings onto the work list. Judging depends on what stands and on
 * nothing that an earlier step did, so whatever order hours come in, the outcome is that of judging all of them at once.
 *
 * Readings, findings and cursor are three writes, in that order, never one transaction. A crash between them repeats the step:
 * verdicts that stand are not written again, findings that are right are left alone.
 */
export async function judgeStep(
  foundation: Foundation,
  readings: ReadingsStore,
  countyId: string,
  rules: ValidityRules = usualRules,
): Promise<JudgeStep> {
  const step: JudgeStep = { changes: 0, verdicts: 0, findings: 0 }
  const judge = async (changes: readonly ChangedPeriod[], short: readonly ChangedPeriod[], name: string) => {
    if (changes.length === 0) return
    const ground = await groundOf(foundation.db, countyId, rules.reachM)
    const judging: Judging = { foundation, readings, countyId, rules, ground, name }
    step.verdicts += await judgeShort(judging, short)
    for (const wanted of inSpans(hoursReached(changes, ground, rules))) {
      const done = await judgeSpan(judging, wanted)
      step.verdicts += done.verdicts
      step.findings += done.findings
    }
  }
  const cursor = await readings.cursor(countyId, 'quality')
  const upTo = Math.min(await readings.head(countyId), cursor + CHANGES_A_STEP)
  if (upTo > cursor) {
    // A verdict changes no value and nothing that is judged rests on verdicts.
    const layers = (await readings.since(countyId, cursor, upTo)).filter((layer) => layer.source !== 'quality')
    await judge(layers, await disturbedOf(foundation, countyId, layers.filter(isShort)), `${cursor}-${upTo}`)
    await readings.moveCursor(countyId, 'quality', cursor, upTo)
    step.changes += upTo - cursor
  }
  // Readings in the span of a check may have come before it was known, or before it had an end.
  for (const check of await checksToJudge(foundation.db, countyId)) {
    const periods = await periodsAround(readings, countyId, check, foundation.clocks.domain.now())
    await judge(periods, periods.filter(isShort), `check ${check.commandId} ${check.qn} ${check.version}`)
    await markJudged(foundation.db, countyId, check)
    step.changes += 1
  }
  return step
}

/** Ends of hours to judge, by device. [epoch ms] */
type Wanted = Map<string, Set<number>>

/** The hours that changed hours reach: those around them of the same device, and those of the devices around it. */
function hoursReached(changes: readonly ChangedPeriod[], ground: Ground, rules: ValidityRules): Wanted {
  const { own, neighbour } = influenceOf(rules)
  const wanted: Wanted = new Map()
  const want = (deviceId: string, hours: readonly number[]) => {
    const all = wanted.get(deviceId) ?? new Set<number>()
    wanted.set(deviceId, all)
    for (const hour of hours) if (ground.stationAt(deviceId, hour) !== undefined) all.add(hour)
  }
  const seen = new Set<string>()
  for (const { deviceId, resolution, periodEnd } of changes) {
    if (resolution !== 'hour' || seen.has(`${deviceId} ${periodEnd}`)) continue
    seen.add(`${deviceId} ${periodEnd}`)
    want(deviceId, hoursAround(periodEnd, own.back, own.ahead))
    for (const other of ground.deviceIds) {
      if (other === deviceId || !ground.areNear(other, deviceId, periodEnd)) continue
      want(other, hoursAround(periodEnd, neighbour.back, neighbour.ahead))
    }
  }
  return wanted
}

/** Cuts what is wanted into spans of time that can be held in memory, each hour in one of them. */
function* inSpans(wanted: Wanted): Generator<Wanted> {
  const hours = [...new Set([...wanted.values()].flatMap((all) => [...all]))].sort((a, b) => a - b)
  let first = 0
  for (let place = 1; place <= hours.length; place += 1) {
    const [from, here, before] = [hours[first] ?? 0, hours[place], hours[place - 1] ?? 0]
    const fits = here !== undefined && here - from < HOURS_AT_ONCE * HOUR_MS && here - before < 24 * HOUR_MS
    if (fits) continue
    const within = (hour: number) => hour >= from && hour <= before
    yield new Map([...wanted].map(([deviceId, all]) => [deviceId, new Set([...all].filter(within))]))
    first = place
  }
}

async function judgeSpan(judging: Judging, wanted: Wanted): Promise<{ verdicts: number; findings: number }> {
  const { foundation, readings, countyId, rules, ground } = judging
  const hours = [...wanted.values()].flatMap((all) => [...all])
  const [first, last] = [hours.reduce((a, b) => Math.min(a, b)), hours.reduce((a, b) => Math.max(a, b))]
  const { own, neighbour } = influenceOf(rules)
  // Whoever reaches so far ahead is looked back at from there, and the other way round.
  const from = first - (Math.max(own.ahead, neighbour.ahead) + 1) * HOUR_MS
  const to = last + Math.max(own.back, neighbour.back) * HOUR_MS
  const rows = await allRows(readings, countyId, { deviceIds: ground.deviceIds, resolution: 'hour', from, to })
  const disturbances = await disturbancesIn(foundation.db, countyId, from - HOUR_MS, to)
  const series = seriesOf(rows, disturbances, rules)
  const byDevice = Map.groupBy(rows, (row) => row.deviceId)
  const layers: LayerWrite[] = []
  const ofDevices: JudgedHours[] = []
  for (const [deviceId, judged] of wanted) {
    if (judged.size === 0) continue
    const around = neighboursOf(ground, deviceId, series, from, to)
    const beside = judgeHours(series.get(deviceId) ?? new Map(), around, judged, rules)
    const verdicts: Verdict[] = []
    for (const row of byDevice.get(deviceId) ?? []) {
      if (!judged.has(row.periodEnd)) continue
      const of = (factor: string) => beside.get(factor)?.get(row.periodEnd)
      const found = verdictsOf(row, disturbances, of, rules)
      verdicts.push(...found)
      layers.push(...(await layersOf(judging, row, found)))
    }
    ofDevices.push({ deviceId, judged, verdicts })
  }
  await writeAll(readings, countyId, layers)
  const findings = await keepFindings(foundation, countyId, ofDevices)
  return { verdicts: layers.reduce((sum, layer) => sum + layer.columns.length, 0), findings }
}

/** What the devices around one measured, hours at which they were not around it left out. */
function neighboursOf(
  ground: Ground,
  deviceId: string,
  series: ReadonlyMap<string, HourSeries>,
  from: number,
  to: number,
): HourSeries[] {
  const hours = hoursAround(to, Math.round((to - from) / HOUR_MS), 0)
  const around: HourSeries[] = []
  for (const [otherId, theirs] of series) {
    if (otherId === deviceId) continue
    const near = new Set(hours.filter((hour) => ground.areNear(deviceId, otherId, hour)))
    if (near.size === 0) continue
    if (near.size === hours.length) around.push(theirs)
    else
      around.push(
        new Map([...theirs].map(([factor, all]) => [factor, new Map([...all].filter(([at]) => near.has(at)))])),
      )
  }
  return around
}

/** Judges samples and minutes by the checks with gas alone, also those that such a check spoils no more. */
async function judgeShort(judging: Judging, short: readonly ChangedPeriod[]): Promise<number> {
  if (short.length === 0) return 0
  const { foundation, readings, countyId, rules } = judging
  const disturbances = await disturbancesIn(foundation.db, countyId, ...spanOf(short))
  const layers: LayerWrite[] = []
  for (const [key, ofPeriods] of Map.groupBy(short, ({ deviceId, resolution }) => `${deviceId} ${resolution}`)) {
    const [one] = ofPeriods
    if (one === undefined) throw new Error(`no periods of ${key}`)
    const wanted = new Set(ofPeriods.map((period) => period.periodEnd))
    const span = [...wanted].sort((a, b) => a - b)
    const rows = await allRows(readings, countyId, {
      deviceIds: [one.deviceId],
      resolution: one.resolution,
      from: (span[0] ?? 0) - 1,
      to: span.at(-1) ?? 0,
    })
    for (const row of rows.filter((each) => wanted.has(each.periodEnd))) {
      const found = verdictsOf(row, disturbances, () => undefined, rules)
      const ofCheck = found.filter(({ reading, reason }) => reason === 'zero-span' || reading.reason === 'zero-span')
      layers.push(...(await layersOf(judging, row, ofCheck)))
    }
  }
  await writeAll(readings, countyId, layers)
  return layers.reduce((sum, layer) => sum + layer.columns.length, 0)
}

/** The verdicts of a row that do not stand yet, as a layer. */
async function layersOf(judging: Judging, row: ReadingRow, verdicts: readonly Verdict[]): Promise<LayerWrite[]> {
  const news = verdicts.filter(isNews)
  if (news.length === 0) return []
  const { deviceId, resolution, periodStart, periodEnd } = row
  const qualities: (string | null)[] = []
  for (const verdict of news) qualities.push(await codeOf(judging, row, verdict))
  const said = news.flatMap((verdict, place) => {
    const code = qualities[place]
    return code === undefined || code === verdict.reading.reason ? [] : [{ ...verdict, code }]
  })
  if (said.length === 0) return []
  return [
    {
      deviceId,
      resolution,
      periodStart,
      periodEnd,
      source: 'quality',
      sourceId: nameOf(judging, row),
      columns: said.map(({ reading }) => `${reading.factor}-${reading.statistic}`),
      // The value that was judged: when another stands by then, the verdict is not about it.
      values: said.map(({ reading }) => reading.value),
      flags: said.map(() => null),
      qualities: said.map(({ code }) => code),
      recordedAt: judging.foundation.clocks.domain.now(),
    },
  ]
}

/**
 * The code to write for a verdict. To take back an earlier verdict nothing is said any more (null); but a doubt that came with
 * the frame itself stays under every verdict: that PM2.5 was over PM10, when one of both was corrected since, is said to be
 * dispelled, and whatever else a frame brought stays as it is.
 */
async function codeOf(judging: Judging, row: ReadingRow, { reading, reason }: Verdict): Promise<string | null> {
  if (reason !== null) return reason
  const { readings, countyId } = judging
  const layers = await readings.layers(countyId, row.deviceId, row.resolution, row.periodEnd)
  const newest = layers.find((layer) => layer.version === reading.version)
  const wasVerdict = newest?.source === 'quality' && newest.readings.some((one) => isSame(one, reading))
  if (wasVerdict) return null
  return reading.reason === 'pm-inversion' ? 'dispelled' : reading.reason
}

function isSame(one: ReadingRow['readings'][number], other: ReadingRow['readings'][number]): boolean {
  return one.factor === other.factor && one.statistic === other.statistic && one.reason === other.reason
}

/** The same judging of the same changes gives a layer the same name, so that it is written once. (RFC 9562, version 8) */
function nameOf({ countyId, name }: Judging, { deviceId, resolution, periodEnd }: ReadingRow): string {
  const hash = createHash('sha256').update(`${countyId} ${deviceId} ${resolution} ${periodEnd} ${name}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

async function writeAll(readings: ReadingsStore, countyId: string, layers: readonly LayerWrite[]): Promise<void> {
  for (let first = 0; first < layers.length; first += LAYERS_AT_ONCE) {
    await readings.write(countyId, layers.slice(first, first + LAYERS_AT_ONCE))
  }
}
