import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { whenIdle } from '../parts/when-idle.ts'
import { type Aligned, aligned } from './aligned.ts'
import { Course } from './course.ts'
import { Crowd, isCrowded } from './crowd.ts'
import { bindGestures, PRESS } from './gestures.ts'
import { nearestPlace } from './line.ts'
import { pathOf } from './line-path.ts'
import { limitAtEnd, type Plot, type Shown } from './plot.ts'
import { drawGround, drawOver, LANE, roomForNames } from './plot-parts.ts'
import { lineDomain } from './scale.ts'
import type { SharedAxis } from './shared-axis.ts'
import type { Theme } from './theme.ts'

/** What a chart of time is given: what it shows, how it looks, how large it is. */
export interface Given extends Shown {
  theme: Theme
  width: number
  height: number
  /** Does its scale begin at zero, whatever the values? */
  isFromZero: boolean
  /** a press on the point of a line */
  onPick: ((key: string, at: number) => void) | null
  /** told between which edges the plot stands whenever it is drawn, for what stands below it [px] */
  onEdges?: (left: number, right: number) => void
}

/** A chart that somebody points at is made ready to be moved after so long at the latest. [ms] */
const LATEST_READY_MS = 1_000

/** Below this there is no room for names at the ends of lines. [px] */
export const NARROW = 520

/**
 * A chart of time on uPlot: it holds canvas, scales, crosshair and selection; what is drawn is ours, so that it follows the
 * tokens, and each frame draws no more points than the screen has columns.
 */
export class TimePlot {
  readonly #host: HTMLElement
  readonly #axis: SharedAxis
  readonly #leave: () => void
  #given: Given
  /** of each line */
  #courses: readonly Course[] = []
  #plot: uPlot
  #unbind: () => void
  readonly #crowd = new Crowd()
  #stopPreparing = () => {}
  #isLimitOutside = false
  /** the y scale that was drawn last, over how long a view [ms] */
  #shown: { span: number; low: number; high: number } | null = null
  /** Is it wider than what is in view needs? */
  #isWide = false
  #room: { given: Given; px: number } | null = null
  /** Is the pointer here, or was it the last of this page? */
  #isPointed = false

  constructor(host: HTMLElement, axis: SharedAxis, given: Given) {
    this.#host = host
    this.#axis = axis
    this.#given = given
    this.#plot = this.#make()
    this.#unbind = this.#bind()
    this.#leave = axis.subscribe(() => this.#follow())
  }

  give(given: Given): void {
    const before = this.#given
    this.#given = given
    if (formOf(before) !== formOf(given)) {
      this.#unbind()
      this.#plot.destroy()
      this.#plot = this.#make()
      this.#unbind = this.#bind()
      return
    }
    if (before.width !== given.width || before.height !== given.height) {
      this.#plot.setSize({ width: given.width, height: given.height })
    }
    if (before.lines !== given.lines) this.#plot.setData(this.#data(), false)
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: this.#axis.view.from, max: this.#axis.view.to })
      this.#plot.redraw(true)
    })
  }

  /** Its place is taken away with the page: whoever goes on to the next one does not wait until it is cleared up. */
  destroy(): void {
    this.#leave()
    this.#stopPreparing()
    whenIdle(() => {
      this.#crowd.forget()
      this.#unbind()
      this.#plot.destroy()
    }, LATEST_READY_MS)
  }

  #data(): Aligned {
    const { lines } = this.#given
    const data = aligned(lines)
    const [at, ...all] = data
    this.#courses = all.map((values, place) => new Course({ at, values, stepMs: lines[place]?.stepMs ?? 0 }))
    return data
  }

  #make(): uPlot {
    const plot = new uPlot(this.#options(), this.#data(), this.#host)
    plot.setScale('x', { min: this.#axis.view.from, max: this.#axis.view.to })
    return plot
  }

  #bind(): () => void {
    return bindGestures(this.#plot.over, this.#axis, {
      pick: (x, y) => this.#pick(x, y),
      keys: this.#host,
    })
  }

  #options(): uPlot.Options {
    const given = this.#given
    return {
      width: given.width,
      height: given.height,
      ms: 1,
      padding: [
        () => paddingOf(this.#given).top,
        () => this.#right(),
        () => paddingOf(this.#given).bottom,
        () => paddingOf(this.#given).left,
      ],
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: (_plot, min, max) => [min, max] },
        y: { range: (plot) => this.#domain(plot) },
      },
      series: [
        {},
        ...given.lines.map((line, index): uPlot.Series => {
          const { dash } = line
          return {
            stroke: () => this.#given.theme.lines[this.#given.lines[index]?.colour ?? 'peer'],
            width: line.colour === 'peer' ? 1.3 : given.isSmall ? 1.6 : 2,
            ...(dash === undefined ? {} : { dash: [...dash] }),
            points: { show: false },
            // What the scale of the values spans is told by the courses.
            auto: false,
            paths: (plot, place, first, last) =>
              pathOf(plot, place, first, last, this.#given.lines[place - 1]?.stepMs ?? 0),
          }
        }),
      ],
      cursor: {
        y: false,
        move: (plot, left, top) => this.#snap(plot, left, top),
        points: {
          size: 9,
          width: 1.6,
          stroke: () => this.#given.theme.ink,
          fill: () => this.#given.theme.surface,
        },
        // Whether a click ends a stretch that was drawn out is told by the gestures.
        drag: { x: true, y: false, setScale: false, dist: PRESS, click: () => {} },
        bind: {
          // Moving by hand is ours: with the shift key, or the wheel's button.
          mousedown: (_plot, _target, handler) => (event) => {
            if (event.button === 0 && !event.shiftKey) handler(event)
            return null
          },
          mousemove: (_plot, _target, handler) => (event) => {
            if (!this.#axis.isHeld) handler(event)
            return null
          },
          mouseenter: (_plot, _target, handler) => (event) => {
            this.#isPointed = true
            this.#prepare()
            return handler(event)
          },
          dblclick: () => null,
        },
      },
      hooks: {
        drawAxes: [(plot) => this.#draw(plot, drawGround)],
        // With the first of the lines: crowded ones are drawn together.
        drawSeries: [(plot, place) => place === 1 && this.#drawCrowd(plot)],
        draw: [(plot) => this.#draw(plot, drawOver)],
        setCursor: [(plot) => this.#point(plot)],
        setSelect: [(plot) => this.#select(plot)],
      },
    }
  }

  /** Room at the right, which is asked for in every frame: measured once for what is given. */
  #right(): number {
    const given = this.#given
    if (this.#room?.given !== given) this.#room = { given, px: roomBeside(given) }
    return this.#room.px
  }

  #draw(plot: uPlot, part: (plot: Plot, shown: Shown) => void): void {
    const { ctx, bbox, scales } = plot
    const sharp = uPlot.pxRatio
    const [low, high] = [scales.y?.min ?? 0, scales.y?.max ?? 1]
    ctx.save()
    ctx.scale(sharp, sharp)
    const frame = {
      left: bbox.left / sharp,
      right: (bbox.left + bbox.width) / sharp,
      top: bbox.top / sharp,
      bottom: (bbox.top + bbox.height) / sharp,
      width: plot.width,
      height: plot.height,
    }
    const { view } = this.#axis
    const { theme } = this.#given
    this.#given.onEdges?.(frame.left, frame.right)
    part({ pen: ctx, theme, frame, view, domain: [low, high], isLimitOutside: this.#isLimitOutside }, this.#given)
    ctx.restore()
  }

  #drawCrowd(plot: uPlot): void {
    const [first, last] = plot.series[1]?.idxs ?? [0, -1]
    if (!isCrowded(plot, first, last)) {
      this.#crowd.forget()
      return
    }
    const { lines, theme } = this.#given
    this.#crowd.draw(plot, { courses: this.#courses, lines, theme })
    if (this.#isPointed) this.#prepare()
  }

  /** Whoever points at a crowded chart may move it: it is made ready in pieces, while the page has nothing else to do. */
  #prepare(): void {
    this.#stopPreparing()
    this.#stopPreparing = whenIdle(() => this.#crowd.prepare(this.#plot) && this.#prepare(), LATEST_READY_MS)
  }

  /** The y scale of what is in view. While a hand moves it, it only grows, and fits again when the hand lets go. */
  #domain(plot: uPlot): [number, number] {
    const [low, high] = this.#fitting(plot)
    const { from, to } = this.#axis.view
    const before = this.#shown
    const isMoved = this.#axis.isHeld && Math.round(to - from) === before?.span
    const domain: [number, number] = isMoved ? [Math.min(low, before.low), Math.max(high, before.high)] : [low, high]
    this.#shown = { span: Math.round(to - from), low: domain[0], high: domain[1] }
    this.#isWide = domain[0] < low || domain[1] > high
    return domain
  }

  #fitting(plot: uPlot): [number, number] {
    const { view } = this.#axis
    const { limits } = this.#given
    const limit = limitAtEnd(limits, view)?.value ?? null
    const [first, last] = plot.series[1]?.idxs ?? [0, -1]
    const values = this.#courses.flatMap((course) => course.extremes(first, last) ?? [])
    const { domain, limitOutside } = lineDomain(values, limit)
    this.#isLimitOutside = limitOutside
    // An earlier limit stands within the plot as well, not over what is written above it.
    const earlier = limitOutside ? [] : limits.filter(({ from, to }) => from < view.to && to > view.from)
    const high = Math.max(domain[1], ...earlier.map(({ value }) => value * 1.06))
    return [this.#given.isFromZero ? Math.min(0, domain[0]) : domain[0], high]
  }

  /** The crosshair stands at the end of a period, unless a stretch is being drawn out. */
  #snap(plot: uPlot, left: number, top: number): [number, number] {
    if (((plot.cursor.event?.buttons ?? 0) & 1) === 1) return [left, top]
    const at = plot.data[0]
    const place = nearestPlace(at, plot.posToVal(left, 'x'))
    const instant = at[place]
    if (instant === undefined || left < 0) return [left, top]
    const snapped = plot.valToPos(instant, 'x')
    return [snapped < 0 || snapped > plot.over.clientWidth ? left : snapped, top]
  }

  /** Tells the others where the crosshair is. */
  #point(plot: uPlot): void {
    // A change of scale moves every crosshair of the page: only where the pointer is does it say something.
    if (!this.#isPointed) return
    const { left = -1, idx } = plot.cursor
    if (left < 0) this.#isPointed = false
    const at = left < 0 || idx === null || idx === undefined ? undefined : plot.data[0][idx]
    const isNear = at !== undefined && at >= this.#axis.view.from && at <= this.#axis.view.to
    this.#axis.point(isNear ? at : null)
  }

  #select(plot: uPlot): void {
    const { left, width } = plot.select
    if (width < 1) return
    const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    this.#axis.move({ from, to })
    this.#axis.settle(0)
  }

  /** Does what another chart or the address did. */
  #follow(): void {
    const { view, at } = this.#axis
    const { x } = this.#plot.scales
    const isLeftWide = this.#isWide && !this.#axis.isHeld
    if (isLeftWide || x?.min !== view.from || x.max !== view.to)
      this.#plot.setScale('x', { min: view.from, max: view.to })
    const shown = this.#plot.cursor
    const here = shown.idx === null || shown.idx === undefined ? null : this.#plot.data[0][shown.idx]
    if (at === null) {
      if ((shown.left ?? -1) >= 0) this.#plot.setCursor({ left: -10, top: -10 }, false)
    } else if (here !== at || (shown.left ?? -1) < 0) {
      this.#plot.setCursor({ left: this.#plot.valToPos(at, 'x'), top: 10 }, false)
    }
  }

  #pick(left: number, top: number): void {
    const { onPick, lines } = this.#given
    if (onPick === null) return
    const instant = this.#plot.posToVal(left, 'x')
    const candidates = lines.flatMap(({ key, ends, values }) => {
      const place = nearestPlace(ends, instant)
      const at = ends[place]
      if (at === undefined) return []
      const value = values[place] ?? null
      const away = value === null ? 1e6 : Math.abs(this.#plot.valToPos(value, 'y') - top)
      return [{ key, at, away }]
    })
    const [nearest] = candidates.toSorted((a, b) => a.away - b.away)
    if (nearest) onPick(nearest.key, nearest.at)
  }
}

/** What a plot cannot change while it lives. */
function formOf({ lines, lanes, isNamed, isSmall, unit, width }: Given): string {
  const form = lines.map(({ key, name, colour, dash }) => [key, name, colour, dash])
  return JSON.stringify([form, lanes.length, isNamed, isSmall, unit, width < NARROW])
}

function paddingOf({ lanes, isSmall, unit }: Given): { top: number; bottom: number; left: number } {
  return {
    top: isSmall ? 20 : unit === undefined ? 22 : 30,
    bottom: 24 + (lanes.length === 0 ? 0 : lanes.length * LANE + 6),
    left: isSmall ? 36 : 44,
  }
}

/** For the names of the lines where there is enough. [px] */
function roomBeside(given: Given): number {
  const { isSmall, isNamed, width, theme } = given
  if (isSmall) return 4
  const pen = isNamed && width >= NARROW ? document.createElement('canvas').getContext('2d') : null
  return pen === null ? 12 : roomForNames(pen, given, theme)
}
