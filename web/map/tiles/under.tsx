import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { BaseMap } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import type { Place, Size, View } from '../frame.ts'
import type { Palette } from '../palette.ts'
import { type Stand, useSeen } from '../stand.ts'
import type { Ground } from '../use-ground.ts'
import { cameraOf, seenBy } from './camera.ts'
import { graphicsCard, isEmulated } from './card.ts'
import { coloursAt } from './colours.ts'
import type { Drawing, Seen } from './drawing.ts'
import type { TilesTold } from './state.ts'

/** Tiles that cannot be fetched are tried again after so long, and when the network comes back. [ms] */
const AGAIN_MS = 120_000

interface UnderProps {
  base: BaseMap
  ground: Ground
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  palette: Palette | null
  /** Must stay the same function. */
  onTold: (told: TilesTold) => void
}

/**
 * Tiles below the own drawing, on the same sheet: while the map is dragged they go along with it, and for another view they lie
 * where it has them until they are drawn anew. The library that draws them is loaded only where the county's setting asks for tiles and the browser
 * can draw them.
 */
export function Under(props: UnderProps) {
  const { onTold } = props
  const [attempt, setAttempt] = useState(0)
  const [hasFailed, setFailed] = useState(false)
  const tell = useCallback(
    (told: TilesTold) => {
      setFailed(told.state === 'failed')
      onTold(told)
    },
    [onTold],
  )
  useEffect(() => {
    if (!hasFailed) return
    const again = () => {
      setFailed(false)
      setAttempt((before) => before + 1)
    }
    const timer = setTimeout(again, AGAIN_MS)
    addEventListener('online', again)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', again)
    }
  }, [hasFailed])
  return <Attempt key={attempt} {...props} onTold={tell} />
}

/** One try to have tiles. */
function Attempt({ base, ground, anchor, stand, first, sheet, palette, onTold: tell }: UnderProps) {
  const { language } = useText()
  const place = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing>(undefined)
  const { seen } = useSeen(stand, first)
  const at = seenIn(anchor, seen, sheet)
  const latest = useRef({ at, ground, language })
  latest.current = { at, ground, language }

  useEffect(() => {
    const element = place.current
    if (element === null) return
    tell({ state: 'coming', credit: '' })
    if (base.kind === 'pmtiles' && base.form === null) return tell({ state: 'missing', credit: '' })
    const card = graphicsCard()
    if (card === null) return tell({ state: 'no-webgl', credit: '' })
    let isOver = false
    const draw = async () => {
      try {
        const { drawTiles } = await import('./drawing.ts')
        const { at: start, ground: land, language: words } = latest.current
        const drawn = await drawTiles(element, {
          ...{
            base,
            isSlow: isEmulated(card),
            language: words,
            told: land.outlines.map(({ name }) => name),
            colours: coloursAt(element),
            at: start,
          },
          stand,
          onState: (state, credit) => !isOver && tell({ state, credit }),
        })
        if (isOver) return drawn.remove()
        drawing.current = drawn
        drawn.show(latest.current.at)
      } catch {
        if (!isOver) tell({ state: 'failed', credit: '' })
      }
    }
    draw()
    return () => {
      isOver = true
      drawing.current?.remove()
      drawing.current = undefined
    }
  }, [base, stand, tell])

  useLayoutEffect(() => {
    drawing.current?.show(seenIn(anchor, seen, sheet))
  }, [anchor, seen, sheet])

  // The palette is taken anew when the page changes between light and dark.
  useEffect(() => {
    if (palette !== null && place.current !== null) drawing.current?.recolour(coloursAt(place.current))
  }, [palette])

  return (
    <div ref={place} className="map-tiles" aria-hidden="true" style={{ width: sheet.width, height: sheet.height }} />
  )
}

function seenIn(anchor: Place, view: View, size: Size): Seen {
  return { view, camera: cameraOf(anchor, view), corners: seenBy(anchor, view, size), size }
}
