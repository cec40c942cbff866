import { useState } from 'react'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { rectangle } from '../../charts/rectangle.ts'
import { CALM_BELOW_MS } from '../../place/wind.ts'
import { valueText } from '../../text/names.ts'
import { factorIn, isUsableHour, leading } from './lead.ts'
import type { StripHour } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { arrowLength } from './strip-layout.ts'

/** Half a dot. [px] */
const CALM_PX = 1.4

const colours = new Map<number, string>(aqiLevels.map((level) => [level.level, hexOf(level)]))

/**
 * The hours that were measured: bars (in doubt hatched, not usable outlined), lane of the index, arrows of the wind. What looks alike
 * is one path: two hundred shapes of their own would be a good part of what a slow processor has to do for the whole page.
 */
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
  const { hours, base, slot, limit, sizes } = props
  const { strip } = sizes
  const width = Math.max(1, slot - 2)
  const high = strip.height - strip.labels
  const leftOf = ({ end }: StripHour) => props.x(Date.parse(end)) - slot + 1
  const bars = { bar: '', over: '', void: '', doubt: '' }
  const lanes = new Map<number, string>()
  const wind = { arrows: '', calms: '' }
  for (const hour of hours) {
    const left = leftOf(hour)
    const lead = factorIn(hour, leading)
    const value = lead?.value ?? null
    if (lead && value !== null) {
      const top = Math.max(props.y(0) - (base - 4), Math.min(base, props.y(Math.max(0, value))))
      const bar = rectangle({ x: left, y: top, width, height: base - top })
      if (!isUsableHour(lead))
        bars.void += rectangle({ x: left + 0.5, y: base - 16, width: Math.max(1, width - 1), height: 16 })
      else if (limit !== null && value > limit) bars.over += bar
      else bars.bar += bar
      if (lead.quality === 'suspect') bars.doubt += bar
    }
    if (hour.level !== null) {
      lanes.set(
        hour.level,
        (lanes.get(hour.level) ?? '') + rectangle({ x: left, y: base + 3, width, height: strip.aqi }),
      )
    }
    const at = { x: left + width / 2, y: base + strip.aqi + 4 + strip.wind / 2 }
    wind.arrows += arrowPath(hour, at, Math.min(strip.wind, slot * 1.2))
    wind.calms += calmPath(hour, at)
  }
  // An hour is put into words when somebody points at one.
  const [isPointed, setPointed] = useState(false)
  const [first, last] = [hours[0], hours.at(-1)]
  return (
    <g onPointerEnter={() => setPointed(true)}>
      {bars.bar && <path className="bar" d={bars.bar} />}
      {bars.over && <path className="bar-over" d={bars.over} />}
      {bars.void && <path className="bar-void" d={bars.void} />}
      {bars.doubt && <path className="bar-doubt" d={bars.doubt} />}
      {[...lanes].map(([level, d]) => (
        <path key={level} className="aqi-lane" d={d} fill={colours.get(level)} />
      ))}
      {wind.arrows && <path className="wind-arrow" d={wind.arrows} />}
      {wind.calms && <path className="wind-calm" d={wind.calms} />}
      {isPointed
        ? hours.map((hour) => (
            <rect key={hour.end} className="strip-hit" x={leftOf(hour)} y={0} width={width} height={high}>
              <title>{props.titleOf(hour)}</title>
            </rect>
          ))
        : first &&
          last && (
            <rect
              className="strip-hit"
              x={leftOf(first)}
              y={0}
              width={leftOf(last) + width - leftOf(first)}
              height={high}
            />
          )}
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

type Wind = Pick<StripHour, 'windMs' | 'windFromDeg'>

/** Where the air goes, as long as it is fast; a dot when it stands still. */
export function WindArrow({ hour, x, y, size }: { hour: Wind; x: number; y: number; size: number }) {
  const arrow = arrowPath(hour, { x, y }, size)
  const calm = calmPath(hour, { x, y })
  if (arrow) return <path className="wind-arrow" d={arrow} />
  return calm && <path className="wind-calm" d={calm} />
}

/** As part of a path; empty where the air stands still, or nothing is known of it. @param size of a storm's [px] */
function arrowPath({ windMs, windFromDeg }: Wind, { x, y }: { x: number; y: number }, size: number): string {
  if (windMs === null || windFromDeg === null || windMs < CALM_BELOW_MS) return ''
  const half = (arrowLength(windMs) * size) / 2
  const head = Math.max(2.2, size / 6)
  const turn = ((windFromDeg + 180) * Math.PI) / 180
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  // Upwards first, then turned with the clock.
  const at = (right: number, down: number) =>
    `${(x + right * cos - down * sin).toFixed(2)} ${(y + right * sin + down * cos).toFixed(2)}`
  return `M${at(0, half)}L${at(0, -half)}M${at(-head, head - half)}L${at(0, -half)}L${at(head, head - half)}`
}

function calmPath({ windMs, windFromDeg }: Wind, { x, y }: { x: number; y: number }): string {
  if (windMs === null || windFromDeg === null || windMs >= CALM_BELOW_MS) return ''
  return `M${x - CALM_PX} ${y}a${CALM_PX} ${CALM_PX} 0 1 0 ${2 * CALM_PX} 0a${CALM_PX} ${CALM_PX} 0 1 0 ${-2 * CALM_PX} 0z`
}
