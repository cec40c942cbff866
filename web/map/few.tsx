import { Link } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import { hexOf } from '../../src/standards/aqi-levels.ts'
import { StageShape } from '../parts/marks.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import type { Point } from './frame.ts'
import type { Box } from './labels.ts'
import type { CaseSpot, StationSpot } from './marks.ts'

/** Body of a pin in a field of 20 × 28, its point below. */
export const PIN_BODY = 'M10 27C10 27 19.5 16.5 19.5 9.8A9.5 9.5 0 0 0 .5 9.8C.5 16.5 10 27 10 27Z'
/** Width of a colour beside a value. [px] */
const BAR = 4

/** A station's value in its box, or a dot where there is no room for it; a press opens the station. */
export function StationMark({ spot, point, box }: { spot: StationSpot; point: Point; box: Box | undefined }) {
  const colour = spot.level === null ? undefined : hexOf(spot.level)
  return (
    <Link to="/stations/$code" params={{ code: spot.code }} aria-label={told(spot)} tabIndex={-1}>
      <g className="station-mark" data-station={spot.code}>
        <title>{[told(spot), spot.detail].join(' ')}</title>
        {box === undefined ? (
          <rect className="station-dot" x={point.x - 5} y={point.y - 5} width="10" height="10" fill={colour} />
        ) : (
          <>
            <rect className="station-box" {...box} rx="2" />
            <rect
              className={colour === undefined ? 'station-bar station-bar-none' : 'station-bar'}
              x={box.x + 0.5}
              y={box.y + 0.5}
              width={BAR}
              height={box.height - 1}
              fill={colour}
            />
            <text
              x={box.x + BAR / 2 + box.width / 2}
              y={box.y + box.height / 2}
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
}

function told({ name, value }: StationSpot): string {
  return value === null ? name : `${name} ${value}`
}

/** The station that a map is about: a ring, and its label reversed. */
export function OwnMark({ spot, point, box }: { spot: StationSpot; point: Point; box: Box | null }) {
  const colour = spot.level === null ? undefined : hexOf(spot.level)
  return (
    <Link to="/stations/$code" params={{ code: spot.code }} aria-label={told(spot)} tabIndex={-1}>
      <g className="own-mark">
        <title>{[told(spot), spot.detail].join(' ')}</title>
        <circle className="own-ring" cx={point.x} cy={point.y} r="8" />
        <circle className="own-dot" cx={point.x} cy={point.y} r="3.2" />
        {box && (
          <>
            <rect className="own-label" {...box} rx="2" />
            {colour !== undefined && (
              <rect className="own-bar" x={box.x + 1} y={box.y + 1} width={BAR} height={box.height - 2} fill={colour} />
            )}
            <text
              className="own-name"
              x={box.x + (spot.value === null ? 7 : 11)}
              y={box.y + box.height / 2}
              dominantBaseline="central"
            >
              {spot.name} {spot.value !== null && <tspan className="own-value">{spot.value}</tspan>}
            </text>
          </>
        )}
      </g>
    </Link>
  )
}

/** A case as a pin with the disc of its stage; a press opens it, or tells of it where somebody wants to be told. */
export function CasePin(props: { spot: CaseSpot; point: Point; onTold: ((id: string) => void) | undefined }) {
  const { t } = useText()
  const { spot, point, onTold } = props
  const press = (event: MouseEvent) => {
    if (onTold === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onTold(spot.id)
  }
  const words = [spot.title, wordOf('web.stage', spot.stage, t), ...(spot.late ? [t('web.cases.late')] : [])].join(
    ' · ',
  )
  return (
    <Link to="/cases/$id" params={{ id: spot.id }} aria-label={words} tabIndex={-1} onClick={press}>
      <g
        className={['pin', spot.late && 'pin-late', spot.isChosen && 'pin-chosen'].filter(Boolean).join(' ')}
        transform={pinAt(point)}
      >
        <title>{words}</title>
        <path className="pin-body" d={PIN_BODY} />
        <g className="mark" transform="translate(2 2)">
          <StageShape stage={spot.stage} />
        </g>
      </g>
    </Link>
  )
}

/** Cases that stand upon each other: their number instead of a stage. A press comes nearer. */
export function CasePins(props: { spots: readonly CaseSpot[]; point: Point; onNearer: () => void }) {
  const { t } = useText()
  const { spots, point } = props
  const isLate = spots.some(({ late }) => late)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the map's list has each of them as a link for the keyboard
    <g className={isLate ? 'pin pin-many pin-late' : 'pin pin-many'} transform={pinAt(point)} onClick={props.onNearer}>
      <title>{t('web.map.cases-here', { count: spots.length })}</title>
      <path className="pin-body" d={PIN_BODY} />
      <text x="10" y="10.5" textAnchor="middle" dominantBaseline="central">
        {spots.length}
      </text>
    </g>
  )
}

/** 16 × 22, its point on the place. */
function pinAt({ x, y }: Point): string {
  return `translate(${x - 8} ${y - 21.6}) scale(.8)`
}
