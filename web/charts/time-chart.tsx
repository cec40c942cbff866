import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../text/language.ts'
import './charts.css'
import type { LimitLine } from './limit-lines.ts'
import type { Line } from './line.ts'
import type { SharedAxis } from './shared-axis.ts'
import { stretchesOf } from './stretches.ts'
import { useTheme } from './theme.ts'
import { NARROW, TimePlot } from './time-plot.ts'
import { useSize } from './use-size.ts'

const noEvents: readonly { at: number; name: string }[] = []
const noLanes: readonly never[] = []

export interface TimeChartProps {
  axis: SharedAxis
  lines: readonly Line[]
  limits: readonly LimitLine[]
  height: number
  /** what it is, for those who do not see it */
  label: string
  unit?: string
  events?: readonly { at: number; name: string }[]
  /** small, among others: its name and unit stand above it, its scale begins at zero */
  isSmall?: boolean
  isFromZero?: boolean
  isNamed?: boolean
  /** below the plot, where values are valid, in doubt, invalid, missing */
  hasLanes?: boolean
  opened?: { key: string; at: number } | null
  onPick?: (key: string, at: number) => void
  onEdges?: (left: number, right: number) => void
}

/** Values over time: gaps as gaps, what is in doubt by its shape, limits by their name; moved and zoomed by hand and by key. */
export function TimeChart(props: TimeChartProps) {
  const { t } = useText()
  const { axis, lines, limits, height, unit, opened = null, onPick, onEdges, isSmall = false } = props
  const { ref, width } = useSize()
  const [host, setHost] = useState<HTMLElement | null>(null)
  const setPlace = useCallback(
    (element: HTMLElement | null) => {
      setHost(element)
      return ref(element)
    },
    [ref],
  )
  const theme = useTheme(host)
  const plot = useRef<TimePlot | null>(null)
  const lanes = useMemo(() => (props.hasLanes ? lines.map(stretchesOf) : noLanes), [lines, props.hasLanes])
  const events = props.events ?? noEvents
  const { isNamed = false, isFromZero = isSmall } = props
  useLayoutEffect(() => {
    if (host === null || theme === null || width === 0) return
    const given = {
      ...{ lines, lanes, limits, events, isNamed, isSmall, isFromZero, opened, theme, width, height },
      ...(unit === undefined ? {} : { unit }),
      ...(onEdges === undefined ? {} : { onEdges }),
      outside: (limit: LimitLine) => t('web.chart.limit-outside', { limit: limit.name }),
      onPick: onPick ?? null,
    }
    if (plot.current === null) plot.current = new TimePlot(host, axis, given)
    else plot.current.give(given)
  }, [
    host,
    theme,
    width,
    height,
    axis,
    lines,
    lanes,
    limits,
    events,
    unit,
    opened,
    onPick,
    onEdges,
    isNamed,
    isSmall,
    isFromZero,
    t,
  ])
  useLayoutEffect(() => {
    if (host === null) return
    return () => {
      plot.current?.destroy()
      plot.current = null
    }
  }, [host])
  return (
    <figure className={isSmall ? 'chart time-chart time-chart-small' : 'chart time-chart'}>
      {isNamed && lines.length > 1 && width < NARROW && <LineKey lines={lines} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing that answers to keys is no fieldset */}
      <div
        ref={setPlace}
        style={{ height }}
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what moves must be within reach of the keyboard
        tabIndex={0}
        aria-label={props.label}
        aria-keyshortcuts="ArrowLeft ArrowRight + - Home"
      />
    </figure>
  )
}

/** Names of the lines with a piece of each, where there is no room for them at their ends. */
function LineKey({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="line-key label">
      {lines.map(({ key, name, colour, dash }) => (
        <li key={key}>
          <svg width="18" height="8" aria-hidden="true">
            <path className={`line-${colour}`} d="M0 4H18" strokeDasharray={dash?.join(' ')} />
          </svg>{' '}
          {name}
        </li>
      ))}
    </ul>
  )
}
