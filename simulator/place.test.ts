import { describe, expect, it } from 'vitest'
import { factorOf } from '../src/standards/factors.ts'
import { county, devices, type Place, people, stations, stranger, towns, units } from './place.ts'
import { isFactorCode } from './world/shown.ts'

/** Flat distance [km] and bearing [°] in the middle of the county; good to a few metres over 10 km. */
function fromTo(a: Place, b: Place): { km: number; bearing: number } {
  const east = (b.lonWgs84 - a.lonWgs84) * 111.32 * Math.cos((29.49 * Math.PI) / 180)
  const north = (b.latWgs84 - a.latWgs84) * 110.86
  return { km: Math.hypot(east, north), bearing: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360 }
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at)
}

const national = stations.find(({ level }) => level === 'national')

describe('the demo county', () => {
  it('names nothing twice', () => {
    expect(repeated(stations.map(({ code }) => code))).toEqual([])
    expect(repeated(towns.map(({ code }) => code))).toEqual([])
    expect(repeated(units.map(({ key }) => key))).toEqual([])
    expect(repeated(units.map(({ name }) => name.zh))).toEqual([])
    expect(repeated(people.map(({ signInName }) => signInName))).toEqual([])
    expect(repeated(devices.map(({ mn }) => mn))).toEqual([])
    expect(county.code).toMatch(/^\d{6}$/)
  })

  it('refers to nothing that is not there', () => {
    const townCodes = new Set<string | null>([...towns.map(({ code }) => code), null])
    const unitKeys = new Set(units.map(({ key }) => key))
    expect(stations.filter(({ townCode }) => !townCodes.has(townCode))).toEqual([])
    expect(units.filter(({ townCode }) => !townCodes.has(townCode))).toEqual([])
    expect(people.filter(({ townCode, unitKey }) => !townCodes.has(townCode) || !unitKeys.has(unitKey))).toEqual([])
    // The national station alone comes by an interface, the others have loggers.
    expect(stations.filter(({ siteCode }) => siteCode !== null)).toMatchObject([{ level: 'national' }])
    expect(new Set(devices.map(({ stationCode }) => stationCode))).toEqual(
      new Set(stations.filter(({ siteCode }) => siteCode === null).map(({ code }) => code)),
    )
  })

  it('has one national, two provincial and twelve micro-stations, the micro-stations within 5 km of the national one', () => {
    expect(stations.map(({ level }) => level).sort()).toEqual(
      [...Array(12).fill('micro'), 'national', 'provincial', 'provincial'].sort(),
    )
    if (national === undefined) throw new Error('no national station')
    for (const station of stations.filter(({ level }) => level === 'micro')) {
      expect(fromTo(national, station).km).toBeLessThan(5)
    }
  })

  it('has Jinsha Building Materials where the story has it: 2.1 km from the station, at 316°', () => {
    const place = units.find(({ key }) => key === 'jinsha')?.place
    if (national === undefined || place === undefined) throw new Error('no place')
    const { km, bearing } = fromTo(national, place)
    expect(km).toBeCloseTo(2.1, 1)
    expect(Math.round(bearing)).toBe(316)
  })

  it('has somebody in every role, 12 departments, a task force, an office in each town, two firms', () => {
    expect(new Set(people.flatMap(({ roles }) => roles)).size).toBe(8)
    const count = (kind: string) => units.filter((unit) => unit.kind === kind).length
    expect([count('department'), count('task-force'), count('town'), count('enterprise')]).toEqual([12, 1, 8, 2])
  })

  it('has a logger that restarts at night, one that is late, one whose clock is off, one with names of its own, and a stranger', () => {
    const odd = devices.filter(({ manner }) => Object.keys(manner).length > 0)
    expect(odd.map(({ stationCode, manner }) => [stationCode, ...Object.keys(manner)])).toEqual([
      ['QYW02', 'restart'],
      ['QYW04', 'lateMs'],
      ['QYW08', 'aheadMs'],
      ['QYW09', 'names'],
    ])
    expect(devices.map(({ mn }) => mn)).not.toContain(stranger.device.mn)
  })

  it('has two loggers at each provincial station, one of the analysers and one of the mast, one at each micro-station', () => {
    for (const { code, level } of stations) {
      const own = devices.filter(({ stationCode }) => stationCode === code)
      expect([code, own.length]).toEqual([code, { national: 0, provincial: 2, micro: 1 }[level]])
      // No two tell of the same.
      expect(repeated(own.flatMap(({ factors }) => factors))).toEqual([])
    }
  })

  it('has loggers whose numbers keep HJ 212-2017 and whose factors the standards and the world know', () => {
    for (const { mn, pw, factors } of devices) {
      expect(mn).toMatch(/^[0-9A-F]{24}$/)
      expect(pw).toMatch(/^\d{6}$/)
      expect(factors.filter((code) => factorOf(code) === undefined || !isFactorCode(code))).toEqual([])
    }
  })
})
