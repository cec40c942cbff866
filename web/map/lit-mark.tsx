import { type RefObject, useLayoutEffect, useRef } from 'react'
import { offsetFrom, type Place, pointOf, type Size, type View } from './frame.ts'
import { Plane } from './plane.tsx'
import { type Stand, useDrawn } from './stand.ts'

/** What is pointed out on a map, by the pointer on it or by its list. */
export interface Lit {
  place: Place
  text: string
}

/**
 * A ring around what is pointed out, with its name above. It is drawn beside React and is there before anything is pointed out:
 * what changes with the moves of the pointer lays nothing else out.
 * @param tell set here: told what is pointed out; null: nothing
 */
export function LitMark(props: {
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  tell: RefObject<(lit: Lit | null) => void>
}) {
  const { anchor, stand, first, sheet, tell } = props
  const view = useDrawn(stand, first)
  const mark = useRef<SVGSVGElement>(null)
  const name = useRef<SVGTextElement>(null)
  const shown = useRef<Lit | null>(null)
  useLayoutEffect(() => {
    const show = (lit: Lit | null) => {
      shown.current = lit
      if (mark.current === null || name.current === null) return
      mark.current.style.visibility = lit === null ? 'hidden' : 'visible'
      if (lit === null) return
      const { x, y } = pointOf(view, sheet, offsetFrom(anchor, lit.place))
      mark.current.style.transform = `translate(${x}px, ${y}px)`
      name.current.textContent = lit.text
    }
    tell.current = (lit) => {
      if (!isSame(shown.current, lit)) show(lit)
    }
    show(shown.current)
    return () => {
      tell.current = () => {}
    }
  }, [view, sheet, anchor, tell])
  return (
    <Plane stand={stand} view={view}>
      <svg ref={mark} className="map-lit" width="1" height="1" aria-hidden="true">
        <circle className="lit-ring" r="10" />
        <text ref={name} className="lit-name" y="-17" textAnchor="middle" />
      </svg>
    </Plane>
  )
}

function isSame(one: Lit | null, other: Lit | null): boolean {
  return (
    one?.text === other?.text &&
    one?.place.lonWgs84 === other?.place.lonWgs84 &&
    one?.place.latWgs84 === other?.place.latWgs84
  )
}
