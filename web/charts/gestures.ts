import type { SharedAxis } from './shared-axis.ts'
import { panned, pinched, type View, zoomed } from './view.ts'

/** A movement by wheel or key is over when nothing came for so long. [ms] */
const REST = 300
/** What moved less has pressed. [px] */
export const PRESS = 6
const KEY_STEP = 0.1

/**
 * Moves the axis of a plot by hand. Wheel: sideways (or with Shift) moves, with Ctrl or ⌘ zooms about the pointer; alone it
 * scrolls the page, as everywhere. Mouse: drawn with Shift or the wheel's button it moves. One finger moves, two zoom.
 * Keys of `keys`: arrows move, + and − zoom, Home shows the whole.
 * @returns ends it
 */
export function bindGestures(
  plot: HTMLElement,
  axis: SharedAxis,
  on: { pick: (left: number, top: number) => void; keys: HTMLElement },
): () => void {
  const leaving = new AbortController()
  const { signal } = leaving
  const placeOf = (event: MouseEvent) => {
    const box = plot.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: Math.max(1, box.width) }
  }

  plot.addEventListener(
    'wheel',
    (event) => {
      const isZoom = event.ctrlKey || event.metaKey
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      if (!isZoom && Math.abs(sideways) <= (event.shiftKey ? 0 : Math.abs(event.deltaY))) return
      event.preventDefault()
      const { x, width } = placeOf(event)
      const view = isZoom
        ? zoomed(axis.view, Math.exp(event.deltaY * 0.004), x / width)
        : panned(axis.view, sideways / width)
      axis.move(view)
      axis.settle(REST)
    },
    { signal, passive: false },
  )

  const fingers = new Map<number, { began: number; now: number }>()
  let held: { view: View; width: number; moved: number } | null = null
  const hold = (width: number) => {
    held = { view: axis.view, width, moved: held?.moved ?? 0 }
    for (const finger of fingers.values()) finger.began = finger.now
  }
  plot.addEventListener(
    'pointerdown',
    (event) => {
      const isHand = event.pointerType !== 'mouse' || event.button === 1 || (event.button === 0 && event.shiftKey)
      if (!isHand) return
      const { x, width } = placeOf(event)
      if (event.pointerType === 'mouse') event.preventDefault()
      plot.setPointerCapture(event.pointerId)
      if (fingers.size === 0) held = null
      fingers.set(event.pointerId, { began: x, now: x })
      hold(width)
      // The crosshair goes when the hand takes hold, not in the first frame that moves the lines as well.
      axis.hold()
    },
    { signal },
  )
  plot.addEventListener(
    'pointermove',
    (event) => {
      const finger = fingers.get(event.pointerId)
      if (finger === undefined || held === null) return
      finger.now = placeOf(event).x
      held.moved = Math.max(held.moved, Math.abs(finger.now - finger.began))
      if (held.moved < PRESS) return
      const [one, other] = [...fingers.values()]
      if (one === undefined) return
      const view =
        other === undefined
          ? panned(held.view, -(one.now - one.began) / held.width)
          : pinched(held.view, [one.began, other.began], [one.now, other.now], held.width)
      axis.move(view)
    },
    { signal },
  )
  const lift = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId) || held === null) return
    hold(held.width)
    if (fingers.size > 0) return
    axis.release()
    if (held.moved >= PRESS) axis.settle(0)
  }
  plot.addEventListener('pointerup', lift, { signal })
  plot.addEventListener('pointercancel', lift, { signal })

  let pressedAt = 0
  plot.addEventListener(
    'pointerdown',
    (event) => {
      pressedAt = event.clientX
    },
    { signal },
  )
  plot.addEventListener(
    'click',
    (event) => {
      if (event.shiftKey || Math.abs(event.clientX - pressedAt) >= PRESS) return
      const { x, y } = placeOf(event)
      on.pick(x, y)
    },
    { signal },
  )

  on.keys.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'Home') axis.whole()
      else {
        const view = viewAfter(event.key, axis.view)
        if (view === null) return
        axis.move(view)
        axis.settle(REST)
      }
      event.preventDefault()
    },
    { signal },
  )
  return () => {
    leaving.abort()
    // Whoever held it will not be heard letting go.
    if (fingers.size > 0) axis.release()
  }
}

function viewAfter(key: string, view: View): View | null {
  switch (key) {
    case 'ArrowLeft':
      return panned(view, -KEY_STEP)
    case 'ArrowRight':
      return panned(view, KEY_STEP)
    case '+':
    case '=':
      return zoomed(view, 1 / 1.5, 0.5)
    case '-':
      return zoomed(view, 1.5, 0.5)
    default:
      return null
  }
}
