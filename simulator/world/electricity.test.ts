import { describe, expect, it } from 'vitest'
import { HOUR_MS, instantOf } from '../../src/standards/civil-time.ts'
import { powerOf } from './electricity.ts'
import { createNature } from './nature.ts'
import { sources } from './sources.ts'

const instant = instantOf({ year: 2026, month: 3, day: 11, hour: 15, minute: 20, second: 0 })

function source(code: string) {
  const found = sources.find((one) => one.code === code)
  if (found === undefined) throw new Error(`no source ${code}`)
  return found
}

describe('the electricity of a plant', () => {
  const doing = { work: 0.5, isTreated: true, share: 0.5, gasShare: 0.5 }

  it('follows its work: half of it is 54 % of what production can draw, and the whole filter, give or take three of a hundred', () => {
    const power = powerOf('demo', source('I01'), doing, instant)
    // 320 kW · (0.08 + 0.92 · 0.5) and 55 kW.
    expect(Math.abs((power?.productionKw ?? 0) / 172.8 - 1)).toBeLessThan(0.03)
    expect(Math.abs((power?.treatmentKw ?? 0) / 55 - 1)).toBeLessThan(0.03)
  })

  it('shows a filter that was switched off, and nothing of what has no meters', () => {
    const power = powerOf('demo', source('I01'), { ...doing, isTreated: false }, instant)
    expect(power?.productionKw).toBeGreaterThan(160)
    expect(power?.treatmentKw).toBeLessThan(1.2)
    expect(powerOf('demo', source('D01'), doing, instant)).toBeUndefined()
  })

  it('tells the story of a year: production without its filter in the hours in which it was planted, and in no others', () => {
    const nature = createNature('demo')
    const planted = new Set<string>()
    const shown = new Set<string>()
    const plants = sources.filter(({ kind }) => kind === 'enterprise').map((one) => ({ one, at: nature.doing(one) }))
    const begin = instantOf({ year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
    for (let at = begin; at < begin + 365 * 24 * HOUR_MS; at += HOUR_MS) {
      for (const { story, what } of nature.deeds(at)) {
        if (story === 'treatment-off') planted.add(`${what.sourceCode} ${at}`)
      }
      for (const { one, at: doingAt } of plants) {
        const power = powerOf('demo', one, doingAt(at), at)
        // Less than a tenth of the filter while more than a third of production runs.
        if (power !== undefined && power.treatmentKw < 10 && power.productionKw > 106) shown.add(`${one.code} ${at}`)
      }
    }
    expect(planted.size).toBeGreaterThan(150)
    expect(shown).toEqual(planted)
  })
})
