import { Link } from '@tanstack/react-router'
import { type MouseEvent, memo, type ReactNode } from 'react'
import { hexOf } from '../../src/standards/aqi-levels.ts'
import { StageShape } from '../parts/marks.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import type { Box, Point } from './frame.ts'
import type { CaseSpot, StationSpot } from './marks.ts'

/** Body of a pin in a field of 20 × 28, its point below. */
export const PIN_BODY = 'M10 27C10 27 19.5 16.5 19.5 9.8A9.5 9.5 0 0 0 .5 9.8C.5 16.5 10 27 10 27Z'
/** 16 × 22, its point on the place. */
const PIN_AT = 'translate(-8 -21.6) scale(.8)'
/** Width of a colour beside a value. [px] */
const BAR = 4

/** To a hundredth: what is arranged from elsewhere and comes to stand where it stood is the same. [px] */
export function pixels(value: number): number {
  return Math.round(value * 100) / 100
}

/** Where a box stands, seen from the point that it is about; null where there is no room for it. [px] */
export function besideOf(box: Box | null | undefined, point: Point): Box | null {
  if (!box) return null
  return { x: pixels(box.x - point.x), y: pixels(box.y - point.y), width: box.width, height: box.height }
}

/**
 * What stands on a point of the sheet. Where the sheet is laid elsewhere it is moved alone, and not drawn anew: what stands on it
 * is told apart by what it shows, not by where.
 */
export function At({ point, children }: { point: Point; children: ReactNode }) {
  return <g transform={`translate(${point.x} ${point.y})`}>{children}</g>
}

interface Labelled {
  spot: StationSpot
  /** from its point; null where there is no room for it */
  beside: Box | null
}

function isAlike(one: Labelled, other: Labelled): boolean {
  const [a, b] = [one.beside, other.beside]
  const isSameBox =
    a === null || b === null ? a === b : a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
  return one.spot === other.spot && isSameBox
}

/** A station's value in its box, or a dot where there is no room for it; a press opens the station. */
export const StationMark = memo(function StationMark({ spot, beside }: Labelled) {
  const colour = spot.level === null ? undefined : hexOf(spot.level)
  return (
    <Link to="/stations/$code" params={{ code: spot.code }} aria-label={told(spot)} tabIndex={-1} preload={false}>
      <g className="station-mark" data-station={spot.code}>
        <title>{[told(spot), spot.detail].join(' ')}</title>
        {beside === null ? (
          <rect className="station-dot" x="-5" y="-5" width="10" height="10" fill={colour} />
        ) : (
          <>
            <rect className="station-box" {...beside} rx="2" />
            <rect
              className={colour === undefined ? 'station-bar station-bar-none' : 'station-bar'}
              x={beside.x + 0.5}
              y={beside.y + 0.5}
              width={BAR}
              height={beside.height - 1}
              fill={colour}
            />
            <text
              x={beside.x + BAR / 2 + beside.width / 2}
              y={beside.y + beside.height / 2}
              dominantBaseline="central"
              textAnchor="middle"
            >
              {spot.value}
            </text>
          </>
        )}
      </g>
    </Link>
  )
}, isAlike)

function told({ name, value }: StationSpot): string {
  return value === null ? name : `${name} ${value}`
}

/** The station that a map is about: a ring, and its label reversed. */
export const OwnMark = memo(function OwnMark({ spot, beside }: Labelled) {
  const colour = spot.level === null ? undefined : hexOf(spot.level)
  return (
    <Link to="/stations/$code" params={{ code: spot.code }} aria-label={told(spot)} tabIndex={-1} preload={false}>
      <g className="own-mark">
        <title>{[told(spot), spot.detail].join(' ')}</title>
        <circle className="own-ring" r="8" />
        <circle className="own-dot" r="3.2" />
        {beside && (
          <>
            <rect className="own-label" {...beside} rx="2" />
            {colour !== undefined && (
              <rect
                className="own-bar"
                x={beside.x + 1}
                y={beside.y + 1}
                width={BAR}
                height={beside.height - 2}
                fill={colour}
              />
            )}
            <text
              className="own-name"
              x={beside.x + (spot.value === null ? 7 : 11)}
              y={beside.y + beside.height / 2}
              dominantBaseline="central"
            >
              {spot.name} {spot.value !== null && <tspan className="own-value">{spot.value}</tspan>}
            </text>
          </>
        )}
      </g>
    </Link>
  )
}, isAlike)

/** A case as a pin with the disc of its stage; a press opens it, or tells of it where somebody wants to be told. */
export const CasePin = memo(function CasePin(props: { spot: CaseSpot; onTold: ((id: string) => void) | undefined }) {
  const { t } = useText()
  const { spot, onTold } = props
  const press = (event: MouseEvent) => {
    if (onTold === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onTold(spot.id)
  }
  const words = [spot.title, wordOf('web.stage', spot.stage, t), ...(spot.late ? [t('web.cases.late')] : [])].join(
    ' · ',
  )
  return (
    <Link to="/cases/$id" params={{ id: spot.id }} aria-label={words} tabIndex={-1} preload={false} onClick={press}>
      <g
        className={['pin', spot.late && 'pin-late', spot.isChosen && 'pin-chosen'].filter(Boolean).join(' ')}
        transform={PIN_AT}
      >
        <title>{words}</title>
        <path className="pin-body" d={PIN_BODY} />
        <g className="mark" transform="translate(2 2)">
          <StageShape stage={spot.stage} />
        </g>
      </g>
    </Link>
  )
})

/** Cases that stand upon each other: their number instead of a stage. A press comes nearer. */
export function CasePins(props: { spots: readonly CaseSpot[]; onNearer: () => void }) {
  const { t } = useText()
  const { spots } = props
  const isLate = spots.some(({ late }) => late)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the map's list has each of them as a link for the keyboard
    <g className={isLate ? 'pin pin-many pin-late' : 'pin pin-many'} transform={PIN_AT} onClick={props.onNearer}>
      <title>{t('web.map.cases-here', { count: spots.length })}</title>
      <path className="pin-body" d={PIN_BODY} />
      <text x="10" y="10.5" textAnchor="middle" dominantBaseline="central">
        {spots.length}
      </text>
    </g>
  )
}
