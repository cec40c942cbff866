import { useQuery } from '@tanstack/react-query'
import { isoShanghai, MINUTE_MS } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { type AlertDetail, seriesQuery } from '../../api/queries.ts'
import { LineChart } from '../../charts/line-chart.tsx'
import { pointsOf, stepOf } from '../../charts/points.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, wordOf } from '../../text/names.ts'
import { spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { chartWindow, drawnFrom } from './chart-window.ts'
import { unitWord } from './words.ts'

/** Of a device as a whole that says nothing one looks at its leading factor. */
const LEADING = 'a34004'

/** The series that the rule watched, with its threshold and what exceeded it. */
export function AlertChart({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const { alert, exceedances } = detail
  // Of a silence, a flat line or missing hours the number is a time, and no level in this picture.
  const isOfLevel = alert.kind === 'threshold' || alert.kind === 'rise' || alert.kind === 'neighbours'
  const factor = alert.factor || LEADING
  const { from, to } = chartWindow(
    alert.resolution,
    Date.parse(alert.firstPeriodEnd),
    Date.parse(alert.lastPeriodEnd),
    now,
  )
  const series = useQuery({
    ...seriesQuery(alert.stationCode, factor, alert.resolution, isoShanghai(from), isoShanghai(to)),
    enabled: me.may('read-readings'),
  })
  const read = pointsOf(series.data?.items ?? [], alert.resolution)
  // Without the right to the series, or before it is there, what the alert itself holds.
  const own = (isOfLevel ? exceedances : [])
    .map((one) => ({ at: Date.parse(one.periodEnd), value: one.value }))
    .sort((a, b) => a.at - b.at)
  const points = read.length > 0 ? read : own
  const shownFrom = drawnFrom(from, to, points[0]?.at)
  return (
    <section className="panel alert-chart">
      <header className="panel-head">
        <h2>
          {t('web.alert.chart', {
            station: alert.stationName,
            factor: factorName(factor, language),
            span: spanText(Math.round((to - shownFrom) / MINUTE_MS) * MINUTE_MS, t),
          })}
        </h2>
        <span className="label">
          {t(alert.resolution === 'hour' ? 'web.alert.chart-hour' : 'web.alert.chart-note', {
            resolution: wordOf('web.resolution', alert.resolution, t),
          })}
        </span>
      </header>
      <LineChart
        points={points}
        stepMs={stepOf[alert.resolution]}
        from={shownFrom}
        to={to}
        factor={factor}
        unit={unitOf(factor)}
        limit={isOfLevel ? { value: Number(alert.threshold.toFixed(1)), name: t('web.alert.line') } : null}
        name={factorLabel(factor, language)}
        event={{ at: Date.parse(alert.raisedAt), name: t('web.alert.raised') }}
        height={340}
        label={t('web.alert.chart-label', {
          factor: factorName(factor, language),
          times: alert.exceedances,
          peak: alert.peakValue,
          threshold: alert.threshold,
          unit: unitWord(alert.unit, t),
        })}
      />
    </section>
  )
}
