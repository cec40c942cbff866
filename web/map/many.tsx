import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import { whenIdle } from '../parts/when-idle.ts'
import { Boards } from './boards.ts'
import type { Size, View } from './frame.ts'
import type { Marks } from './marks.ts'
import type { Palette } from './palette.ts'
import { type Stand, useDrawn } from './stand.ts'

/** After the ground the first marks come. [ms] */
const LATEST_MS = 500

/**
 * Sources as marks on a canvas, crowds of them as discs with their number. For keyboards and screen readers the map's list has the
 * same sources as links.
 */
export const Many = memo(function Many(props: {
  marks: Marks
  stand: Stand
  first: View
  sheet: Size
  palette: Palette | null
}) {
  const { marks, stand, first, sheet, palette } = props
  const view = useDrawn(stand, first)
  const [one, other] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)]
  const boards = useRef<Boards>(undefined)
  useLayoutEffect(() => {
    if (one.current === null || other.current === null) return
    const made = new Boards([one.current, other.current], stand)
    boards.current = made
    return () => made.close()
  }, [stand, one, other])
  const isBegun = useRef(false)
  useEffect(() => {
    if (palette === null) return
    const give = () => {
      isBegun.current = true
      boards.current?.give({ marks: marks(view.scale), view, sheet }, palette)
    }
    if (isBegun.current) give()
    // The first ones wait until what is below them is there to be seen.
    else return whenIdle(give, LATEST_MS)
  }, [marks, view, sheet, palette])
  return (
    <>
      <canvas ref={one} className="map-many" />
      <canvas ref={other} className="map-many" />
    </>
  )
})
