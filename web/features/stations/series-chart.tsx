import { type PointerEvent, useId, useMemo, useState } from 'react'
import type { Resolution } from '../../../src/domain/readings/model.ts'
import { isUsable } from '../../../src/domain/readings/model.ts'
import { calendarTicks } from '../../charts/calendar-axis.ts'
import '../../charts/charts.css'
import { extremes } from '../../charts/extremes.ts'
import { lineDomain, runs, scale, ticks } from '../../charts/scale.ts'
import { useSize } from '../../charts/use-size.ts'
import { useText } from '../../text/language.ts'
import { valueText } from '../../text/names.ts'
import { QualityShape } from '../quality/marks.tsx'
import { nearest, type Sample, type Series, stretchesOf } from './series.ts'

const left = 48
const top = 30
const bottom = 24
const LANE = 12
/** For the newest value beside the end of its line. [px] */
const END_NAME = 44
/** Valid values have a dot of their own while there are few; what is not valid always has its mark. */
const FEW = 100
/** Marks of one quality that stand closer than this cover each other: one of them is drawn, the lane below tells them all. [px] */
const APART = 6

export interface ChartProps {
  series: readonly Series[]
  from: number
  to: number
  factor: string
  unit: string
  resolution: Resolution
  limit: { value: number; name: string } | null
  /** the reading that is open */
  opened: { mn: string; end: number } | null
  onHover: (sample: Sample | null) => void
  onPick: (sample: Sample) => void
  /** a stretch was drawn out with the pointer [epoch ms] */
  onZoom: (from: number, to: number) => void
  height: number
  label: string
}

/**
 * A factor over a period: usable values as a line with gaps as gaps; what is in doubt, invalid or too little by shape and
 * colour; below it a lane that tells where there are values at all. A press opens a reading, a stretch drawn out zooms.
 */
export function SeriesChart(props: ChartProps) {
  const { t } = useText()
  const { ref, width } = useSize()
  const hatch = useId()
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const [hover, setHover] = useState<Sample | null>(null)
  const { series, from, to, limit, height } = props
  const plotRight = Math.max(left + 1, width - END_NAME)
  const plotBottom = height - bottom - LANE * Math.max(1, series.length) - 6
  const values = useMemo(
    () => series.flatMap(({ samples }) => samples.flatMap(({ value }) => (value === null ? [] : [value]))),
    [series],
  )
  const { domain, limitOutside } = useMemo(() => domainOf(values, limit?.value ?? null), [values, limit?.value])
  const x = scale([from, to], [left, plotRight])
  const y = scale(domain, [plotBottom, top])
  const instantAt = scale([left, plotRight], [from, to])

  function sampleAt(event: PointerEvent<SVGSVGElement>): Sample | null {
    const box = event.currentTarget.getBoundingClientRect()
    const at = instantAt(event.clientX - box.left)
    const height = event.clientY - box.top
    const candidates = series.flatMap(({ samples }) => nearest(samples, at) ?? [])
    const distance = ({ value }: Sample) => (value === null ? 1e6 : Math.abs(y(value) - height))
    return candidates.toSorted((a, b) => distance(a) - distance(b))[0] ?? null
  }

  function show(sample: Sample | null) {
    setHover(sample)
    props.onHover(sample)
  }

  return (
    <figure ref={ref} className={`chart series-chart factor-${props.factor}`} role="img" aria-label={props.label}>
      {/* The table below does by keyboard what the pointer does here. */}
      <svg
        width={width}
        height={height}
        aria-hidden="true"
        onPointerDown={(event) => {
          if (event.button !== 0) return
          const at = event.clientX - event.currentTarget.getBoundingClientRect().left
          if (event.pointerType === 'mouse') event.currentTarget.setPointerCapture(event.pointerId)
          setDrag({ from: at, to: at })
        }}
        onPointerMove={(event) => {
          const at = event.clientX - event.currentTarget.getBoundingClientRect().left
          if (drag && event.pointerType === 'mouse') setDrag({ ...drag, to: at })
          show(sampleAt(event))
        }}
        onPointerUp={(event) => {
          if (drag && Math.abs(drag.to - drag.from) > 8) {
            const [a, b] = [instantAt(Math.min(drag.from, drag.to)), instantAt(Math.max(drag.from, drag.to))]
            props.onZoom(Math.max(from, a), Math.min(to, b))
          } else if (drag) {
            const sample = sampleAt(event)
            if (sample) props.onPick(sample)
          }
          setDrag(null)
        }}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => show(null)}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect className="hatch-ground" width="5" height="5" />
            <path className="hatch-line" d="M0 0V5" />
          </pattern>
        </defs>
        <text x={0} y={12}>
          {props.unit}
        </text>
        {ticks(domain[0], domain[1], 5).map((tick) => (
          <g key={tick}>
            <path className="grid" d={`M${left} ${y(tick)}H${plotRight}`} />
            <text x={left - 8} y={y(tick) + 4} textAnchor="end">
              {String(tick).replace('-', '−')}
            </text>
          </g>
        ))}
        {calendarTicks(from, to, plotRight - left).map((tick) => (
          <text
            key={tick.at}
            x={x(tick.at)}
            y={height - 6}
            textAnchor="middle"
            className={tick.strong ? 'strong' : undefined}
          >
            {tick.text}
          </text>
        ))}
        {limit && !limitOutside && <path className="limit" d={`M${left} ${y(limit.value)}H${plotRight}`} />}
        {limit && limitOutside && (
          <text className="limit-name" x={left + 6} y={top - 10}>
            {t('web.chart.limit-outside', { name: limit.name, value: limit.value })}
          </text>
        )}
        <Lines {...props} width={width} domain={domain} plotRight={plotRight} plotBottom={plotBottom} hatch={hatch} />
        {limit && !limitOutside && (
          <text className="limit-name halo" x={left + 6} y={y(limit.value) - 6}>
            {limit.name} {limit.value}
          </text>
        )}
        {hover && hover.end >= from && hover.end <= to && (
          <>
            <path className="cross" d={`M${x(hover.end)} ${top - 6}V${height - bottom}`} />
            {hover.value !== null && <circle className="hover-dot" cx={x(hover.end)} cy={y(hover.value)} r="5" />}
          </>
        )}
        {drag && Math.abs(drag.to - drag.from) > 8 && (
          <rect
            className="zoom"
            x={Math.min(drag.from, drag.to)}
            width={Math.abs(drag.to - drag.from)}
            y={top - 6}
            height={plotBottom - top + 6}
          />
        )}
      </svg>
    </figure>
  )
}

interface Mark {
  sample: Sample
  x: number
  y: number
}

/** Of marks of one quality that would cover each other the first. */
function apart(marks: readonly Mark[]): readonly Mark[] {
  const taken = new Set<string>()
  return marks.filter(({ sample, x, y }) => {
    const place = `${sample.quality} ${Math.round(x / APART)} ${Math.round(y / APART)}`
    if (taken.has(place)) return false
    taken.add(place)
    return true
  })
}

function domainOf(values: readonly number[], limit: number | null) {
  // A spread of a year's values is too long for a call; a fold is not.
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  return lineDomain(values.length === 0 ? [] : [low, high], limit)
}

/** What does not change while the pointer moves. */
function Lines(
  props: ChartProps & {
    width: number
    domain: readonly [number, number]
    plotRight: number
    plotBottom: number
    hatch: string
  },
) {
  const { series, from, to, domain, plotRight, plotBottom, hatch, opened } = props
  const lines = useMemo(() => {
    const x = scale([from, to], [left, plotRight])
    const y = scale(domain, [plotBottom, top])
    return series.map((one) => {
      const inside = one.samples.filter(({ end }) => end >= from && end <= to)
      const points = inside.map((sample) => ({ at: sample.end, value: isUsable(sample) ? sample.value : null }))
      const drawn = runs(points, one.stepMs).map((run) => extremes(run, from, to, plotRight - left))
      const path = drawn
        .map((run) => `M${run.map(({ at, value }) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('L')}`)
        .join('')
      const flagged = inside.filter(({ value, quality }) => value !== null && quality !== 'valid')
      // A point alone between two gaps has no line to stand in.
      const alone = drawn.flatMap((run) => (run.length === 1 ? run : []))
      const dots =
        inside.length <= FEW ? points.flatMap(({ at, value }) => (value === null ? [] : [{ at, value }])) : alone
      return {
        mn: one.mn,
        path,
        dots: dots.map(({ at, value }) => ({ at, x: x(at), y: y(value) })),
        marks: apart(flagged.map((sample) => ({ sample, x: x(sample.end), y: y(sample.value ?? 0) }))),
        lane: stretchesOf(one).map((stretch) => ({
          ...stretch,
          x: x(Math.max(from, stretch.from)),
          width: Math.max(1, x(Math.min(to, stretch.to)) - x(Math.max(from, stretch.from))),
        })),
      }
    })
  }, [series, from, to, domain, plotRight, plotBottom])
  const last = series[0]?.samples.findLast((sample) => isUsable(sample) && sample.end <= to && sample.end >= from)
  const openSample = series.find(({ mn }) => mn === opened?.mn)?.samples.find(({ end }) => end === opened?.end)
  const x = scale([from, to], [left, plotRight])
  const y = scale(domain, [plotBottom, top])
  return (
    <>
      {lines.map((line, index) => (
        <g key={line.mn} className={index === 0 ? 'series-first' : 'series-peer'}>
          <path className="series" d={line.path} />
          {line.dots.map((dot) => (
            <circle key={dot.at} className="dot" cx={dot.x} cy={dot.y} r="2.2" />
          ))}
          {line.marks.map((mark) => (
            <QualityShape key={mark.sample.end} quality={mark.sample.quality} x={mark.x} y={mark.y} r={4.4} />
          ))}
          {line.lane.map((stretch) => (
            <rect
              key={`${stretch.from} ${stretch.quality}`}
              className={`lane lane-${stretch.quality}`}
              x={stretch.x}
              width={stretch.width}
              y={plotBottom + 8 + index * LANE}
              height={LANE - 4}
              fill={stretch.quality === 'suspect' ? `url(#${hatch})` : undefined}
            />
          ))}
        </g>
      ))}
      {openSample?.value != null && (
        <circle className="opened-dot" cx={x(openSample.end)} cy={y(openSample.value)} r="7" />
      )}
      {last?.value != null && (
        <text className="end-name halo" x={x(last.end) + 8} y={y(last.value) + 5}>
          {valueText(last.value, props.factor)}
        </text>
      )}
    </>
  )
}
