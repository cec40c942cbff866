/** A frame's place in its county's order of commits, and the SHA-256 of its bytes. */
export interface FrameLeaf {
  seq: number
  sha256: Buffer
}

/** The frames of one device number (MN) whose data belong to one civil hour; `dataHour` is the hour's end. [epoch ms] */
export interface DeviceHour {
  mn: string
  dataHour: number
}

export interface ArchivedFrame extends FrameLeaf, DeviceHour {
  /** The ledger event that holds its leaf, null while it is not sealed. */
  sealedSeq: number | null
  /** null when they were purged; of length 0 when something else was done to them and they cannot be read */
  bytes: Buffer | null
}

/** After which frame to go on reading sealed frames. */
export interface FramePlace {
  sealedSeq: number
  seq: number
}

/**
 * What the ledger needs of wherever frames are kept. Nothing here shares a transaction with the ledger. A county's frames
 * become visible in the order of their seq: whoever sees one has seen all before it.
 */
export interface FrameArchive {
  /** Device hours that ended at or before `endedBy` and have unsealed frames, by hour and MN, behind `after`. */
  unsealedHours(countyId: string, endedBy: number, after: DeviceHour | null, limit: number): Promise<DeviceHour[]>
  /** Leaves of the unsealed frames of an hour, by seq. */
  unsealedLeaves(countyId: string, hour: DeviceHour): Promise<FrameLeaf[]>
  /** Notes on the unsealed frames of an hour with firstSeq ≤ seq ≤ lastSeq which event holds their leaves. */
  markSealed(
    countyId: string,
    hour: DeviceHour,
    range: { firstSeq: number; lastSeq: number },
    sealedSeq: number,
  ): Promise<void>
  /**
   * Packs the bytes of frames sealed by events > `sealedAfter` together, event by event, so that they take little room; each
   * block is one transaction. What is read of frames afterwards is what was read before.
   * @returns blocks made
   */
  pack(countyId: string, sealedAfter: number): Promise<number>
  /** How many frames sealed by an event ≤ `sealedThrough` still have their bytes, those of `kept` aside. */
  countPurgeable(countyId: string, sealedThrough: number, kept: readonly number[]): Promise<number>
  /** Erases the bytes of exactly those frames, packed or not; everything else of them stays. */
  purge(countyId: string, sealedThrough: number, kept: readonly number[]): Promise<void>
  /** Sealed frames by (sealedSeq, seq), behind `after`. */
  sealedFrames(countyId: string, after: FramePlace | null, limit: number): Promise<ArchivedFrame[]>
  /** All frames that are not sealed, without their bytes, by seq. */
  unsealedFrames(countyId: string): Promise<(FrameLeaf & DeviceHour)[]>
  /** Frames by their seq. */
  frames(countyId: string, seqs: readonly number[]): Promise<ArchivedFrame[]>
}
