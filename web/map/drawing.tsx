import type { ReactNode } from 'react'
import {
  areaOf,
  type Box,
  offsetFrom,
  offsetOf,
  type Place,
  type Point,
  placeAt,
  pointOf,
  type Size,
  type View,
} from './frame.ts'
import { Plane } from './plane.tsx'
import { type Stand, useSeen } from './stand.ts'

/** The sheet of a map, for who draws on it. What is to be taken by a hand and not move the map bears the class `map-control`. */
export interface DrawnSheet {
  /** Where on the sheet a place lies. [px] */
  at(place: Place): Point
  /** The place under a pointer. */
  under(pointer: { clientX: number; clientY: number }): Place
  sheet: Size
  /** What of it is looked at. [px] */
  area: Box
  /** [m/px] */
  scale: number
}

/** What a room draws on a map by its own hands. */
export interface Drawing {
  /** The ground was pressed, or its middle by the space bar. @param scale [m/px] */
  onPress: (place: Place, scale: number) => void
  /** Above all else that is drawn. */
  show: (sheet: DrawnSheet) => ReactNode
}

/** Draws it as far as the map is looked at. */
export function Drawn(props: {
  drawing: Drawing
  anchor: Place
  stand: Stand
  first: View
  size: Size
  sheet: Size
  /** Of the map. */
  root: Element | null
}) {
  const { drawing, anchor, stand, first, size, sheet, root } = props
  const { view, seen } = useSeen(stand, first)
  return (
    <Plane stand={stand} view={view}>
      {drawing.show({
        at: (place) => pointOf(view, sheet, offsetFrom(anchor, place)),
        under: ({ clientX, clientY }) => {
          const { left = 0, top = 0 } = root?.getBoundingClientRect() ?? {}
          return placeAt(anchor, offsetOf(stand.live, size, { x: clientX - left, y: clientY - top }))
        },
        sheet,
        area: areaOf(view, seen, sheet),
        scale: view.scale,
      })}
    </Plane>
  )
}
