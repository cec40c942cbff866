import type { Resolution } from '../../src/domain/readings/model.ts'
import type { Translate } from '../text/language.ts'
import { type LawfulLimit, type LimitLine, lawfulLimits } from './limit-lines.ts'
import type { View } from './view.ts'

/**
 * The limits of the law over a view, each under its name: averaging time, value, edition. Where an edition gives way to another
 * with the same number the line goes on, and both are named.
 */
export function limitsOf(factor: string, resolution: Resolution, { from, to }: View, t: Translate): LimitLine[] {
  const runs: [LawfulLimit, ...LawfulLimit[]][] = []
  for (const limit of lawfulLimits(factor, resolution, from, to)) {
    const run = runs.at(-1)
    if (run?.[0].value === limit.value) run.push(limit)
    else runs.push([limit])
  }
  return runs.map((run) => {
    const [first] = run
    const { value } = first
    const edition = run.map((one) => editionText(one, t)).join(t('web.list'))
    return {
      from: first.from,
      to: run.at(-1)?.to ?? first.to,
      value,
      name: t(`web.chart.limit.${first.averaging}`, { value, edition }),
      short: t('web.chart.limit.short', { value, edition }),
    }
  })
}

function editionText({ edition, isTransitional }: LawfulLimit, t: Translate): string {
  return t(isTransitional ? 'web.chart.edition.transitional' : `web.chart.edition.${edition}`)
}
