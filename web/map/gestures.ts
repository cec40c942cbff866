import type { Point } from './frame.ts'

/** What hands and keys do to a map. */
export interface Moves {
  /** The ground is dragged along. [px] */
  pan(by: Point): void
  /** So many times nearer at a point; `isLast` where nothing of the same move follows at once. */
  zoom(at: Point, times: number, isLast: boolean): void
  /** A drag has ended. */
  settle(): void
  /** Pressed without being dragged, on the ground itself. */
  press(at: Point): void
  /** Where a pointer that hovers is; null: it has left. */
  hover(at: Point | null): void
  /** May a wheel be taken that nobody asked for? Otherwise it needs Ctrl, or the map in focus. */
  wheelIsFree(): boolean
}

/** Less than this is no drag. [px] */
const STILL_PX = 4
/** Of a wheel's way to twice as near. [px] */
const WHEEL_PX = 260
/** Longest way of one turn of a wheel that is taken. [px] */
const MOST_WHEEL_PX = 120
const LINE_PX = 16

/** Listens to pointers and the wheel on a map. @param hold holds the pointer of a drag @returns stops listening */
export function listen(element: HTMLElement, hold: HTMLElement, moves: Moves): () => void {
  const down = new Map<number, Point>()
  let from: Point | null = null
  let isDragged = false

  const at = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }

  function pointerDown(event: PointerEvent): void {
    if (event.button !== 0 || isControl(event.target)) return
    down.set(event.pointerId, at(event))
    if (down.size === 1) {
      from = at(event)
      isDragged = false
    }
  }

  function pointerMove(event: PointerEvent): void {
    const here = at(event)
    const before = down.get(event.pointerId)
    if (before === undefined) {
      if (event.pointerType === 'mouse') moves.hover(isControl(event.target) ? null : here)
      return
    }
    if (!isDragged) {
      if (from !== null && down.size === 1 && Math.hypot(here.x - from.x, here.y - from.y) < STILL_PX) return
      isDragged = true
      // Only now: a press on a link within must reach the link.
      hold.setPointerCapture(event.pointerId)
      moves.hover(null)
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1]
    down.set(event.pointerId, here)
    if (other === undefined) {
      moves.pan({ x: here.x - before.x, y: here.y - before.y })
      return
    }
    // Two fingers: the ground under their middle goes along, and grows with their distance.
    moves.pan({ x: (here.x - before.x) / 2, y: (here.y - before.y) / 2 })
    const apart = Math.hypot(before.x - other.x, before.y - other.y)
    const middle = { x: (here.x + other.x) / 2, y: (here.y + other.y) / 2 }
    if (apart > 0) moves.zoom(middle, Math.hypot(here.x - other.x, here.y - other.y) / apart, false)
  }

  function pointerEnd(event: PointerEvent): void {
    if (!down.delete(event.pointerId)) return
    if (down.size > 0) return
    if (isDragged) moves.settle()
    else if (event.type === 'pointerup' && !isLink(event.target)) moves.press(at(event))
  }

  /** The click that follows a drag is none. */
  function click(event: MouseEvent): void {
    if (!isDragged) return
    isDragged = false
    event.preventDefault()
    event.stopPropagation()
  }

  function doubleClick(event: MouseEvent): void {
    if (isControl(event.target) || isLink(event.target)) return
    event.preventDefault()
    moves.zoom(at(event), event.shiftKey ? 0.5 : 2, true)
  }

  function wheel(event: WheelEvent): void {
    const isAsked = event.ctrlKey || event.metaKey || element.contains(document.activeElement)
    if (isControl(event.target) || !(isAsked || moves.wheelIsFree())) return
    event.preventDefault()
    const way = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1)
    moves.zoom(at(event), 2 ** (-Math.max(-MOST_WHEEL_PX, Math.min(MOST_WHEEL_PX, way)) / WHEEL_PX), false)
  }

  const leave = () => moves.hover(null)
  const stay = (event: Event) => event.preventDefault()
  element.addEventListener('pointerdown', pointerDown)
  element.addEventListener('pointermove', pointerMove)
  element.addEventListener('pointerup', pointerEnd)
  element.addEventListener('pointercancel', pointerEnd)
  element.addEventListener('pointerleave', leave)
  element.addEventListener('click', click, true)
  element.addEventListener('dblclick', doubleClick)
  element.addEventListener('dragstart', stay)
  element.addEventListener('wheel', wheel, { passive: false })
  return () => {
    element.removeEventListener('pointerdown', pointerDown)
    element.removeEventListener('pointermove', pointerMove)
    element.removeEventListener('pointerup', pointerEnd)
    element.removeEventListener('pointercancel', pointerEnd)
    element.removeEventListener('pointerleave', leave)
    element.removeEventListener('click', click, true)
    element.removeEventListener('dblclick', doubleClick)
    element.removeEventListener('dragstart', stay)
    element.removeEventListener('wheel', wheel)
  }
}

/** Buttons and lists that lie over the map are none of it. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.map-control') !== null
}

function isLink(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button') !== null
}
