import { useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { useSize } from '../charts/use-size.ts'
import type { Size, View } from './frame.ts'
import { Stand } from './stand.ts'

/** So much is drawn beyond each edge, to be there when the map is dragged. [px] */
export const BEYOND_PX = 160

/** How a map stands, and the first view of it. */
export interface MapView {
  /** For the element that shows the map. */
  ref: (element: HTMLElement | null) => void
  /** That element, with its size. */
  root: HTMLElement | null
  size: Size
  /** With what lies beyond its edges. */
  sheet: Size
  first: View
  stand: Stand
}

/** @param firstOf the view until somebody moves the map; the same function as long as it gives the same views */
export function useView(firstOf: (size: Size) => View): MapView {
  const { ref, element: root, width, height } = useSize<HTMLElement>(true)
  const size = useMemo(() => ({ width, height }), [width, height])
  const sheet = useMemo(() => ({ width: width + 2 * BEYOND_PX, height: height + 2 * BEYOND_PX }), [width, height])
  const first = useMemo(() => firstOf(size), [firstOf, size])
  const [stand] = useState(() => new Stand(first, size))
  useLayoutEffect(() => stand.begin(first, size), [stand, first, size])
  useEffect(() => () => stand.close(), [stand])
  return { ref, root, size, sheet, first, stand }
}
