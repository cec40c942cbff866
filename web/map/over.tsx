import { memo, type RefObject, useMemo } from 'react'
import type { DrawnCircle } from '../../src/domain/stations/model.ts'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { type Arranged, arrange } from './arrange.ts'
import { At, besideOf, CasePin, CasePins, OwnMark, StationMark } from './few.tsx'
import { offsetFrom, type Place, type Point, pointOf, type Size, type View } from './frame.ts'
import type { Box } from './labels.ts'
import type { Mark } from './many.tsx'
import type { CaseSpot, StationSpot } from './marks.ts'
import { distanceText, legsOf } from './measure.ts'
import { groundNames } from './names.ts'
import { pinBox, type StandingPin } from './pins.ts'
import type { Ground } from './use-ground.ts'
import { BEYOND_PX } from './use-view.ts'

/** The few that act, and names: stations with their values, open cases as pins, the own station above all. */
export const Over = memo(function Over(props: {
  ground: Ground
  anchor: Place
  view: View
  sheet: Size
  /** Size of the letters. [px] */
  type: number
  circles: readonly DrawnCircle[]
  own: StationSpot | null
  stations: readonly StationSpot[]
  cases: readonly CaseSpot[]
  /** Drawn above: nothing is written below them. */
  tasks: readonly StandingPin[]
  /** Drawn below; names keep clear of them. */
  marks: readonly Mark[]
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
  const { ground, anchor, view, sheet, type, circles, own, stations, cases, tasks, marks, line } = props
  const names = useMemo(() => groundNames(ground, anchor), [ground, anchor])
  const at = (place: Place) => pointOf(view, sheet, offsetFrom(anchor, place))
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
  const stand: Arranged = arrange({
    sheet,
    beyond: BEYOND_PX,
    type,
    own: own && { point: centre, name: own.name, value: own.value },
    stations: stations.map((spot) => ({ id: spot.id, point: at(spot), value: spot.value })),
    pins: cases.map((spot) => ({ id: spot.id, point: at(spot) })),
    tasks: tasks.map(({ tip }) => pinBox(tip)),
    marks: marks.map(boxOf),
    covered: [
      toolsBox(sheet, props.toolsPx),
      ...(props.hasCompass ? [compassBox(sheet, type)] : []),
      ...(props.hasFoot ? [footBox(sheet, type)] : []),
    ],
    circles: rings,
    way,
    names: names.map(({ places, ...name }) => ({
      ...name,
      points: fromMiddle(
        places.map((each) => pointOf(view, sheet, each)),
        sheet,
      ),
    })),
  })
  const isOn = ({ x, y }: Point) => x > -40 && y > -40 && x < sheet.width + 40 && y < sheet.height + 40
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a picture of links, each with its own name
    <svg className="map-over" width={sheet.width} height={sheet.height}>
      {way && <path className="map-line" d={`M${way.from.x} ${way.from.y}L${way.to.x} ${way.to.y}`} />}
      {names.map(({ id, kind, name }) => {
        const box = stand.names.get(id)
        return box && <Name key={id} className={`name-${kind}`} name={name} box={box} />
      })}
      {rings.map(({ id, name }) => {
        const box = stand.circles.get(id)
        return box && <Name key={id} className="name-circle" name={name} box={box} />
      })}
      {way && stand.length && <Name className="map-length" name={way.length} box={stand.length} />}
      {stations.map((spot) => {
        const point = at(spot)
        return (
          isOn(point) && (
            <At key={spot.id} point={point}>
              <StationMark spot={spot} beside={besideOf(stand.stations.get(spot.id), point)} />
            </At>
          )
        )
      })}
      {stand.pins
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
          <OwnMark spot={own} beside={besideOf(stand.own, centre)} />
        </At>
      )}
    </svg>
  )
})

function boxOf({ point, reach }: Mark): Box {
  return { x: point.x - reach, y: point.y - reach, width: 2 * reach, height: 2 * reach }
}

/** The tools lie over the corner. [px] */
function toolsBox({ width, height }: Size, tall: number): Box {
  const [right, bottom] = [width - BEYOND_PX, height - BEYOND_PX]
  return { x: right - 60, y: bottom - tall, width: 60, height: tall }
}

/** The rose is 80 px and the words below it are two lines, some ten letters long. */
function compassBox({ width }: Size, type: number): Box {
  const wide = Math.max(100, type * 11)
  return { x: width - BEYOND_PX - 20 - wide, y: BEYOND_PX, width: wide + 20, height: 108 + type * 3.4 }
}

/** The button of the list, and beside it how many cases are not seen: some sixteen letters. [px] */
function footBox({ height }: Size, type: number): Box {
  const tall = 20 + type * 2
  return { x: BEYOND_PX, y: height - BEYOND_PX - tall, width: 24 + type * 16, height: tall }
}

/** A name is looked for where the map is looked at. */
function fromMiddle(points: readonly Point[], { width, height }: Size): Point[] {
  const far = ({ x, y }: Point) => Math.hypot(x - width / 2, y - height / 2)
  return points.toSorted((one, other) => far(one) - far(other))
}

function Name({
  name,
  box,
  className,
}: {
  name: string
  box: { x: number; y: number; width: number; height: number }
  className: string
}) {
  return (
    <text
      className={className}
      x={box.x + box.width / 2}
      y={box.y + box.height / 2}
      textAnchor="middle"
      dominantBaseline="central"
    >
      {name}
    </text>
  )
}
