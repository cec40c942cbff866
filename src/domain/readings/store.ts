import type { IncomingFrame, Reading, Resolution, Source, SpansQuery } from './model.ts'

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

/** The effective values of one device and period: what stands after all layers are laid over each other. */
export interface ReadingRow {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  readings: Reading[]
}

/** One layer as it was recorded. */
export interface ReadingLayer extends ReadingRow {
  version: number
  source: Source
  sourceId: string | null
  seq: number
  recordedAt: number
}

export interface KeptFrame {
  seq: number
  mn: string
  cn: string
  receivedAt: number
  disposition: 'quarantined' | 'bad-crc'
  reason: string
  bytes: Buffer | null
  replayedSeq: number | null
}

export interface KeptDevice {
  mn: string
  frames: number
  firstAt: number
  lastAt: number
  reasons: Readonly<Record<string, number>>
}

export interface StoredFrame {
  seq: number
  mn: string
  cn: string
  qn: string
  receivedAt: number
  sha256: Buffer
  /** Null: expired. */
  bytes: Buffer | null
}

/** A layer that no frame brought: imported values, a judgement, a correction. */
export interface LayerWrite {
  deviceId: string
  resolution: Resolution
  periodStart: number
  periodEnd: number
  source: Exclude<Source, 'frame' | 'rollup'>
  /** Of a correction or an import: the same id, device, resolution and period again change nothing. */
  sourceId: string | null
  columns: readonly string[]
  values: readonly (number | null)[]
  flags: readonly (string | null)[]
  qualities: readonly (string | null)[]
  recordedAt: number
}

/** What became of the layers of a file. */
export interface ImportOutcome {
  /** Written, or to be written. */
  layers: number
  /** Of them, those of periods that their source has told of before: later versions. */
  revised: number
  /** Stood there already, word for word. */
  unchanged: number
}

/** What came of a device in an hour, as counted by the gateway. Added to what is there. */
export interface DeviceHour {
  mn: string
  hourEnd: number
  frames: number
  duplicates: number
  kept: number
  /** QN minus arrival. [ms] */
  offsets: { min: number; median: number; max: number } | null
  errors: Readonly<Record<string, number>>
}

export interface DeviceEventRow {
  id: string
  mn: string
  at: number
  kind: string
  frameSeq: number | null
  data: Readonly<Record<string, unknown>>
}

/** Of one civil day and device: periods that came, and hours whose main values are usable. */
export interface CompleteDay {
  dayEnd: number
  hours: { received: number; usable: number }
  minutes: number
}

/** Who reads changes behind a durable cursor: checks, and the law's day values. */
export type ReaderTask = 'quality' | 'evaluation'

/** A day of a device of which a layer was added. [end, epoch ms] */
export interface ChangedDay {
  deviceId: string
  periodEnd: number
  seq: number
}

/** What is staged of a file. */
export interface StagedFile {
  importId: string
  /** Of whoever reads the file: how far it has come. */
  note: string
  /** All of it is readings by now. */
  isMoved: boolean
  /** When something came last. [epoch ms] */
  changedAt: number
}

/** The layers of a file on their way. */
export interface LayerStage {
  /** What is there; waits for what a process that died may still have in flight. Comes before all else. */
  found(): Promise<{ note: string; outcome: ImportOutcome | null } | null>
  /**
   * Adds layers and a note of how far the file was read, both or none. @throws when somebody else has added meanwhile
   * @param at [epoch ms]
   */
  add(layers: readonly LayerWrite[], note: string, at: number): Promise<void>
  /** Which columns of which periods are there, as they were added. */
  hours(): AsyncGenerator<{ deviceId: string; periodEnd: number; columns: readonly string[] }[], void, void>
  /**
   * All that is there becomes readings, all or none, as `importLayers` writes them; what came of it stays to be found.
   * @param recordedAt when they count as known [epoch ms]
   */
  publish(recordedAt: number): Promise<ImportOutcome>
  /** Nothing is there any more. */
  drop(): Promise<void>
}

/**
 * Where readings live: the one narrow door to them. No transaction, key or join of anything else reaches behind it,
 * so that another engine may stand here one day.
 */
export interface ReadingsStore {
  /**
   * Makes frames, their values and events durable, all or none, in the order given; when it resolves they survive any crash.
   * Frames of several counties may come together.
   */
  append(frames: readonly IncomingFrame[]): Promise<AppendOutcome[]>
  /** Writes layers that no frame brought, all or none, each with a number of its own so that rules and roll-ups see them. */
  write(countyId: string, layers: readonly LayerWrite[]): Promise<void>
  /**
   * Writes the layers of a whole file, all or none, however many they are; what the same source said last and stands still is
   * left out. Frames come in meanwhile and do not wait for it.
   * @param batches layers of one source, as they are read; when they fail, nothing is written
   * @param how `compare` writes nothing and tells what would be written
   */
  importLayers(
    countyId: string,
    batches: AsyncIterable<readonly LayerWrite[]>,
    how: { only: 'compare' | null },
  ): Promise<ImportOutcome>
  /**
   * Stages the layers of one file, durable as they are read and no readings until they are published: a load that is cut off
   * goes on with what is there. Few files at a time; the others wait.
   */
  staging<T>(countyId: string, importId: string, use: (stage: LayerStage) => Promise<T>): Promise<T>
  /** Nothing of a file is staged any more; waits for no other file. */
  dropStage(countyId: string, importId: string): Promise<void>
  /** The files of a county of which something is staged. */
  stages(countyId: string): Promise<StagedFile[]>
  /** Effective values in a range, by period end and device. */
  range(countyId: string, query: RangeQuery): Promise<ReadingRow[]>
  /** Effective values of many spans at once, each period once; `uncorrected`: as they were before people corrected any. */
  spans(countyId: string, asked: SpansQuery): Promise<ReadingRow[]>
  /** All layers of one device, resolution and period, oldest first. */
  layers(countyId: string, deviceId: string, resolution: Resolution, periodEnd: number): Promise<ReadingLayer[]>
  /** The newest effective value of each factor and statistic of each device at a resolution, however its frames divide them. */
  latest(countyId: string, deviceIds: readonly string[], resolution: Resolution): Promise<ReadingRow[]>
  /** Means over a span of hours per device and factor; only usable hourly means count. */
  meanOfHours(
    countyId: string,
    deviceIds: readonly string[],
    from: number,
    to: number,
  ): Promise<{ deviceId: string; factor: string; mean: number; hours: number }[]>
  /** A number up to which every change of the county is committed: what a cursor may go to without missing any. */
  head(countyId: string): Promise<number>
  /**
   * The same for whoever looks at no imported layers: while a large file is moved into its numbers, frames go on behind them,
   * and need not wait to be looked at.
   */
  headBesideImports(countyId: string): Promise<number>
  /** Layers of changes with after < seq ≤ upTo, in that order, each with its own values (not the effective ones). */
  since(countyId: string, after: number, upTo: number): Promise<ReadingLayer[]>
  /**
   * Layers that brought values from outside (of devices, feeds and files), of periods that end in (from, to], each with its
   * own values as `since` tells them; in no order.
   */
  brought(
    countyId: string,
    query: { deviceIds: readonly string[]; resolution: Resolution; factor: string | null; from: number; to: number },
  ): Promise<ReadingLayer[]>
  /**
   * One step of the roll-ups of a county: takes in what changed since the last step and recomputes every period that is due.
   * @param now domain clock: an open hour is not rolled up from its minutes, an open day, month or year is [epoch ms]
   * @returns periods recomputed, more while there are changes left to take in; 0: nothing left to do
   */
  rollUp(countyId: string, now: number): Promise<number>
  /** Days of devices that changed after a sequence number, in that order, at most `limit`. */
  changedDays(countyId: string, after: number, limit: number): Promise<ChangedDay[]>
  /** Where a reader of changes stands, and moves to, kept durable. */
  cursor(countyId: string, task: ReaderTask): Promise<number>
  moveCursor(countyId: string, task: ReaderTask, from: number, to: number): Promise<void>
  /** Layers that an import or a pull of a feed (`sourceId`) has written of these devices in (from, to]. */
  writtenBy(
    countyId: string,
    sourceId: string,
    where: { deviceIds: readonly string[]; from: number; to: number },
  ): Promise<number>
  /** Last arrival of a frame per device, or of a layer that a feed brought. */
  lastHeard(countyId: string, deviceIds: readonly string[]): Promise<Map<string, number>>
  /** Frames kept but not taken, newest first, before a sequence number; of one MN, or of all. */
  quarantine(countyId: string, query: { before: number; limit: number; mn?: string }): Promise<KeptFrame[]>
  /** Who sent what is kept and was not taken since. */
  quarantined(countyId: string): Promise<KeptDevice[]>
  /** Frames kept of an MN and not taken since, oldest first, behind a sequence number. */
  keptOf(countyId: string, mn: string, after: number, limit: number): Promise<KeptFrame[]>
  /** Frames by number, their bytes unpacked where they were packed. */
  frames(countyId: string, seqs: readonly number[]): Promise<StoredFrame[]>
  /** Adds to the hours of devices, and writes events that no frame brought. */
  note(countyId: string, hours: readonly DeviceHour[], events: readonly DeviceEventRow[]): Promise<void>
  hoursOf(countyId: string, mns: readonly string[], from: number, to: number): Promise<DeviceHour[]>
  eventsOf(
    countyId: string,
    mn: string,
    before: { at: number; id: string } | undefined,
    limit: number,
  ): Promise<DeviceEventRow[]>
  /** By civil day of Asia/Shanghai, days that end in (from, to]. */
  completeness(
    countyId: string,
    deviceId: string,
    factors: readonly string[],
    from: number,
    to: number,
  ): Promise<CompleteDay[]>
  /**
   * Of each device the hours (their ends) in (from, to] of which it has told none of its own, ascending.
   * @param told the sources that count; left out: all that tell of their own
   */
  missingHours(
    countyId: string,
    deviceIds: readonly string[],
    from: number,
    to: number,
    told?: readonly Source[],
  ): Promise<ReadonlyMap<string, readonly number[]>>
  /** How often each of these sources has told of an hour of a device, hours that end in (from, to], and when it did last. */
  layerCounts(
    countyId: string,
    deviceIds: readonly string[],
    sources: readonly Source[],
    from: number,
    to: number,
  ): Promise<{ deviceId: string; periodEnd: number; source: Source; layers: number; lastAt: number }[]>
  /** Start of the first period that a device has told of, of whatever resolution below a day; left out: it has not spoken yet. */
  firstTold(countyId: string, deviceIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Drops whole months (years, for hours) that ended by these instants. [epoch ms] Returns the names of what was dropped. */
  dropBefore(before: Partial<Record<'realtime' | 'minute' | 'hour', number>>): Promise<string[]>
}
