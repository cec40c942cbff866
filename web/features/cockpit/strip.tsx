import type { Alert } from '../../api/queries.ts'
import { HourBars } from '../../charts/hour-bars.tsx'
import type { Point } from '../../charts/scale.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, valueText, wordOf } from '../../text/names.ts'

/** The last 48 hours as bars, alerts at their true time above. */
export function Strip(props: {
  points: readonly Point[]
  isPending: boolean
  from: number
  to: number
  now: number
  factor: string
  limit: { value: number; name: string } | null
  alerts: readonly Alert[]
}) {
  const { t, language } = useText()
  const events = props.alerts
    .map((alert) => ({ alert, at: Date.parse(alert.raisedAt) }))
    .filter(({ at }) => at > props.from && at <= props.to)
    .map(({ alert, at }) => ({
      id: alert.id,
      at,
      mark: <SeverityMark severity={alert.severity} />,
      // Of a silence, missing hours or a feed the number is a time, and none of this picture.
      name:
        alert.unit === 'min' || alert.unit === 'h'
          ? wordOf('web.rule.kind', alert.kind, t)
          : `${factorLabel(alert.factor, language)} ${valueText(alert.peakValue, alert.factor)}`,
    }))
  const values = props.points.flatMap((point) => (point.value === null ? [] : [point.value]))
  return (
    <>
      <p className="strip-name label">{t('web.strip.name', { factor: factorLabel(props.factor, language) })} µg/m³</p>
      <HourBars
        points={props.points}
        from={props.from}
        to={props.to}
        now={props.now}
        factor={props.factor}
        limit={props.limit}
        events={events}
        height={188}
        label={t('web.strip.label', {
          factor: factorName(props.factor, language),
          hours: values.length,
          highest: values.length > 0 ? valueText(Math.max(...values), props.factor) : '—',
          alerts: events.length,
        })}
      />
      {!props.isPending && values.length === 0 && <p className="strip-empty quiet">{t('web.strip.empty')}</p>}
    </>
  )
}
