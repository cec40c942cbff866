import { describe, expect, it } from 'vitest'
import type { Translate } from '../text/language.ts'
import { limitsOf } from './limit-names.ts'

const at = (day: string) => Date.parse(`${day}T00:00:00+08:00`)
/** Words as keys, with what they are given. */
const t: Translate = (key, values) => [key.replace('web.chart.', ''), ...Object.values(values ?? {})].join(' ')
const around = { from: at('2026-02-20'), to: at('2026-03-10') }

describe('the names of limits', () => {
  it('tell the edition; of PM2.5 it changes on 1 March 2026 from 75 to 60', () => {
    expect(limitsOf('a34004', 'hour', around, t)).toEqual([
      {
        ...{ from: around.from, to: at('2026-03-01'), value: 75 },
        ...{ name: 'limit.24h 75 edition.2012', short: 'limit.short 75 edition.2012' },
      },
      {
        ...{ from: at('2026-03-01'), to: around.to, value: 60 },
        ...{ name: 'limit.24h 60 edition.transitional', short: 'limit.short 60 edition.transitional' },
      },
    ])
  })

  it('tell both editions where the number stays: NO2 has 80 in both', () => {
    expect(limitsOf('a21004', 'hour', around, t)).toEqual([
      {
        ...{ ...around, value: 80 },
        name: 'limit.24h 80 edition.2012web.listedition.transitional',
        short: 'limit.short 80 edition.2012web.listedition.transitional',
      },
    ])
  })
})
