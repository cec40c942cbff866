import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import { scale } from '../../charts/scale.ts'
import type { SharedAxis } from '../../charts/shared-axis.ts'
import { useText } from '../../text/language.ts'
import { hourLabel } from '../../time/format.ts'
import { stripQuery } from '../cockpit/queries.ts'
import { WindArrow } from '../cockpit/strip-hours.tsx'

const WIND = 18
const AQI = 7

/** Below the values of an alert, hour by hour on the same axis: where the air went, and the index. Of the last two days; earlier ones have none. */
export function AlertLanes(props: {
  axis: SharedAxis
  stationCode: string
  edges: readonly [number, number] | null
  now: number
}) {
  const { t } = useText()
  const { axis, stationCode, edges, now } = props
  const view = useSyncExternalStore(axis.subscribe, () => axis.view)
  const hours = useQuery(stripQuery(stationCode, String(Math.floor(now / HOUR_MS))))
  if (edges === null) return null
  const [left, right] = edges
  const shown = (hours.data?.items ?? []).filter(({ end }) => {
    const at = Date.parse(end)
    return at - HOUR_MS < view.to && at > view.from
  })
  const hasWind = shown.some(({ windMs }) => windMs !== null)
  const hasAqi = shown.some(({ level }) => level !== null)
  if (!hasWind && !hasAqi) return null
  const x = scale([view.from, view.to], [left, right])
  const aqiTop = hasWind ? WIND + 4 : 2
  const height = aqiTop + (hasAqi ? AQI + 4 : 0)
  return (
    <svg
      className="alert-lanes"
      width={right}
      height={height}
      role="img"
      aria-label={t('web.alert.lanes', { hours: shown.length })}
    >
      {hasWind && (
        <text x={left - 8} y={WIND / 2 + 5} textAnchor="end">
          {t('web.alert.wind')}
        </text>
      )}
      {hasAqi && (
        <text x={left - 8} y={aqiTop + AQI + 1} textAnchor="end">
          AQI
        </text>
      )}
      {shown.map((hour) => {
        const end = Date.parse(hour.end)
        const from = Math.max(left, x(end - HOUR_MS))
        const to = Math.min(right, x(end))
        const level = aqiLevels.find((one) => one.level === hour.level)
        return (
          <g key={hour.end}>
            <title>{[hourLabel(end), hour.aqi === null ? '' : `AQI ${hour.aqi}`].join(' ')}</title>
            {to - from > 3 && (
              <WindArrow hour={hour} x={(from + to) / 2} y={WIND / 2} size={Math.min(WIND, (to - from) * 1.2)} />
            )}
            {level && (
              <rect
                className="aqi-lane"
                x={from + 0.5}
                y={aqiTop}
                width={Math.max(1, to - from - 1)}
                height={AQI}
                fill={hexOf(level)}
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}
