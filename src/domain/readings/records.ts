import type { Column } from './layouts.ts'
import type { Reading, Resolution, Source } from './model.ts'
import type { ReadingLayer } from './store.ts'
import { qualityOfReason } from './validity.ts'

/** A layer as compactly as it is stored: arrays side by side, one place a column. */
export interface LayerRecord {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  version: number
  source: Source
  sourceId: string | null
  seq: number
  recordedAt: number
  columns: readonly Column[]
  values: readonly (number | null)[]
  /** Null: all have the mark that nearly all have (`usualFlag`). */
  flags: readonly (string | null)[] | null
  /** Null: all are valid. */
  qualities: readonly (string | null)[] | null
}

/** The mark that is not written out: normal for what a device sent, none for what no device marked. */
export function usualFlag(source: Source): string | null {
  return source === 'frame' ? 'N' : null
}

/** The layer that a record stands for. Its readings are made when they are looked at, anew each time: many never are. */
export function layerOf(record: LayerRecord): ReadingLayer {
  return {
    deviceId: record.deviceId,
    resolution: record.resolution,
    periodStart: record.periodStart,
    periodEnd: record.periodEnd,
    version: record.version,
    source: record.source,
    sourceId: record.sourceId,
    seq: record.seq,
    recordedAt: record.recordedAt,
    get readings() {
      return readingsOf(record)
    },
  }
}

/** The readings of a layer, as it was recorded. */
export function readingsOf(record: LayerRecord): Reading[] {
  const usual = usualFlag(record.source)
  return record.columns.map(({ factor, statistic }, place) => {
    const reason = record.qualities?.[place] ?? null
    return {
      deviceId: record.deviceId,
      factor,
      statistic,
      resolution: record.resolution,
      periodStart: record.periodStart,
      periodEnd: record.periodEnd,
      value: record.values[place] ?? null,
      flag: record.flags === null ? usual : (record.flags[place] ?? null),
      quality: qualityOfReason(reason),
      reason,
      source: record.source,
      version: record.version,
      seq: record.seq,
      recordedAt: record.recordedAt,
    }
  })
}
