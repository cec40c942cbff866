import { describe, expect, it } from 'vitest'
import { describeFrame } from '../src/protocols/hj212/describe.ts'
import { DAY_MS, HOUR_MS, instantOf, instantOfCompact, MINUTE_MS } from '../src/standards/civil-time.ts'
import { frameOf, qnOf, type Source } from './frames.ts'
import { devices, stations } from './place.ts'
import { type Upload, uploadsDue } from './schedule.ts'
import type { FactorCode } from './world/shown.ts'
import { createWorld } from './world/world.ts'

const start = instantOf({ year: 2026, month: 11, day: 18, hour: 0, minute: 0, second: 7 })

function source(seed: string, stationCode: string): Source {
  const station = stations.find(({ code }) => code === stationCode)
  const device = devices.find((one) => one.stationCode === stationCode)
  if (station === undefined || device === undefined) throw new Error(stationCode)
  return { device, showing: createWorld(seed, start).showing(station) }
}

/** Everything a logger sends in a simulated day. */
function day(seed: string, stationCode: string): { upload: Upload; bytes: Buffer }[] {
  const from = source(seed, stationCode)
  const plan = { start, realtimeMs: 30_000, minuteInterval: from.device.minuteInterval }
  return uploadsDue(plan, start - 1, start + DAY_MS - 1).map((upload) => ({
    upload,
    bytes: frameOf(from, upload, qnOf(upload.dueAt)),
  }))
}

function values(bytes: Buffer, code: string): Record<string, string> {
  const tree = describeFrame(bytes).cp[code]
  if (typeof tree !== 'object' || Array.isArray(tree)) throw new Error(`no ${code}`)
  return Object.fromEntries(Object.entries(tree).map(([suffix, value]) => [suffix, String(value)]))
}

describe('the frames of a logger', { timeout: 30_000 }, () => {
  it('are the same to the byte for the same seed over a day, and others for another', () => {
    const first = day('demo', 'QY101')
    const again = day('demo', 'QY101')
    const other = day('other', 'QY101')
    // 2880 half minutes, 144 periods of ten minutes, 24 hours.
    expect(first.length).toBe(2880 + 144 + 24)
    expect(Buffer.concat(again.map(({ bytes }) => bytes))).toEqual(Buffer.concat(first.map(({ bytes }) => bytes)))
    const same = other.filter(({ bytes }, at) => bytes.equals(first[at]?.bytes ?? Buffer.alloc(0)))
    expect(same.length).toBe(0)
  })

  it('keep HJ 212-2017 to the letter, of every logger', () => {
    for (const { stationCode: code } of devices) {
      const frames = day('demo', code).filter(({ upload }, at) => upload.cn === '2061' || at % 12 === 0)
      for (const { upload, bytes } of frames) {
        const told = describeFrame(bytes)
        if (!told.ok) expect.fail(`${code} ${upload.cn}: ${JSON.stringify(told.problems)}\n${bytes.toString()}`)
        expect([told.edition, told.cn, told.st, told.flag]).toEqual(['2017', upload.cn, '22', 5])
        expect(instantOfCompact(told.dataTime ?? '')).toBe(upload.dataTime)
      }
    }
  })

  it('carry means, least and greatest of the samples of their period, counted a second way', () => {
    const { showing } = source('demo', 'QY101')
    // At second 20 of the day the road works begin; the whole day holds them about twelve times.
    for (const { upload, bytes } of day('demo', 'QY101').filter(({ upload }) => upload.cn !== '2011')) {
      const [minutes, count] = upload.cn === '2061' ? [60, 120] : [10, 20]
      for (const [code, digits] of [
        ['a34004', 1],
        ['a21005', 2],
        ['a05024', 1],
      ] as const satisfies readonly (readonly [FactorCode, number])[]) {
        // In whole units of the last digit, so that the sum is exact.
        const scale = 10 ** digits
        const units: number[] = []
        for (let at = upload.dataTime; at < upload.dataTime + minutes * MINUTE_MS; at += 30_000) {
          units.push(Math.round(showing(at)[code] * scale))
        }
        expect(units.length).toBe(count)
        const sent = values(bytes, code)
        const exact = units.reduce((sum, unit) => sum + unit, 0) / count / scale
        expect(Math.abs(Number(sent.Avg) - exact)).toBeLessThanOrEqual(0.5 / scale + 1e-9)
        expect(Math.round(Number(sent.Min) * scale)).toBe(Math.min(...units))
        expect(Math.round(Number(sent.Max) * scale)).toBe(Math.max(...units))
        expect(sent.Flag).toBe('N')
      }
    }
  })

  it('do not depend on when the demo began where no story is told, so that a past sent again is the same', () => {
    const [station, device] = [stations[3], devices[3]]
    if (station === undefined || device === undefined) throw new Error('no fourth station')
    const hour: Upload = { cn: '2061', dataTime: start - 7000 - 5 * HOUR_MS, dueAt: 0 }
    const cpOf = (began: number) =>
      describeFrame(frameOf({ device, showing: createWorld('demo', began).showing(station) }, hour, qnOf(began))).cp
    expect(cpOf(start)).toEqual(cpOf(start + 12_345_678))
  })

  it('write the request number to the millisecond', () => {
    expect(qnOf(start + 45)).toBe('20261118000007045')
  })
})
