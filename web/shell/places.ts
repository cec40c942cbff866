import type { AnyRouter } from '@tanstack/react-router'

/** How far something was scrolled. [px] */
interface Place {
  left: number
  top: number
  /** Classes of what was scrolled: something else that stands in its stead is left where it is. */
  look: string
}

/** By their way to them; '' is the document itself. */
type Places = Readonly<Record<string, Place>>

/** What scrolls of a page. */
const ROOM = 'room'
const STORED_AS = 'weike-places'
/** Pages of a history whose places are kept; the oldest go first. */
const MOST_PAGES = 60
/** A page that is not as long again by then has become shorter. [ms] */
const LONGEST_MS = 10_000
/** Frames in which all stood still: what comes above is moved by the browser a frame later. */
const STILL_FRAMES = 3
/** Whoever does one of these has a place in mind. */
const byHand = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * Keeps the places in a page that a person has left, and puts whoever comes back where they were, also when what is far down is
 * drawn later than the page's head or has yet to be fetched: it waits for it until a hand says otherwise. Another page begins at
 * its top. Nothing is laid out for it where nothing was scrolled.
 *
 * The router's own keeps places too, but looks for them once, when a page's head is drawn, and lays the page out for that each time.
 *
 * @param asks whether what was gone to is another page than the one before, or the same with other filters; whether anything is
 * being fetched
 */
export function keepPlaces(router: AnyRouter, asks: { isOther(): boolean; isComing(): boolean }): void {
  const pages = stored()
  const scrolled = new Set<Element>()
  let comingBack: { key: string; end(): void } | null = null
  document.addEventListener('scroll', ({ target }) => scrolled.add(scrollerOf(target)), {
    capture: true,
    passive: true,
  })
  const leave = (key: string | undefined) => {
    const isOnTheWay = comingBack?.key === key
    comingBack?.end()
    // Whoever leaves before all of it is there has been nowhere else in it.
    if (key === undefined || isOnTheWay) return
    const places: Record<string, Place> = {}
    for (const one of scrolled) {
      const isHere = one.isConnected && (one.scrollTop !== 0 || one.scrollLeft !== 0)
      if (isHere) places[wayTo(one)] = { left: one.scrollLeft, top: one.scrollTop, look: one.className.toString() }
      else scrolled.delete(one)
    }
    pages.delete(key)
    if (Object.keys(places).length > 0) pages.set(key, places)
    const [oldest] = pages.keys()
    if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest)
  }
  router.subscribe('onBeforeLoad', ({ fromLocation }) => leave(fromLocation?.state.__TSR_key))
  router.subscribe('onRendered', ({ toLocation }) => {
    comingBack?.end()
    const key = toLocation.state.__TSR_key ?? ''
    const places = pages.get(key)
    if (places) {
      const end = putBack(places, asks.isComing, () => {
        comingBack = null
      })
      comingBack = { key, end }
    } else if (asks.isOther() && toLocation.hash === '') {
      for (const one of scrolled) if (one === document.scrollingElement || one.id === ROOM) one.scrollTo(0, 0)
    }
  })
  addEventListener('pagehide', () => {
    leave(router.state.location.state.__TSR_key)
    try {
      sessionStorage.setItem(STORED_AS, JSON.stringify([...pages]))
    } catch {
      // No room, or not allowed to: a page that is loaded again begins at its top.
    }
  })
}

/** @returns what ends it */
function putBack(places: Places, isComing: () => boolean, onEnd: () => void): () => void {
  const latest = performance.now() + LONGEST_MS
  let still = 0
  const look = (now: number) => {
    const areBack = Object.entries(places).map(([way, place]) => put(at(way), place))
    const isWhole = document.querySelector('.waiting, [data-later]') === null && !isComing()
    still = isWhole && !areBack.includes(false) ? still + 1 : 0
    if (still === STILL_FRAMES || now > latest) end()
    else frame = requestAnimationFrame(look)
  }
  // Before the next frame is painted: nobody sees the page at its top first.
  let frame = requestAnimationFrame(look)
  const end = () => {
    cancelAnimationFrame(frame)
    for (const kind of byHand) removeEventListener(kind, end, true)
    onEnd()
  }
  for (const kind of byHand) addEventListener(kind, end, { capture: true, passive: true })
  return end
}

/** @returns whether it is there and where it was */
function put(one: Element | null, { left, top, look }: Place): boolean {
  if (one?.className.toString() !== look) return false
  if (one.scrollTop !== top || one.scrollLeft !== left) one.scrollTo(left, top)
  return Math.abs(one.scrollTop - top) <= 1 && Math.abs(one.scrollLeft - left) <= 1
}

function scrollerOf(target: EventTarget | null): Element {
  return target instanceof Element ? target : (document.scrollingElement ?? document.documentElement)
}

/** In the room: its place among its siblings and theirs, from the room down. Elsewhere: the same from the body down. */
function wayTo(one: Element): string {
  const way: (string | number)[] = []
  let at: Element = one
  for (; at.id !== ROOM && at !== document.body && at.parentElement !== null; at = at.parentElement) {
    way.unshift([...at.parentElement.children].indexOf(at))
  }
  return one.contains(document.body) ? '' : [at.id, ...way].join('/')
}

function at(way: string): Element | null {
  if (way === '') return document.scrollingElement
  const [id, ...places] = way.split('/')
  let found: Element | null = id === ROOM ? document.getElementById(ROOM) : document.body
  for (const place of places) found = found?.children[Number(place)] ?? null
  return found
}

function stored(): Map<string, Places> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(STORED_AS) ?? '[]'))
  } catch {
    return new Map()
  }
}
