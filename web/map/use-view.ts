import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useSize } from '../charts/use-size.ts'
import { type Point, panned, type Size, type View, zoomed } from './frame.ts'

/** So much is drawn beyond each edge, to be there when the map is dragged. [px] */
export const BEYOND_PX = 160
/** After the last turn of a wheel the map is drawn anew. [ms] */
const SETTLE_MS = 140
/** A drawing that is stretched more than this is drawn anew at once. */
const MOST_STRETCH = 1.6

export interface MapView {
  /** For the element that shows the map. */
  ref: (element: Element | null) => void
  /** For the sheet within it that all is drawn on. */
  sheet: RefObject<HTMLDivElement | null>
  size: Size
  /** What the sheet is drawn for. */
  view: View
  /** What is seen now, while hands are at it. */
  now(): View
  pan(by: Point, isLast: boolean): void
  zoom(at: Point, times: number, isLast: boolean): void
  settle(): void
  show(view: View): void
}

/**
 * What of the ground a map shows. While it is dragged or zoomed nothing is drawn: the sheet is moved as it is, by its transform
 * alone; it is drawn anew when the hand rests or the sheet's edge comes near.
 * @param first the view until somebody moves the map; the same function as long as it gives the same views
 * @param beforehand told of what the sheet will be drawn for, a frame before it is: what can be drawn ahead
 */
export function useView(first: (size: Size) => View, beforehand: RefObject<(next: View) => void>): MapView {
  const { ref, width, height } = useSize()
  const size = useMemo(() => ({ width, height }), [width, height])
  const [moved, setMoved] = useState<View | null>(null)
  const view = useMemo(() => moved ?? first(size), [moved, first, size])
  const live = useRef(view)
  const drawn = useRef({ view, size })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** What the sheet is on its way to be drawn for. */
  const coming = useRef<{ view: View; frame: number } | null>(null)
  const sheet = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    drawn.current = { view, size }
    if (coming.current?.view === view) coming.current = null
    if (moved === null) live.current = view
    lay(sheet.current, view, live.current)
  }, [view, size, moved])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      cancelAnimationFrame(coming.current?.frame ?? 0)
    },
    [],
  )

  /** Draws the sheet anew at once: a hand has come to rest. */
  const drawNow = useCallback((next: View) => {
    cancelAnimationFrame(coming.current?.frame ?? 0)
    coming.current = null
    setMoved(next)
  }, [])
  /** While it goes on moving: in one frame what can be drawn ahead, in the next one the rest, in slices. */
  const drawSoon = useCallback(
    (next: View) => {
      beforehand.current(next)
      const frame = requestAnimationFrame(() => startTransition(() => setMoved(next)))
      coming.current = { view: next, frame }
    },
    [beforehand],
  )
  const settle = useCallback(() => {
    clearTimeout(timer.current)
    drawNow(live.current)
  }, [drawNow])
  const move = useCallback(
    (next: View, isLast: boolean) => {
      live.current = next
      const { x, y, stretch } = lay(sheet.current, drawn.current.view, next)
      clearTimeout(timer.current)
      const isNearEdge =
        Math.max(Math.abs(x), Math.abs(y)) > BEYOND_PX || stretch > MOST_STRETCH || stretch < 1 / MOST_STRETCH
      if (isLast) drawNow(next)
      else if (isNearEdge && coming.current === null) drawSoon(next)
      else timer.current = setTimeout(settle, SETTLE_MS)
    },
    [settle, drawNow, drawSoon],
  )
  return {
    ref,
    sheet,
    size,
    view,
    settle,
    now: useCallback(() => live.current, []),
    pan: useCallback((by: Point, isLast: boolean) => move(panned(live.current, by), isLast), [move]),
    zoom: useCallback(
      (at: Point, times: number, isLast: boolean) => move(zoomed(live.current, drawn.current.size, at, times), isLast),
      [move],
    ),
    show: useCallback((next: View) => move(next, true), [move]),
  }
}

/** Lays a sheet that is drawn for one view where another one has it. @returns how far from where it was drawn [px] */
function lay(sheet: HTMLElement | null, drawn: View, now: View): Point & { stretch: number } {
  const stretch = drawn.scale / now.scale
  const x = (drawn.eastM - now.eastM) / now.scale
  const y = (now.northM - drawn.northM) / now.scale
  // Whole pixels while nothing is stretched: letters stay sharp.
  const [left, top] = stretch === 1 ? [Math.round(x), Math.round(y)] : [x, y]
  if (sheet !== null) sheet.style.transform = `translate(${left}px, ${top}px) scale(${stretch})`
  return { x, y, stretch }
}
