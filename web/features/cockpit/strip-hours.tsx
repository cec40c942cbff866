import { useState } from 'react'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { CALM_BELOW_MS } from '../../place/wind.ts'
import { valueText } from '../../text/names.ts'
import { factorIn, isUsableHour, leading } from './lead.ts'
import type { StripHour } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { arrowLength } from './strip-layout.ts'

const colours = new Map<number, string>(aqiLevels.map((level) => [level.level, hexOf(level)]))

/** The hours that were measured: bar (in doubt hatched, not usable outlined), lane of the index, arrow of the wind. */
export function StripHoursDrawn(props: {
  hours: readonly StripHour[]
  x: (at: number) => number
  y: (value: number) => number
  base: number
  /** width of an hour [px] */
  slot: number
  limit: number | null
  sizes: Sizes
  titleOf: (hour: StripHour) => string
}) {
  const { base, slot, limit, sizes } = props
  const { strip } = sizes
  const width = Math.max(1, slot - 2)
  // An hour is put into words when somebody points at one.
  const [isPointed, setPointed] = useState(false)
  return (
    <g onPointerEnter={() => setPointed(true)}>
      {props.hours.map((hour) => {
        const at = Date.parse(hour.end)
        const left = props.x(at) - slot + 1
        const lead = factorIn(hour, leading)
        const value = lead?.value ?? null
        const isUsable = lead !== undefined && isUsableHour(lead)
        const top =
          value === null ? base : Math.max(props.y(0) - (base - 4), Math.min(base, props.y(Math.max(0, value))))
        const over = limit !== null && value !== null && value > limit ? ' bar-over' : ' bar'
        const middle = left + width / 2
        return (
          <g key={hour.end}>
            {isPointed && <title>{props.titleOf(hour)}</title>}
            <rect className="strip-hit" x={left} y={0} width={width} height={strip.height - strip.labels} />
            {value !== null && lead && (
              <>
                <rect
                  className={isUsable ? over : 'bar-void'}
                  x={isUsable ? left : left + 0.5}
                  y={isUsable ? top : base - 16}
                  width={isUsable ? width : Math.max(1, width - 1)}
                  height={isUsable ? base - top : 16}
                />
                {lead.quality === 'suspect' && (
                  <rect className="bar-doubt" x={left} y={top} width={width} height={base - top} />
                )}
              </>
            )}
            {hour.level !== null && (
              <rect
                className="aqi-lane"
                x={left}
                y={base + 3}
                width={width}
                height={strip.aqi}
                fill={colours.get(hour.level)}
              />
            )}
            <WindArrow
              hour={hour}
              x={middle}
              y={base + strip.aqi + 4 + strip.wind / 2}
              size={Math.min(strip.wind, slot * 1.2)}
            />
          </g>
        )
      })}
    </g>
  )
}

/** The values that are written above their bars; to be drawn over the line of the limit, whose dashes would strike them out. */
export function StripValues(props: {
  hours: readonly StripHour[]
  x: (at: number) => number
  y: (value: number) => number
  slot: number
  /** ends of the hours whose value is written */
  withLabel: ReadonlySet<number>
  size: number
}) {
  // Behind it the line of now stands.
  const newest = props.hours.at(-1)
  return props.hours.map((hour) => {
    const at = Date.parse(hour.end)
    const value = factorIn(hour, leading)?.value ?? null
    if (value === null || !props.withLabel.has(at)) return null
    const right = props.x(at) - 1
    return (
      <text
        key={hour.end}
        className="strong halo"
        x={hour === newest ? right : right - (props.slot - 2) / 2}
        y={props.y(Math.max(0, value)) - props.size / 3}
        textAnchor={hour === newest ? 'end' : 'middle'}
      >
        {valueText(value, leading)}
      </text>
    )
  })
}

/** Where the air goes, as long as it is fast; a dot when it stands still. */
export function WindArrow({
  hour,
  x,
  y,
  size,
}: {
  hour: Pick<StripHour, 'windMs' | 'windFromDeg'>
  x: number
  y: number
  size: number
}) {
  const { windMs, windFromDeg } = hour
  if (windMs === null || windFromDeg === null) return null
  if (windMs < CALM_BELOW_MS) return <circle className="wind-calm" cx={x} cy={y} r="1.4" />
  const half = (arrowLength(windMs) * size) / 2
  const head = Math.max(2.2, size / 6)
  return (
    <path
      className="wind-arrow"
      transform={`translate(${x} ${y}) rotate(${windFromDeg + 180})`}
      d={`M0 ${half}V${-half}M${-head} ${-half + head} 0 ${-half} ${head} ${-half + head}`}
    />
  )
}
