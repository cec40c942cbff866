import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entry } from './chain.fixture.ts'
import type { FrameRecord } from './evidence.ts'
import { type Finding, findingList } from './findings.ts'
import { sha256 } from './sha256.ts'
import { sealOver, telemetryKinds } from './telemetry.ts'
import { startFrames } from './verify-frames.ts'

const hour = { mn: 'MN-1', dataHour: 3_600_000 }
const EVENT_SEQ = 5

function frames(count: number): FrameRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.from(`frame ${index}`)
    return { record: 'frame', sealedSeq: EVENT_SEQ, seq: 10 + index * 2, ...hour, sha256: sha256(bytes), bytes }
  })
}

/** Verifies `shown` against a seal over `sealed`. */
function verify(
  sealed: readonly FrameRecord[],
  shown: readonly FrameRecord[],
  purges: { seq: number; sealedThrough: number; kept: number[] }[] = [],
) {
  const list = findingList()
  const check = startFrames(purges, list.report)
  const seal = sealOver(hour, sealed)
  if (seal === null) throw new Error('nothing sealed')
  check.event({ ...entry(EVENT_SEQ, { kind: telemetryKinds.sealed, data: { ...seal } }), seq: EVENT_SEQ })
  for (const frame of shown) check.frame(frame)
  for (const { seq, ...purge } of purges) {
    const data = { receivedBefore: 0, count: 1, ...purge }
    check.event({ ...entry(seq, { kind: telemetryKinds.purged, data }), seq })
  }
  const counts = check.finish()
  return { counts, findings: list.sorted().findings }
}

const codes = (findings: readonly Finding[]) => findings.map(({ code, detail }) => ({ code, frame: detail.frame }))
const some = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat()).map(([count, pick]) => ({ count, at: pick % count }))

describe('the frames of a sealed hour', () => {
  it('that nobody touched have no finding', () => {
    expect(verify(frames(7), frames(7))).toEqual({ counts: { hours: 1, frames: 7, expired: 0 }, findings: [] })
  })

  it('one of which has other bytes than its leaf are named by that frame', () => {
    fc.assert(
      fc.property(some, ({ count, at }) => {
        const shown = frames(count).map((frame, index) =>
          index === at ? { ...frame, bytes: Buffer.from('other') } : frame,
        )
        expect(codes(verify(frames(count), shown).findings)).toEqual([
          { code: 'frame-unlike-leaf', frame: 10 + at * 2 },
        ])
      }),
    )
  })

  it('one of which has another leaf than its bytes are named by that frame', () => {
    fc.assert(
      fc.property(some, ({ count, at }) => {
        const shown = frames(count).map((frame, index) =>
          index === at ? { ...frame, sha256: Buffer.alloc(32) } : frame,
        )
        expect(codes(verify(frames(count), shown).findings)).toEqual([
          { code: 'frame-unlike-leaf', frame: 10 + at * 2 },
        ])
      }),
    )
  })

  it('one of which had bytes and leaf changed together are told by the hour', () => {
    const bytes = Buffer.from('other')
    const shown = frames(4).map((frame, index) => (index === 2 ? { ...frame, bytes, sha256: sha256(bytes) } : frame))
    expect(codes(verify(frames(4), shown).findings)).toEqual([{ code: 'frame-unlike-leaf', frame: '?' }])
  })

  it('of which some are gone are told with how many', () => {
    const found = verify(frames(5), frames(5).toSpliced(1, 2)).findings
    expect(found).toMatchObject([{ code: 'leaf-missing', seq: EVENT_SEQ, detail: { missing: 2, mn: 'MN-1' } }])
  })

  it('among which one was pushed in are named by the intruder', () => {
    fc.assert(
      fc.property(some, ({ count, at }) => {
        const bytes = Buffer.from('intruder')
        const intruder: FrameRecord = {
          ...hour,
          record: 'frame',
          sealedSeq: EVENT_SEQ,
          seq: 11 + at * 2,
          sha256: sha256(bytes),
          bytes,
        }
        const shown = [...frames(count), intruder].sort((a, b) => a.seq - b.seq)
        expect(codes(verify(frames(count), shown).findings)).toEqual([{ code: 'frame-unknown', frame: 11 + at * 2 }])
      }),
    )
  })

  it('to which one of another device, hour or event was added are named by it', () => {
    for (const other of [{ mn: 'MN-2' }, { dataHour: 7_200_000 }, { sealedSeq: 4 }]) {
      const [frame] = frames(1)
      if (frame === undefined) throw new Error('no frame')
      const found = verify(frames(3), [...frames(3), { ...frame, seq: 12, ...other }]).findings
      expect(codes(found)).toEqual([{ code: 'frame-unknown', frame: 12 }])
    }
  })

  it('whose bytes are gone are expired when a purge covers them, and removed when none does', () => {
    const shown = frames(3).map((frame) => ({ ...frame, bytes: null }))
    expect(verify(frames(3), shown, [{ seq: 9, sealedThrough: 5, kept: [] }])).toEqual({
      counts: { hours: 1, frames: 3, expired: 3 },
      findings: [],
    })
    const kept = verify(frames(3), shown, [{ seq: 9, sealedThrough: 5, kept: [12] }])
    expect(kept.counts.expired).toBe(2)
    expect(codes(kept.findings)).toEqual([{ code: 'frame-removed', frame: 12 }])
    expect(codes(verify(frames(3), shown, [{ seq: 9, sealedThrough: 4, kept: [] }]).findings)).toEqual(
      [10, 12, 14].map((frame) => ({ code: 'frame-removed', frame })),
    )
  })

  it('are not excused by a purge that is told but not in the chain', () => {
    const list = findingList()
    const check = startFrames([{ seq: 9, sealedThrough: 5, kept: [] }], list.report)
    check.event({
      ...entry(9, { kind: telemetryKinds.purged, data: { receivedBefore: 0, sealedThrough: 4, count: 1, kept: [] } }),
      seq: 9,
    })
    check.finish()
    expect(list.sorted().findings).toEqual([{ code: 'purge-unknown', seq: 9, detail: {} }])
  })
})
