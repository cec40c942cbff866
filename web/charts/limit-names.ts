import type { Resolution } from '../../src/domain/readings/model.ts'
import type { Translate } from '../text/language.ts'
import { type LimitLine, lawfulLimits } from './limit-lines.ts'
import type { View } from './view.ts'

/** The limits of the law over a view, each under its name: averaging time, value, edition. */
export function limitsOf(factor: string, resolution: Resolution, { from, to }: View, t: Translate): LimitLine[] {
  return lawfulLimits(factor, resolution, from, to).map((limit) => ({
    from: limit.from,
    to: limit.to,
    value: limit.value,
    name: t(`web.chart.limit.${limit.averaging}`, {
      value: limit.value,
      edition: t(limit.isTransitional ? 'web.chart.edition.transitional' : `web.chart.edition.${limit.edition}`),
    }),
  }))
}
