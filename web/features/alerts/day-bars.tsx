import '../../charts/charts.css'
import { scale } from '../../charts/scale.ts'
import { useSize } from '../../charts/use-size.ts'
import { useText } from '../../text/language.ts'

const HEIGHT = 140
const left = 28
const right = 8
const top = 12
const bottom = 22

/** How many alerts each day would have brought. */
export function DayBars({ days }: { days: readonly { day: string; alerts: number }[] }) {
  const { t } = useText()
  const { ref, width } = useSize()
  const most = Math.max(1, ...days.map((one) => one.alerts))
  const y = scale([0, most], [HEIGHT - bottom, top])
  const slot = (width - left - right) / Math.max(1, days.length)
  const every = Math.max(1, Math.ceil(days.length / Math.max(1, Math.floor((width - left) / 64))))
  const busiest = days.reduce((a, b) => (b.alerts > a.alerts ? b : a), days[0] ?? { day: '', alerts: 0 })
  const label = t('web.preview.bars', { days: days.length, day: busiest.day, most: busiest.alerts })
  return (
    <figure ref={ref} className="chart" role="img" aria-label={label}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {[0, most].map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${left} ${y(tick)}H${width - right}`} />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {days.map(({ day, alerts }, place) => (
          <g key={day}>
            {alerts > 0 && (
              <rect
                className="bar-over"
                x={left + place * slot + 1}
                width={Math.max(1, slot - 2)}
                y={y(alerts)}
                height={HEIGHT - bottom - y(alerts)}
              >
                <title>{`${day}: ${alerts}`}</title>
              </rect>
            )}
            {place % every === 0 && (
              <text x={left + place * slot + slot / 2} y={HEIGHT - 6} textAnchor="middle">
                {day.slice(5)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </figure>
  )
}
