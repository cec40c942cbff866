import { isUsable } from '../../src/domain/readings/model.ts'
import { valueText } from '../text/names.ts'
import { apart } from './apart.ts'
import { calendarTicks, compactTicks } from './calendar-axis.ts'
import { type Frame, qualityBar, qualityMark, rule, write } from './canvas.ts'
import type { LimitLine } from './limit-lines.ts'
import { type Line, placeOf, qualityAt } from './line.ts'
import { scale, ticks } from './scale.ts'
import type { Stretch } from './stretches.ts'
import type { Theme } from './theme.ts'
import type { View } from './view.ts'

/** What a chart of time shows. */
export interface Shown {
  lines: readonly Line[]
  /** for each line, where it was valid, in doubt, invalid: lanes below the plot */
  lanes: readonly (readonly Stretch[])[]
  limits: readonly LimitLine[]
  /** what is written when a limit is out of the picture */
  outside: (limit: LimitLine) => string
  /** above the axis; left out where it stands elsewhere */
  unit?: string
  events: readonly { at: number; name: string }[]
  /** Is each line named at its end? */
  isNamed: boolean
  /** small, among others of its like */
  isSmall: boolean
  /** the reading that is open */
  opened: { key: string; at: number } | null
}

/** Where things of a plot stand at this moment. */
export interface Plot {
  pen: CanvasRenderingContext2D
  theme: Theme
  frame: Frame
  view: View
  domain: readonly [number, number]
  /** Does the limit lie outside? */
  isLimitOutside: boolean
}

export const LANE = 12
/** Valid values have a dot of their own while there are few; what is not valid always has its mark. */
const FEW = 100
/** Marks of one quality closer than this cover each other: one of them is drawn, the lane tells them all. [px] */
const APART = 6
const LINE_OF_TEXT = 16

function scales({ frame, view, domain }: Plot) {
  return {
    x: scale([view.from, view.to], [frame.left, frame.right]),
    y: scale(domain, [frame.bottom, frame.top]),
  }
}

/** Horizontal lines with their values, times below, the unit once above; no axis lines. */
export function drawGround(plot: Plot, shown: Shown): void {
  const { pen, theme, frame, view, domain } = plot
  const { x, y } = scales(plot)
  const limit = plot.isLimitOutside ? undefined : limitAtEnd(shown.limits, view)
  for (const tick of ticks(domain[0], domain[1], shown.isSmall ? 3 : 4)) {
    const height = Math.round(y(tick)) + 0.5
    rule(pen, [frame.left, height, frame.right, height], theme.grid, 1)
    // The limit stands at the axis in its own right.
    if (limit !== undefined && Math.abs(y(limit.value) - y(tick)) < 12) continue
    const text = String(tick).replace('-', '−')
    write(pen, text, frame.left - 8, y(tick) + 4, { colour: theme.ink3, font: theme.label, align: 'right' })
  }
  if (limit !== undefined) {
    const how = { colour: theme.ink, font: `bold ${theme.label}`, align: 'right' } as const
    write(pen, String(limit.value), frame.left - 8, y(limit.value) + 4, how)
  }
  if (shown.unit !== undefined) write(pen, shown.unit, 0, 12, { colour: theme.ink3, font: theme.label })
  const width = frame.right - frame.left
  for (const tick of shown.isSmall
    ? compactTicks(view.from, view.to, width)
    : calendarTicks(view.from, view.to, width)) {
    const at = x(tick.at)
    if (shown.isSmall) rule(pen, [at, frame.bottom + 2, at, frame.bottom + 6], theme.edge, 1)
    write(pen, tick.text, x(tick.labelAt ?? tick.at), frame.height - 5, {
      colour: tick.strong ? theme.ink : theme.ink3,
      font: tick.strong ? `bold ${theme.label}` : theme.label,
      align: 'center',
    })
  }
}

function drawLimit(plot: Plot, limit: LimitLine): void {
  const { pen, theme, view } = plot
  const { x, y } = scales(plot)
  const [from, to] = [Math.max(limit.from, view.from), Math.min(limit.to, view.to)]
  if (from < to) rule(pen, [x(from), y(limit.value), x(to), y(limit.value)], theme.ink, 1.2, [5, 3])
}

/** The limit by which the end of a view is judged. */
export function limitAtEnd(limits: readonly LimitLine[], view: View): LimitLine | undefined {
  return limits.findLast(({ from, to }) => from < view.to && to > view.from)
}

/** What lies over the lines: names of limits, marks, dots, names at the ends, events, lanes, the reading that is open. */
export function drawOver(plot: Plot, shown: Shown): void {
  if (!plot.isLimitOutside) for (const one of shown.limits) drawLimit(plot, one)
  drawLimitNames(plot, shown)
  for (const event of shown.events) drawEvent(plot, event)
  for (const line of shown.lines) drawMarks(plot, line, shown.lanes.length > 0)
  drawEnds(plot, shown)
  drawLanes(plot, shown)
  drawOpened(plot, shown)
}

function drawLimitNames(plot: Plot, shown: Shown): void {
  const { pen, theme, frame, view } = plot
  const { x, y } = scales(plot)
  const how = { colour: theme.ink, font: theme.label, halo: theme.surface }
  if (plot.isLimitOutside) {
    const limit = limitAtEnd(shown.limits, view)
    if (limit) write(pen, shown.outside(limit), frame.right, frame.top - 4, { ...how, align: 'right' })
    return
  }
  pen.font = theme.label
  for (const limit of shown.limits) {
    const [left, right] = [x(Math.max(limit.from, view.from)), x(Math.min(limit.to, view.to))]
    const name = [limit.name, limit.short].find((each) => pen.measureText(each).width <= right - left)
    if (right <= left || name === undefined) continue
    const at = placeForName(plot, shown.lines, [left, right], y(limit.value), pen.measureText(name).width)
    write(pen, name, at.x, at.y, how)
  }
}

/** Steps in which a free place for the name of a limit is looked for. [px] */
const STEP = 16

/** Where the name of a limit stands: on its line from the right on, else below it, where no series passes. [px] */
function placeForName(
  plot: Plot,
  lines: readonly Line[],
  [left, right]: readonly [number, number],
  height: number,
  width: number,
): { x: number; y: number } {
  // Between crowded lines there is none.
  const isCrowded = lines.some(({ ends }) => placeOf(ends, plot.view.to) - placeOf(ends, plot.view.from) > right - left)
  for (const below of isCrowded ? [] : [0, LINE_OF_TEXT + 4]) {
    const top = height - LINE_OF_TEXT + below
    if (top < plot.frame.top - LINE_OF_TEXT || top + LINE_OF_TEXT > plot.frame.bottom) continue
    for (let x = right - width; x >= left; x -= STEP) {
      if (!isCrossed(plot, lines, [x - 4, x + width + 4, top, top + 14])) return { x, y: height - 5 + below }
    }
  }
  // Everywhere something passes: above the plot, where its value at the axis leads to it.
  return { x: right - width, y: plot.frame.top - 5 }
}

/** Whether any line comes into a box; of a steep piece its whole height counts. [px] */
function isCrossed(
  plot: Plot,
  lines: readonly Line[],
  [left, right, top, bottom]: readonly [number, number, number, number],
): boolean {
  const { x, y } = scales(plot)
  const at = scale([plot.frame.left, plot.frame.right], [plot.view.from, plot.view.to])
  return lines.some(({ ends, values }) => {
    let before: number | null = null
    for (let index = Math.max(0, placeOf(ends, at(left)) - 1); index < ends.length; index += 1) {
      const value = values[index] ?? null
      const here = value === null ? null : y(value)
      if (here !== null && Math.min(here, before ?? here) <= bottom && Math.max(here, before ?? here) >= top)
        return true
      if (x(ends[index] ?? 0) > right) return false
      before = here
    }
    return false
  })
}

function drawEvent(plot: Plot, event: { at: number; name: string }): void {
  const { pen, theme, frame, view } = plot
  if (event.at < view.from || event.at > view.to) return
  const at = scales(plot).x(event.at)
  rule(pen, [at, frame.top - 10, at, frame.bottom], theme.brick, 1)
  pen.font = theme.label
  // Before its line, unless the unit stands there.
  const isAfter = at - 6 - pen.measureText(event.name).width < frame.left + 24
  const how = { colour: theme.brick, font: theme.label, halo: theme.surface } as const
  write(pen, event.name, at + (isAfter ? 6 : -6), frame.top - 8, { ...how, align: isAfter ? 'left' : 'right' })
}

function drawMarks(plot: Plot, line: Line, hasLanes: boolean): void {
  const { pen, theme, frame, view } = plot
  const { x, y } = scales(plot)
  const [first, end] = [placeOf(line.ends, view.from), placeOf(line.ends, view.to + 1)]
  const isFew = end - first <= FEW
  if (!isFew && line.qualities === 'valid') return
  if (end - first > frame.right - frame.left) {
    if (!hasLanes) drawRug(plot, line, first, end)
    return
  }
  const taken = new Set<string>()
  const colour = theme.lines[line.colour]
  for (let index = first; index < end; index += 1) {
    const value = line.values[index] ?? null
    if (value === null) continue
    const quality = qualityAt(line, index)
    const at = x(line.ends[index] ?? 0)
    // What is far outside, as an invalid peak, stands at the edge.
    const height = Math.min(frame.bottom, Math.max(frame.top, y(value)))
    if (quality === 'valid') {
      if (isFew && line.colour !== 'peer') {
        pen.beginPath()
        pen.arc(at, height, end - first > 40 ? 1.4 : 2.2, 0, 2 * Math.PI)
        pen.fillStyle = colour
        pen.fill()
      }
      continue
    }
    const place = `${quality} ${Math.round(at / APART)} ${Math.round(height / APART)}`
    if (taken.has(place)) continue
    taken.add(place)
    qualityMark(pen, quality, at, height, theme)
  }
}

/** More periods than pixels: what is not valid is told below the plot, where it hides nothing. */
function drawRug(plot: Plot, line: Line, first: number, end: number): void {
  const { pen, theme, frame } = plot
  const { x } = scales(plot)
  let before = Number.NEGATIVE_INFINITY
  for (let index = first; index < end; index += 1) {
    const quality = qualityAt(line, index)
    if (quality === 'valid') continue
    const at = Math.round(x(line.ends[index] ?? 0))
    if (at === before) continue
    before = at
    pen.fillStyle = quality === 'suspect' ? theme.ochre : quality === 'invalid' ? theme.brick : theme.ink3
    pen.fillRect(at, frame.bottom + 1, 1, 5)
  }
}

function drawEnds(plot: Plot, shown: Shown): void {
  const { pen, theme, frame, view } = plot
  if (!shown.isNamed || frame.width - frame.right < LEAST_ROOM) return
  const { x, y } = scales(plot)
  const ends = shown.lines.flatMap((line) => {
    for (let index = placeOf(line.ends, view.to + 1) - 1; index >= 0; index -= 1) {
      const [at, value] = [line.ends[index] ?? 0, line.values[index] ?? null]
      if (at < view.from) return []
      if (value === null || !isUsable({ value, quality: qualityAt(line, index) })) continue
      return [{ line, value, x: x(at), y: y(value) }]
    }
    return []
  })
  const heights = apart(
    ends.map((end) => end.y + 5),
    LINE_OF_TEXT,
    frame.top,
    frame.bottom + 8,
  )
  const isKeyed = shown.lines.length > 1
  for (const [index, end] of ends.entries()) {
    const height = heights[index] ?? 0
    if (isKeyed) {
      // Which line it is, where names had to make room for each other.
      const from = frame.right + 10
      rule(pen, [from, height - 4, from + KEY, height - 4], theme.lines[end.line.colour], 2, end.line.dash ?? [])
    }
    write(pen, endNameOf(end.line, end.value), isKeyed ? frame.right + KEY + 14 : end.x + 8, height, {
      ...endStyleOf(end.line, shown.lines.length, theme),
      halo: theme.surface,
    })
  }
}

/** Length of the piece of a line beside its name. [px] */
const KEY = 14
/** Where there is less, the names stand in a key of their own. [px] */
const LEAST_ROOM = 50
/** Names are not given more room than this. [px] */
const MOST_ROOM = 220

const endNameOf = (line: Line, value: number) => `${line.name} ${valueText(value, line.factor)}`.trim()

function endStyleOf({ colour, dash }: Line, lines: number, theme: Theme): { colour: string; font: string } {
  if (colour === 'peer' || (dash !== undefined && lines > 1)) return { colour: theme.ink2, font: theme.label }
  return { colour: theme.ink, font: lines > 2 ? `bold ${theme.label}` : theme.name }
}

/** Room for the names at the ends of lines. [px] */
export function roomForNames(pen: CanvasRenderingContext2D, { lines }: Pick<Shown, 'lines'>, theme: Theme): number {
  const widths = lines.map((line) => {
    pen.font = endStyleOf(line, lines.length, theme).font
    return pen.measureText(endNameOf(line, 8888)).width
  })
  return Math.min(MOST_ROOM, Math.max(60, ...widths) + (lines.length > 1 ? KEY : 0) + 18)
}

function drawLanes(plot: Plot, shown: Shown): void {
  const { pen, theme, frame, view } = plot
  const { x } = scales(plot)
  for (const [row, stretches] of shown.lanes.entries()) {
    for (const { from, to, quality } of stretches) {
      if (to <= view.from || from >= view.to) continue
      const left = x(Math.max(from, view.from))
      const width = Math.max(1, x(Math.min(to, view.to)) - left)
      qualityBar(pen, quality, [left, frame.bottom + 8 + row * LANE, width, LANE - 4], theme)
    }
  }
}

function drawOpened(plot: Plot, { opened, lines }: Shown): void {
  const line = lines.find(({ key }) => key === opened?.key)
  if (opened === null || line === undefined) return
  const value = line.values[line.ends.indexOf(opened.at)] ?? null
  if (value === null || opened.at < plot.view.from || opened.at > plot.view.to) return
  const { x, y } = scales(plot)
  const { pen, theme } = plot
  pen.beginPath()
  pen.arc(x(opened.at), y(value), 7, 0, 2 * Math.PI)
  pen.setLineDash([])
  pen.lineWidth = 2
  pen.strokeStyle = theme.accent
  pen.stroke()
}
