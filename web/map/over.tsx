import { memo, type RefObject, useMemo } from 'react'
import type { DrawnCircle } from '../../src/domain/stations/model.ts'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { type Arranged, arrange } from './arrange.ts'
import { At, besideOf, CasePin, CasePins, OwnMark, pixels, StationMark } from './few.tsx'
import { areaOf, type Box, isIn, offsetFrom, type Place, type Point, pointOf, type Size, type View } from './frame.ts'
import { ARROW_PX, arrowMiddle } from './ground.tsx'
import { type CaseSpot, type Marks, marksIn, type StationSpot, type WindNow } from './marks.ts'
import { distanceText, legsOf } from './measure.ts'
import { groundNames } from './names.ts'
import { pinBox } from './pins.ts'
import { Plane } from './plane.tsx'
import { type Stand, useSeen } from './stand.ts'
import { type TaskSpot, useStandingPins } from './task-pins.tsx'
import type { Ground } from './use-ground.ts'
import { BEYOND_PX } from './use-view.ts'

/** The few that act, and names: stations with their values, open cases as pins, the own station above all. */
export const Over = memo(function Over(props: {
  ground: Ground
  anchor: Place
  /** Names keep within what is looked at. */
  stand: Stand
  first: View
  sheet: Size
  /** Size of the letters. [px] */
  type: number
  circles: readonly DrawnCircle[]
  own: StationSpot | null
  stations: readonly StationSpot[]
  cases: readonly CaseSpot[]
  /** Drawn above: nothing is written below them. */
  tasks: readonly TaskSpot[]
  /** Drawn below; names keep clear of them. */
  marks: Marks
  /** Drawn below as a sector with an arrow beyond the circles; null: none. */
  wind: WindNow | null
  outermostKm: number
  /** How high the tools stand over the corner. [px] */
  toolsPx: number
  /** A compass with its words stands in the upper corner. */
  hasCompass: boolean
  /** The list's button stands in the lower corner. */
  hasFoot: boolean
  /** A dashed line leads there from the centre, with its length. */
  line: Place | null
  onNearer: RefObject<(places: readonly Place[]) => void>
  /** A case is told of beside the map instead of opened. */
  onCase?: ((id: string) => void) | undefined
}) {
  const { t } = useText()
  const { ground, anchor, stand, first, sheet, type, circles, own, stations, cases, marks, line, wind } = props
  const { view, seen } = useSeen(stand, first)
  const tasks = useStandingPins(props.tasks, anchor, view, sheet)
  const names = useMemo(() => groundNames(ground, anchor), [ground, anchor])
  const area = areaOf(view, seen, sheet)
  const at = useMemo(() => {
    // Weakly: news bring other spots again and again, and a wall keeps its view for weeks.
    const known = new WeakMap<Place, Point>()
    return (place: Place) => {
      const point = known.get(place) ?? pointOf(view, sheet, offsetFrom(anchor, place))
      known.set(place, point)
      return point
    }
  }, [view, sheet, anchor])
  const named = useMemo(
    () => names.map(({ places, ...name }) => ({ ...name, points: places.map((each) => pointOf(view, sheet, each)) })),
    [names, view, sheet],
  )
  const centre = at(anchor)
  // Named at the top, the innermost at the bottom, where the next one's name does not hide it.
  const rings = circles.map(({ circle, km }, place) => ({
    id: circle,
    name: t('web.map.circle', { circle: wordOf('web.sources.circle', circle, t), km }),
    points: (place === 0 ? [1, -1] : [-1, 1]).map((way) => ({
      x: centre.x,
      y: centre.y + (way * km * 1000) / view.scale,
    })),
  }))
  const way = line && { from: centre, to: at(line), length: distanceText(legsOf([anchor, line])[0]?.metres ?? 0) }
  const found: Arranged = arrange({
    area,
    beyond: BEYOND_PX,
    type,
    own: own && { point: centre, name: own.name, value: own.value },
    stations: stations.map((spot) => ({ id: spot.id, point: at(spot), value: spot.value })),
    pins: cases.map((spot) => ({ id: spot.id, point: at(spot) })),
    tasks: tasks.map(({ tip }) => pinBox(tip)),
    marks: marksIn(marks(view.scale), { view, sheet }, area, 0).map(({ mark, point }) => around(point, mark.reach)),
    covered: [
      toolsBox(area, props.toolsPx),
      ...(wind ? [around(arrowMiddle(centre, wind, (props.outermostKm * 1000) / view.scale), ARROW_PX / 2)] : []),
      ...(props.hasCompass ? [compassBox(area, type)] : []),
      ...(props.hasFoot ? [footBox(area, type)] : []),
    ],
    circles: rings,
    way,
    names: named.map(({ points, ...name }) => ({ ...name, points: fromMiddle(points, area) })),
  })
  const isOn = (point: Point) => isIn(area, point, 40)
  return (
    <Plane stand={stand} view={view}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a picture of links, each with its own name */}
      <svg className="map-over" width={sheet.width} height={sheet.height}>
        {way && <path className="map-line" d={`M${way.from.x} ${way.from.y}L${way.to.x} ${way.to.y}`} />}
        {names.map(({ id, kind, name }) => {
          const box = found.names.get(id)
          return box && <Name key={id} className={`name-${kind}`} name={name} {...middleOf(box)} />
        })}
        {rings.map(({ id, name }) => {
          const box = found.circles.get(id)
          return box && <Name key={id} className="name-circle" name={name} {...middleOf(box)} />
        })}
        {way && found.length && <Name className="map-length" name={way.length} {...middleOf(found.length)} />}
        {stations.map((spot) => {
          const point = at(spot)
          return (
            isOn(point) && (
              <At key={spot.id} point={point}>
                <StationMark spot={spot} beside={besideOf(found.stations.get(spot.id), point)} />
              </At>
            )
          )
        })}
        {found.pins
          .filter(({ point }) => isOn(point))
          .map(({ ids, point }) => {
            const spots = cases.filter(({ id }) => ids.includes(id))
            const [only] = spots
            return (
              <At key={ids.join()} point={point}>
                {spots.length === 1 && only ? (
                  <CasePin spot={only} onTold={props.onCase} />
                ) : (
                  <CasePins spots={spots} onNearer={() => props.onNearer.current(spots)} />
                )}
              </At>
            )
          })}
        {own && (
          <At point={centre}>
            <OwnMark spot={own} beside={besideOf(found.own, centre)} />
          </At>
        )}
      </svg>
    </Plane>
  )
})

function around({ x, y }: Point, reach: number): Box {
  return { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach }
}

/** The tools lie over the corner. [px] */
function toolsBox({ x, y, width, height }: Box, tall: number): Box {
  const [right, bottom] = [x + width - BEYOND_PX, y + height - BEYOND_PX]
  return { x: right - 60, y: bottom - tall, width: 60, height: tall }
}

/** The rose is 80 px and the words below it are two lines, some ten letters long. */
function compassBox({ x, y, width }: Box, type: number): Box {
  const wide = Math.max(100, type * 11)
  return { x: x + width - BEYOND_PX - 20 - wide, y: y + BEYOND_PX, width: wide + 20, height: 108 + type * 3.4 }
}

/** The button of the list, and beside it how many cases are not seen: some sixteen letters. [px] */
function footBox({ x, y, height }: Box, type: number): Box {
  const tall = 20 + type * 2
  return { x: x + BEYOND_PX, y: y + height - BEYOND_PX - tall, width: 24 + type * 16, height: tall }
}

/** A name is looked for where the map is looked at. */
function fromMiddle(points: readonly Point[], { x, y, width, height }: Box): Point[] {
  const far = (point: Point) => Math.hypot(point.x - x - width / 2, point.y - y - height / 2)
  return points.toSorted((one, other) => far(one) - far(other))
}

/** Drawn where the middle of its box is, and not again as long as that is the same. */
const Name = memo(function Name({ name, x, y, className }: { name: string; x: number; y: number; className: string }) {
  return (
    <text className={className} x={x} y={y} textAnchor="middle" dominantBaseline="central">
      {name}
    </text>
  )
})

function middleOf({ x, y, width, height }: Box): Point {
  return { x: pixels(x + width / 2), y: pixels(y + height / 2) }
}
