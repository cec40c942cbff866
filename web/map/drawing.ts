import type { ReactNode } from 'react'
import type { Place, Point, Size } from './frame.ts'

/** The sheet of a map, for who draws on it. What is to be taken by a hand and not move the map bears the class `map-control`. */
export interface DrawnSheet {
  /** Where on the sheet a place lies. [px] */
  at(place: Place): Point
  /** The place under a pointer. */
  under(pointer: { clientX: number; clientY: number }): Place
  sheet: Size
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
