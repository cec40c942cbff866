import type { PointerEvent } from 'react'
import type { DrawnSheet } from '../../map/drawing.tsx'
import { isIn, type Place, type Point } from '../../map/frame.ts'
import { useText } from '../../text/language.ts'
import { type BorderDraft, type BorderStep, between } from './border-draft.ts'

/** Between points that stand nearer to each other nothing is offered. [px] */
const LEAST_APART_PX = 28
/** What a hand can take. [px] */
const REACH_PX = 13

/** The line that is drawn, on the map: its points to be taken, and between two of them another one to be put. */
export function BorderSketch(props: {
  on: DrawnSheet
  draft: BorderDraft
  /** Edges that meet where they may not, from 0. */
  wrong: ReadonlySet<number>
  /** Where a hand's place comes to stand: at a neighbour's corner where one is near. */
  standing: (place: Place, scale: number) => Place
  onStep: (step: BorderStep) => void
}) {
  const { t } = useText()
  const { on, draft, wrong, onStep } = props
  const { points, isClosed, chosen } = draft
  const drawn = points.map((place) => on.at(place))
  const seen = (point: Point) => isIn(on.area, point)
  const edges = drawn.flatMap((from, at) => {
    const next = at + 1 < drawn.length ? at + 1 : isClosed ? 0 : -1
    const to = drawn[next]
    const [one, other] = [points[at], points[next]]
    return to && one && other ? [{ at, from, to, middle: between(one, other) }] : []
  })
  const path = drawn.map(({ x, y }) => `${x} ${y}`).join('L')
  const take = (at: number) => (event: PointerEvent<SVGCircleElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    if (at === 0 && !isClosed && points.length > 2) onStep({ kind: 'close' })
    else onStep({ kind: 'take', at })
  }
  const drag = (at: number) => (event: PointerEvent<SVGCircleElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    onStep({ kind: 'drag', at, place: props.standing(on.under(event), on.scale) })
  }
  return (
    <svg className="border-sketch" width={on.sheet.width} height={on.sheet.height} aria-hidden="true">
      {drawn.length > 1 && (
        <path className={isClosed ? 'border-area' : 'border-line'} d={`M${path}${isClosed ? 'Z' : ''}`} />
      )}
      {edges
        .filter(({ at }) => wrong.has(at))
        .map(({ at, from, to }) => (
          <path key={at} className="border-wrong" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
        ))}
      {edges
        .filter(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y) >= LEAST_APART_PX)
        .map(({ at, middle }) => ({ at, middle, point: on.at(middle) }))
        .filter(({ point }) => seen(point))
        .map(({ at, middle, point }) => (
          <g
            key={at}
            className="border-between map-control"
            onPointerDown={(event) => {
              event.preventDefault()
              onStep({ kind: 'insert', after: at, place: middle })
            }}
          >
            <circle className="border-reach" cx={point.x} cy={point.y} r={REACH_PX} />
            <path d={`M${point.x - 4} ${point.y}H${point.x + 4}M${point.x} ${point.y - 4}V${point.y + 4}`} />
          </g>
        ))}
      {drawn.map(
        (point, at) =>
          seen(point) && (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point is what it is by its order
            <g key={at} className={at === chosen ? 'border-point border-chosen' : 'border-point'}>
              <circle cx={point.x} cy={point.y} r={at === 0 && !isClosed ? 7 : 5} />
              <circle
                className="border-reach map-control"
                data-point={at + 1}
                cx={point.x}
                cy={point.y}
                r={REACH_PX}
                onPointerDown={take(at)}
                onPointerMove={drag(at)}
              >
                <title>{t('web.border.point', { point: at + 1 })}</title>
              </circle>
              {at === chosen && (
                <text x={point.x} y={point.y - 12} textAnchor="middle">
                  {at + 1}
                </text>
              )}
            </g>
          ),
      )}
    </svg>
  )
}
