import { describe, expect, it } from 'vitest'
import { readArguments, WrongUse } from './arguments.ts'

const read = (line: string) => readArguments(line.split(' ').filter((word) => word !== ''))

describe('the command line of the simulator', () => {
  it('has its defaults', () => {
    expect(read('--to 127.0.0.1:9212')).toMatchObject({
      to: { host: '127.0.0.1', port: 9212 },
      seed: 'demo',
      speed: 1,
      origin: null,
      startsAt: null,
      intervalMs: 30_000,
      historyHours: 48,
      robot: { port: 0, key: null },
      isGo: false,
    })
  })

  it('takes what it is given', () => {
    const line =
      '--to [::1]:80 --seed x --speed 600 --origin 1800000000000 --starts-at 1700000000000 --interval 5 --history-hours 0'
    expect(read(`${line} --stations QY001,QYW02 --devices-only --go`)).toEqual({
      to: { host: '::1', port: 80 },
      seed: 'x',
      speed: 600,
      origin: 1_800_000_000_000,
      startsAt: 1_700_000_000_000,
      intervalMs: 5_000,
      historyHours: 0,
      stationCodes: ['QY001', 'QYW02'],
      door: null,
      pastYears: 2,
      arePeopleAtWork: false,
      truthFile: null,
      robot: null,
      interfacePort: 0,
      isGo: true,
    })
    expect(read('--robot-only --robot-port 8080 --robot-key k')).toMatchObject({
      to: null,
      robot: { port: 8080, key: 'k' },
    })
    expect(
      read('--to h:1 --http http://127.0.0.1:8212/ --password p --past-years 0.5 --people --truth t.jsonl'),
    ).toMatchObject({
      door: { http: 'http://127.0.0.1:8212', password: 'p' },
      pastYears: 0.5,
      arePeopleAtWork: true,
      truthFile: 't.jsonl',
    })
    expect(read('--help')).toBe('help')
  })

  it('names what is wrong', () => {
    for (const [line, what] of [
      ['', '--to'],
      ['--to nowhere', '--to nowhere'],
      ['--to h:0', '--to h:0'],
      ['--to h:1 --speed 0', '--speed 0'],
      ['--to h:1 --starts-at noon', '--starts-at noon'],
      ['--to h:1 --interval 1.5', '--interval 1.5'],
      ['--to h:1 --stations QY001,QY999', '--stations QY999'],
      ['--robot-only --devices-only', '--robot-only --devices-only'],
      ['--to h:1 --http somewhere', '--http somewhere'],
      ['--to h:1 --http http://h --past-years 20', '--past-years 20'],
      ['--what', '--what'],
    ] as const) {
      expect(() => read(line)).toThrow(WrongUse)
      expect(() => read(line)).toThrow(what)
    }
  })
})
