import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import type { Alert } from '../../api/queries.ts'
import { useSize } from '../../charts/use-size.ts'
import { useText } from '../../text/language.ts'
import { factorName, valueText } from '../../text/names.ts'
import { leading, pointsOfHours } from './lead.ts'
import type { Outlook, StripHours } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { StripDrawing } from './strip-drawing.tsx'

const NARROW = 520

/** The last 48 hours as bars with their index and the wind, what happened above them, and what is left of the day. */
export function Strip(props: {
  hours: StripHours | undefined
  outlook: Outlook | undefined
  alerts: readonly Alert[]
  now: number
  sizes: Sizes
}) {
  const { t, language } = useText()
  const { ref, width } = useSize()
  const { hours, outlook, sizes, now } = props
  // On a phone the last day alone: 48 bars would be hairs.
  const narrow = width < NARROW
  const to = hours ? Date.parse(hours.to) : Math.floor(now / HOUR_MS) * HOUR_MS
  const from = to - (narrow ? 24 : 48) * HOUR_MS
  const items = (hours?.items ?? []).filter(({ end }) => Date.parse(end) > from)
  const values = pointsOfHours(items, leading).flatMap(({ value }) => value ?? [])
  return (
    <figure
      ref={ref}
      className="chart strip-chart"
      role="img"
      aria-label={t('web.strip.label', {
        factor: factorName(leading, language),
        hours: values.length,
        highest: values.length > 0 ? valueText(Math.max(...values), leading) : '—',
        alerts: props.alerts.filter(({ raisedAt }) => Date.parse(raisedAt) > from).length,
      })}
    >
      <svg width={width} height={sizes.strip.height} aria-hidden="true">
        {width > 0 && (
          <StripDrawing
            hours={items}
            today={outlook?.rows.find(({ averaging }) => averaging === 'day')}
            alerts={props.alerts}
            {...{ from, to, now, width, narrow, sizes }}
          />
        )}
      </svg>
      {hours && values.length === 0 && <p className="strip-empty quiet">{t('web.strip.empty')}</p>}
    </figure>
  )
}
