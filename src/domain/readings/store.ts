import type { IncomingFrame, Reading, Resolution } from './model.ts'

/** What became of a frame that was handed over. */
export interface AppendOutcome {
  /** `duplicate`: the same frame was there already; nothing was stored again. */
  result: 'stored' | 'duplicate'
  seq: number | null
}

export interface RangeQuery {
  deviceIds: readonly string[]
  resolution: Resolution
  /** Only columns of this factor. */
  factor?: string
  /** Periods that end in (from, to]. [epoch ms] */
  from: number
  to: number
  /** As known at this instant [epoch ms]; left out: as known now. */
  knownAt?: number
  /** Continue behind this period and device. */
  after?: { periodEnd: number; deviceId: string }
  /** Rows (one per device and period), not values. */
  limit: number
}

export interface ReadingRow {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  readings: Reading[]
}

export interface KeptFrame {
  seq: number
  mn: string
  cn: string
  receivedAt: number
  disposition: 'quarantined' | 'bad-crc'
  reason: string
  bytes: Buffer | null
}

/**
 * Where readings live: the one narrow door to them. No transaction, key or join of anything else reaches behind it,
 * so that another engine may stand here one day.
 */
export interface ReadingsStore {
  /**
   * Makes frames and their values durable, all or none, in the order given; when it resolves they survive any crash.
   * Frames of several counties may come together.
   */
  append(frames: readonly IncomingFrame[]): Promise<AppendOutcome[]>
  /** Newest versions of the values in a range, by period end and device. */
  range(countyId: string, query: RangeQuery): Promise<ReadingRow[]>
  /** The newest row of each device at a resolution. */
  latest(countyId: string, deviceIds: readonly string[], resolution: Resolution): Promise<ReadingRow[]>
  /** Means over a span of hours per device and factor; only usable hourly means count. */
  meanOfHours(
    countyId: string,
    deviceIds: readonly string[],
    from: number,
    to: number,
  ): Promise<{ deviceId: string; factor: string; mean: number; hours: number }[]>
  /** Highest sequence number given to a frame of the county. Everything up to it is committed. */
  head(countyId: string): Promise<number>
  /** Rows of frames with after < seq ≤ upTo, in that order. */
  since(countyId: string, after: number, upTo: number): Promise<ReadingRow[]>
  /** Last arrival of a frame per device. */
  lastHeard(countyId: string, deviceIds: readonly string[]): Promise<Map<string, number>>
  /** Frames kept but not taken, newest first, before a sequence number. */
  quarantine(countyId: string, before: number, limit: number): Promise<KeptFrame[]>
}
