import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '../../src/standards/civil-time.ts'
import { people, units } from '../place.ts'
import { sources } from '../world/sources.ts'
import { draw } from './drawing.ts'
import { findings, unitsOfClass } from './findings.ts'
import { sightIn } from './patrol.ts'
import { isSo, type steps, whenTo } from './temper.ts'

const SINCE = Date.parse('2026-11-18T14:00:00+08:00')

describe('when people do something', () => {
  const times = (step: (typeof steps)[number]) =>
    Array.from({ length: 2000 }, (_, at) => whenTo(step, 'demo', `case ${at}`, SINCE))

  it('is the same for the same thing, another for another', () => {
    expect(times('assign-case')).toEqual(times('assign-case'))
    expect(new Set(times('assign-case')).size).toBeGreaterThan(1900)
  })

  it('is never before the soonest, sometimes never, sometimes late', () => {
    const sent = times('send-task')
    const never = sent.filter((at) => at === null).length
    // Three of ten alerts: nobody is sent.
    expect(never / sent.length).toBeGreaterThan(0.26)
    expect(never / sent.length).toBeLessThan(0.34)
    const after = sent.flatMap((at) => (at === null ? [] : [at - SINCE]))
    expect(Math.min(...after)).toBeGreaterThanOrEqual(6 * MINUTE_MS)
    const late = after.filter((ms) => ms > 30 * MINUTE_MS).length / after.length
    expect(late).toBeGreaterThan(0.06)
    expect(late).toBeLessThan(0.16)
    expect(times('submit-case').every((at) => at !== null && at - SINCE >= 3 * HOUR_MS)).toBe(true)
  })

  it('keeps its odds', () => {
    const so = Array.from({ length: 4000 }, (_, at) => isSo('demo', `returned ${at}`, 0.25)).filter(Boolean).length
    expect(so / 4000).toBeGreaterThan(0.22)
    expect(so / 4000).toBeLessThan(0.28)
  })
})

describe('what people find', () => {
  it('fits the source at which it is found: each kind that the county has knows a finding', () => {
    const known = new Set(findings.flatMap(({ kinds }) => kinds))
    expect([...new Set(sources.map(({ kind }) => kind))].filter((kind) => !known.has(kind))).toEqual([])
    const sight = sightIn('demo', '001', 'a morning')
    expect(sight?.source.townCode).toBe('001')
    expect(sight?.finding.kinds).toContain(sight?.source.kind)
  })

  it('is somebody’s to mend: each class has a unit that is there, with a liaison who works by themselves', () => {
    for (const names of Object.values(unitsOfClass)) {
      for (const name of names) {
        const unit = units.find((one) => one.name.zh === name)
        const liaison = people.find(
          (one) => one.unitKey === unit?.key && one.roles.includes('liaison') && !one.isOffered,
        )
        expect([name, liaison !== undefined]).toEqual([name, true])
      }
    }
  })
})

describe('a drawn picture', () => {
  /** Chunks of a PNG by name. */
  function chunksOf(png: Uint8Array): Map<string, Buffer> {
    const bytes = Buffer.from(png)
    const chunks = new Map<string, Buffer>()
    for (let at = 8; at < bytes.length; ) {
      const length = bytes.readUInt32BE(at)
      chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length))
      at += 12 + length
    }
    return chunks
  }

  it('is a PNG of 480 × 360, its rows whole', () => {
    const png = draw('dust', false, '2026-11-18 14:20')
    expect([...png.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const chunks = chunksOf(png)
    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND'])
    expect(chunks.get('IHDR')?.readUInt32BE(0)).toBe(480)
    expect(chunks.get('IHDR')?.readUInt32BE(4)).toBe(360)
    expect(inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0)).length).toBe(360 * (480 * 3 + 1))
  })

  it('says that it is simulated, and looks another way when the place is mended or the words are others', () => {
    const pixels = (png: Uint8Array) => inflateSync(chunksOf(png).get('IDAT') ?? Buffer.alloc(0))
    const before = pixels(draw('smoke', false, 'a'))
    expect(before.equals(pixels(draw('smoke', true, 'a')))).toBe(false)
    expect(before.equals(pixels(draw('smoke', false, 'b')))).toBe(false)
    // The S of SIMULATED: its top row is 01111, two pixels a bit, from (10, 322) on.
    const ink = (x: number, y: number) => before[y * (480 * 3 + 1) + 1 + x * 3] === 29
    expect([10, 12, 14, 16, 18].map((x) => ink(x, 322))).toEqual([false, true, true, true, true])
  })
})
