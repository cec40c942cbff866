import { isUsable } from '../../src/domain/readings/model.ts'
import { valueText } from '../text/names.ts'
import { apart } from './apart.ts'
import { calendarTicks, compactTicks } from './calendar-axis.ts'
import { qualityBar, qualityMark, rule, write } from './canvas.ts'
import { type Line, placeOf, qualityAt } from './line.ts'
import { LINE_OF_TEXT, limitAtEnd, type Plot, type Shown, scales } from './plot.ts'
import { drawLimits } from './plot-limits.ts'
import { ticks } from './scale.ts'
import type { Theme } from './theme.ts'

export const LANE = 12
/** Valid values have a dot of their own while there are few; what is not valid always has its mark. */
const FEW = 100
/** Marks of one quality closer than this cover each other: one of them is drawn, the lane tells them all. [px] */
const APART = 6

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
    const font = tick.strong ? `bold ${theme.label}` : theme.label
    pen.font = font
    const middle = whole(x(tick.labelAt ?? tick.at), pen.measureText(tick.text).width, frame.width)
    write(pen, tick.text, middle, frame.height - 5, {
      colour: tick.strong ? theme.ink : theme.ink3,
      font,
      align: 'center',
    })
  }
}

/** Where the middle of a text stands so that no edge of the canvas cuts it: as near to its place as that allows. [px] */
function whole(middle: number, width: number, canvas: number): number {
  return Math.max(width / 2, Math.min(canvas - width / 2, middle))
}

/** What lies over the lines: names of limits, marks, dots, names at the ends, events, lanes, the reading that is open. */
export function drawOver(plot: Plot, shown: Shown): void {
  drawLimits(plot, shown)
  for (const event of shown.events) drawEvent(plot, event)
  for (const line of shown.lines) drawMarks(plot, line, shown.lanes.length > 0)
  drawEnds(plot, shown)
  drawLanes(plot, shown)
  drawOpened(plot, shown)
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
