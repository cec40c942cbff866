import { useText } from '../text/language.ts'
import { valueText } from '../text/names.ts'
import { clockText } from '../time/format.ts'
import './charts.css'
import { emsOf, isCrossed } from './label-place.ts'
import { lineDomain, type Point, runs, scale, ticks } from './scale.ts'
import { minutesApart, timeTicks } from './time-axis.ts'
import { useSize } from './use-size.ts'

const left = 40
const right = 96
const top = 28
const bottom = 24
/** Height of the small labels. [px] */
const LABEL = 12

/** One factor over time: its limit by name, gaps as gaps, exceedances as marks, the instant of an event as a line. */
export function LineChart(props: {
  points: readonly Point[]
  /** between two points of an unbroken line [ms] */
  stepMs: number
  from: number
  to: number
  factor: string
  unit: string
  limit: { value: number; name: string } | null
  /** at the end of the line: what it is */
  name: string
  event: { at: number; name: string } | null
  height: number
  label: string
}) {
  const { t } = useText()
  const { ref, width } = useSize()
  const values = props.points.flatMap((point) => (point.value === null ? [] : [point.value]))
  const { domain, limitOutside } = lineDomain(values, props.limit?.value ?? null)
  const narrow = width < 520
  const plotRight = width - (narrow ? 20 : right)
  const x = scale([props.from, props.to], [left, plotRight])
  const y = scale(domain, [props.height - bottom, top])
  const last = props.points.findLast((point) => point.value !== null)
  const limit = props.limit
  const lines = runs(props.points, props.stepMs)
  const inPicture = lines.map((run) => run.map(({ at, value }) => ({ x: x(at), y: y(value) })))
  const limitText = limit ? `${limit.name} ${limit.value}` : ''
  const limitWidth = emsOf(limitText) * LABEL
  const limitY = limit ? y(limit.value) : 0
  const limitBox = { left: left + 6, right: left + 6 + limitWidth, top: limitY - 6 - LABEL, bottom: limitY - 2 }
  // On its line to the left, unless the series passes there.
  const limitAtEnd = inPicture.some((line) => isCrossed(line, limitBox))
  const event = props.event && { x: x(props.event.at), text: `${props.event.name} ${clockText(props.event.at)}` }
  // Before its line, unless the unit stands there.
  const eventAfter = event !== null && event.x - 6 - emsOf(event.text) * LABEL < left + 24
  const isOver = (value: number) => limit !== null && value > limit.value
  return (
    <figure ref={ref} className="chart" role="img" aria-label={props.label}>
      <svg width={width} height={props.height} aria-hidden="true">
        <text x={0} y={12}>
          {props.unit}
        </text>
        {ticks(domain[0], domain[1], 4).map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${left} ${y(tick)}H${plotRight}`} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {timeTicks(props.from, props.to, minutesApart(props.from, props.to, plotRight - left)).map((tick) => (
          <text
            key={tick.at}
            x={x(tick.at)}
            y={props.height - 6}
            textAnchor="middle"
            className={tick.day ? 'strong' : undefined}
          >
            {tick.day ? t('web.chart.day', tick.day) : tick.text}
          </text>
        ))}
        {event && (
          <>
            <path className="event" d={`M${event.x} ${top - 10}V${props.height - bottom}`} />
            <text
              className="event-name halo"
              x={eventAfter ? event.x + 6 : event.x - 6}
              y={top - 8}
              textAnchor={eventAfter ? 'start' : 'end'}
            >
              {event.text}
            </text>
          </>
        )}
        {limit && !limitOutside && <path className="limit" d={`M${left} ${limitY}H${plotRight}`} />}
        {limit && limitOutside && (
          // On the other side of the event's name.
          <text
            className="limit-name halo"
            x={event && event.x < (left + plotRight) / 2 ? plotRight : left + 24}
            y={top - 8}
            textAnchor={event && event.x < (left + plotRight) / 2 ? 'end' : 'start'}
          >
            {t('web.chart.limit-outside', { name: limit.name, value: limit.value })}
          </text>
        )}
        {lines.map((run) => (
          <g key={run[0]?.at}>
            <path className="series" d={`M${run.map((point) => `${x(point.at)} ${y(point.value)}`).join('L')}`} />
            {(run.length < 60 ? run : run.filter((point) => isOver(point.value))).map((point) => (
              <circle
                key={point.at}
                className={isOver(point.value) ? 'dot-over' : 'dot'}
                cx={x(point.at)}
                cy={y(point.value)}
                r={isOver(point.value) ? 3.2 : 2}
              />
            ))}
          </g>
        ))}
        {limit && !limitOutside && (
          <text
            className="limit-name halo"
            x={limitAtEnd ? plotRight : left + 6}
            y={limitY - 6}
            textAnchor={limitAtEnd ? 'end' : 'start'}
          >
            {limitText}
          </text>
        )}
        {last && last.value !== null && (
          <text
            className="end-name halo"
            x={narrow ? x(last.at) - 8 : x(last.at) + 10}
            y={y(last.value) + (!narrow ? 5 : y(last.value) + 26 < props.height - bottom ? 22 : -10)}
            textAnchor={narrow ? 'end' : 'start'}
          >
            {props.name} {valueText(last.value, props.factor)}
          </text>
        )}
      </svg>
    </figure>
  )
}
