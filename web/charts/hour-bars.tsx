import type { ReactNode } from 'react'
import { HOUR_MS } from '../../src/standards/civil-time.ts'
import { useText } from '../text/language.ts'
import { valueText } from '../text/names.ts'
import './charts.css'
import { type Point, scale, ticks } from './scale.ts'
import { minutesApart, timeTicks } from './time-axis.ts'
import { useSize } from './use-size.ts'

const left = 64
const right = 20
const top = 44
const bottom = 24

/** Something that happened at an instant, marked above the bars. */
export interface BarEvent {
  id: string
  at: number
  mark: ReactNode
  name: string
}

/** Hourly values as bars that fill the hour before their label; events stand above at their true time. */
export function HourBars(props: {
  points: readonly Point[]
  from: number
  to: number
  now: number
  factor: string
  limit: { value: number; name: string } | null
  events: readonly BarEvent[]
  height: number
  label: string
}) {
  const { t } = useText()
  const { ref, width } = useSize()
  const narrow = width < 520
  const plotLeft = narrow ? 36 : left
  const values = props.points.flatMap((point) => (point.value === null ? [] : [point.value]))
  const highest = Math.max(10, props.limit?.value ?? 0, ...values)
  const x = scale([props.from, props.to], [plotLeft, width - right])
  const y = scale([0, highest * 1.12], [props.height - bottom, top])
  const base = props.height - bottom
  const hours = (props.to - props.from) / HOUR_MS
  const slot = Math.max(0, (width - right - plotLeft) / hours)
  const limit = props.limit
  const last = props.points.findLast((point) => point.value !== null)
  const axis = timeTicks(props.from, props.to, minutesApart(props.from, props.to, width - right - plotLeft))
  return (
    <figure ref={ref} className="chart" role="img" aria-label={props.label}>
      <svg width={width} height={props.height} aria-hidden="true">
        {ticks(0, highest * 1.12, 4).map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${plotLeft} ${y(tick)}H${width - right}`} />
            <text x={plotLeft - 8} y={y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {axis.map((tick) => (
          <g key={tick.at}>
            {tick.day && <path className="day" d={`M${x(tick.at)} ${top - 6}V${base}`} />}
            <text x={x(tick.at)} y={props.height - 6} textAnchor="middle" className={tick.day ? 'strong' : undefined}>
              {tick.day ? t('web.chart.day', tick.day) : tick.text}
            </text>
          </g>
        ))}
        {props.points.map((point) =>
          point.value === null ? null : (
            <rect
              key={point.at}
              className={limit && point.value > limit.value ? 'bar-over' : 'bar'}
              x={x(point.at) - slot + 1}
              width={Math.max(1, slot - 2)}
              y={y(point.value)}
              height={base - y(point.value)}
            />
          ),
        )}
        {last && last.value !== null && (
          <text className="strong halo" x={x(last.at) - slot / 2} y={y(last.value) - 5} textAnchor="middle">
            {valueText(last.value, props.factor)}
          </text>
        )}
        {limit && (
          <>
            <path className="limit" d={`M${plotLeft} ${y(limit.value)}H${width - right}`} />
            <text className="limit-name halo" x={plotLeft + 6} y={y(limit.value) - 5}>
              {limit.name} {limit.value}
            </text>
          </>
        )}
        {placed(props.events, x, width).map(({ event, lane, name }) => (
          <g key={event.id}>
            <path className="leader" d={`M${x(event.at)} ${lane * 18 + 18}V${top + 4}`} />
            <g transform={`translate(${x(event.at) - 8} ${lane * 18 + 2})`}>{event.mark}</g>
            {name && (
              <text
                className="limit-name halo"
                x={x(event.at) + (name === 'right' ? 12 : -12)}
                y={lane * 18 + 14}
                textAnchor={name === 'right' ? 'start' : 'end'}
              >
                {event.name}
              </text>
            )}
          </g>
        ))}
        <path className="now" d={`M${x(Math.min(props.now, props.to))} ${top - 6}V${base}`} />
      </svg>
    </figure>
  )
}

/**
 * Two lanes for the events. A name stands right of its mark, or left where the picture ends; one that would run into another
 * mark is left to the list beside.
 */
function placed(events: readonly BarEvent[], x: (at: number) => number, width: number) {
  const ordered = [...events].sort((a, b) => a.at - b.at)
  const freeFrom = [0, 0]
  return ordered.map((event, index) => {
    const from = x(event.at) - 10
    const lane = from >= (freeFrom[0] ?? 0) ? 0 : 1
    const next = ordered[index + 1]
    const room = event.name.length * 9
    const end = from + 26 + room
    const fitsRight = end < width && (next === undefined || end < x(next.at) - 10)
    const fitsLeft = next === undefined && from - room > (freeFrom[lane] ?? 0)
    const name: 'right' | 'left' | null = fitsRight ? 'right' : fitsLeft ? 'left' : null
    freeFrom[lane] = fitsRight ? end : from + 22
    return { event, lane, name }
  })
}
