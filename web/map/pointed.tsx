import { offsetFrom, type Place, type Point, pointOf, type Size, type View } from './frame.ts'
import { legsOf, lengthText } from './measure.ts'
import { Plane } from './plane.tsx'
import { type Stand, useDrawn } from './stand.ts'

/** What hands have put on the map: the way that is measured, the place that was chosen. */
export function Pointed(props: {
  anchor: Place
  stand: Stand
  first: View
  sheet: Size
  way: readonly Place[]
  chosen: Place | null
}) {
  const { anchor, stand, first, sheet, way, chosen } = props
  const view = useDrawn(stand, first)
  const at = (place: Place) => pointOf(view, sheet, offsetFrom(anchor, place))
  return (
    <Plane stand={stand} view={view}>
      <svg className="map-pointed" width={sheet.width} height={sheet.height} aria-hidden="true">
        {chosen && <Cross point={at(chosen)} />}
        {way.length > 0 && (
          <path className="way-line" d={`M${way.map((place) => `${at(place).x} ${at(place).y}`).join('L')}`} />
        )}
        {way.map((place, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a way may pass a place twice; its order is what it is
          <circle key={step} className="way-point" cx={at(place).x} cy={at(place).y} r="4" />
        ))}
        {legsOf(way).map(({ from, to, metres, bearing }, step) => {
          const [one, other] = [at(from), at(to)]
          return (
            <text
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              key={step}
              className="map-length"
              x={(one.x + other.x) / 2}
              y={(one.y + other.y) / 2 - 8}
              textAnchor="middle"
            >
              {lengthText(metres)} {bearing}°
            </text>
          )
        })}
      </svg>
    </Plane>
  )
}

function Cross({ point: { x, y } }: { point: Point }) {
  return (
    <>
      <circle className="chosen-ring" cx={x} cy={y} r="9" />
      <path
        className="chosen-cross"
        d={`M${x - 14} ${y}H${x - 4}M${x + 4} ${y}H${x + 14}M${x} ${y - 14}V${y - 4}M${x} ${y + 4}V${y + 14}`}
      />
    </>
  )
}
