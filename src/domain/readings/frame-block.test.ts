import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packBlock, unpackBlock } from './frame-block.ts'

const frames = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 ** 45 }), { maxLength: 40 })
  .chain((seqs) =>
    fc
      .array(fc.uint8Array({ maxLength: 300 }), { minLength: seqs.length, maxLength: seqs.length })
      .map((bytes) =>
        seqs.toSorted((a, b) => a - b).map((seq, place) => ({ seq, bytes: Buffer.from(bytes[place] ?? []) })),
      ),
  )

/** An hour of one device: a frame every half minute, values that wander. */
function hourOfFrames(): { seq: number; bytes: Buffer }[] {
  return Array.from({ length: 120 }, (_, place) => {
    const values = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024', 'a01001', 'a01002', 'a01006', 'a01007']
    const time = `202611180${9}${String(Math.floor(place / 2)).padStart(2, '0')}${place % 2 === 0 ? '00' : '30'}`
    const cp = values.map((code, at) => `${code}-Rtd=${((place * 37 + at * 101) % 997) / 10},${code}-Flag=N`).join(';')
    const segment = `QN=${time}123;ST=22;CN=2011;PW=123456;MN=430900010000A05C1E7B0001;Flag=5;CP=&&DataTime=${time};${cp}&&`
    return {
      seq: 1_000 + place * 40,
      bytes: Buffer.from(`##${String(segment.length).padStart(4, '0')}${segment}1C80\r\n`),
    }
  })
}

describe('a block of frames', () => {
  it('gives back each frame byte for byte, by its number', async () => {
    await fc.assert(
      fc.asyncProperty(frames, async (packed) => {
        const unpacked = await unpackBlock(await packBlock(packed))
        expect([...(unpacked ?? [])]).toEqual(packed.map(({ seq, bytes }) => [seq, bytes]))
      }),
    )
  })

  it('takes an eighth of the room of an hour of frames, or less', async () => {
    const hour = hourOfFrames()
    const raw = hour.reduce((sum, frame) => sum + frame.bytes.length, 0)
    expect((await packBlock(hour)).length * 8).toBeLessThan(raw)
  })

  it('that was changed, cut or never one is told, whatever was done to it', async () => {
    const block = await packBlock(hourOfFrames())
    expect(await unpackBlock(Buffer.alloc(0))).toBeNull()
    expect(await unpackBlock(Buffer.from('no block at all'))).toBeNull()
    expect(await unpackBlock(block.subarray(0, block.length - 1))).toBeNull()
    const asList = (unpacked: ReadonlyMap<number, Buffer> | null) => (unpacked === null ? null : [...unpacked])
    const whole = asList(await unpackBlock(block))
    expect(whole).toHaveLength(120)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: block.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(block)
        changed[at] = (changed[at] ?? 0) ^ flip
        // A bit that zstd does not look at leaves all as it was.
        expect([null, whole]).toContainEqual(asList(await unpackBlock(changed)))
      }),
    )
  })

  it('whose index lies is none', async () => {
    const lying = [
      [255, 255, 255, 255, 255, 255, 255, 1], // frames without end
      [1, 5, 200, 1, 65], // a frame longer than what is there
      [2, 5, 1, 0, 1, 65, 66], // a number twice
      [1, 5, 1, 65, 66], // bytes left over
    ]
    for (const bytes of lying) expect(await unpackBlock(zstdCompressSync(Buffer.from(bytes)))).toBeNull()
  })
})
