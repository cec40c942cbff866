import type { Foundation } from '../../platform/foundation.ts'
import type { Language } from '../../platform/i18n.ts'
import { describeFrame } from '../../protocols/hj212/describe.ts'
import { factorOf } from '../../standards/factors.ts'
import { allow, countyScope } from '../access/check.ts'
import type { Principal } from '../access/model.ts'
import { maskedText, maskSecrets } from '../devices/views.ts'
import { effective } from './layers.ts'
import { mainStatistic, type Quality, type Reading, type Resolution, type Source } from './model.ts'
import { deviceNamed } from './service.ts'
import type { ReadingLayer, ReadingsStore, StoredFrame } from './store.ts'

/** A period of a device, named by its end. [epoch ms] */
export interface PeriodAsked {
  mn: string
  resolution: Resolution
  at: number
}

/** A frame as people see it. */
export interface ShownFrame {
  seq: number
  receivedAt: number
  cn: string
  qn: string
  /** Hexadecimal. */
  sha256: string
  /** Its password masked; null: expired. */
  text: string | null
  /** As it came, password and line end included. [bytes] */
  length: number | null
  problems: { code: string; text: string }[]
}

/** What a period is rolled up from. Months and years are built of days: from there on it is the day's frames that count. */
const finer: Partial<Record<Resolution, Resolution>> = { day: 'hour', hour: 'minute' }

/** Most periods that one period is made of: the minutes of an hour. */
const MOST_PARTS = 60

/**
 * The frames from which the values of a period come, oldest first. Where a device sent no such values itself they are those of
 * the hours or minutes that were rolled up.
 * @throws Problem `not-allowed`, `target-unknown`
 */
export async function rawFrames(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  asked: PeriodAsked,
  language: Language,
): Promise<ShownFrame[]> {
  const { countyId } = principal
  allow(principal, 'read-raw-frames', countyScope(countyId))
  const deviceId = await deviceNamed(foundation, countyId, asked.mn)
  const seqs = await frameNumbers(readings, countyId, deviceId, asked.resolution, asked.at)
  const frames = seqs.size === 0 ? [] : await readings.frames(countyId, [...seqs])
  return frames.toSorted((one, other) => one.seq - other.seq).map((frame) => shownFrame(frame, language))
}

async function frameNumbers(
  readings: ReadingsStore,
  countyId: string,
  deviceId: string,
  resolution: Resolution,
  periodEnd: number,
): Promise<Set<number>> {
  const layers = await readings.layers(countyId, deviceId, resolution, periodEnd)
  const own = new Set(layers.filter((layer) => layer.source === 'frame').map((layer) => layer.seq))
  const parts = finer[resolution]
  const rolledUp = layers.find((layer) => layer.source === 'rollup')
  if (own.size > 0 || rolledUp === undefined || parts === undefined) return own
  const within = {
    deviceIds: [deviceId],
    resolution: parts,
    from: rolledUp.periodStart,
    to: periodEnd,
    limit: MOST_PARTS,
  }
  const found = new Set<number>()
  for (const part of await readings.range(countyId, within)) {
    for (const seq of await frameNumbers(readings, countyId, deviceId, parts, part.periodEnd)) found.add(seq)
  }
  return found
}

function shownFrame(frame: StoredFrame, language: Language): ShownFrame {
  const { bytes } = frame
  const problems = bytes === null ? [] : describeFrame(bytes, language).problems
  return {
    seq: frame.seq,
    receivedAt: frame.receivedAt,
    cn: frame.cn,
    qn: frame.qn,
    sha256: frame.sha256.toString('hex'),
    text: bytes === null ? null : maskedText(bytes),
    length: bytes === null ? null : bytes.length,
    // What is wrong may be told with a piece of the frame.
    problems: problems.map(({ code, text }) => ({ code, text: maskSecrets(text) })),
  }
}

/** What one layer says of a value. */
export interface ShownLayer {
  version: number
  source: Source
  value: number | null
  flag: string | null
  quality: Quality
  reason: string | null
  recordedAt: number
  frameSeq: number | null
  correctionId: string | null
  stands: boolean
}

/**
 * All that was ever said of one value, oldest first: sent, sent again, rolled up, judged, corrected.
 * @param factor code or name; its main statistic is meant unless another is named
 * @throws Problem `not-allowed`, `target-unknown`
 */
export async function valueLayers(
  foundation: Foundation,
  readings: ReadingsStore,
  principal: Principal,
  asked: PeriodAsked & { factor: string; statistic?: string | undefined },
): Promise<{ factor: string; statistic: string; layers: ShownLayer[] }> {
  const { countyId } = principal
  allow(principal, 'read-readings', countyScope(countyId))
  const { resolution, at } = asked
  const deviceId = await deviceNamed(foundation, countyId, asked.mn)
  const factor = factorOf(asked.factor)?.code ?? asked.factor
  const statistic = asked.statistic ?? mainStatistic(resolution)
  const ofPeriod = await readings.layers(countyId, deviceId, resolution, at)
  const speaking = ofPeriod.filter((layer) => partOf(layer, factor, statistic) !== undefined)
  const standing = effective(speaking).find((one) => one.factor === factor && one.statistic === statistic)
  const corrections = speaking.filter((layer) => layer.source === 'correction')
  const correction = Math.max(...corrections.map((layer) => layer.version))
  const layers = speaking.flatMap((layer) => {
    const one = partOf(layer, factor, statistic)
    // What brought the value stands, and whoever has judged it last: people over checks.
    const judges = correction > 0 ? correction : standing?.version
    return one === undefined ? [] : [shownLayer(layer, one, standing?.seq === layer.seq || layer.version === judges)]
  })
  return { factor, statistic, layers }
}

function partOf(layer: ReadingLayer, factor: string, statistic: string): Reading | undefined {
  return layer.readings.find((one) => one.factor === factor && one.statistic === statistic)
}

function shownLayer(layer: ReadingLayer, one: Reading, stands: boolean): ShownLayer {
  return {
    version: layer.version,
    source: layer.source,
    value: one.value,
    flag: one.flag,
    quality: one.quality,
    reason: one.reason,
    recordedAt: layer.recordedAt,
    frameSeq: layer.source === 'frame' ? layer.seq : null,
    correctionId: layer.source === 'correction' ? layer.sourceId : null,
    stands,
  }
}
