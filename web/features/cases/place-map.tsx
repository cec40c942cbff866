import type { CaseDetail, Station } from '../../api/queries.ts'
import { useSize } from '../../charts/use-size.ts'
import { StageShape } from '../../parts/marks.tsx'
import { offsetFrom } from '../../place/offset.ts'
import '../../place/place.css'
import { useText } from '../../text/language.ts'
import { nearestStation } from './facts.tsx'

const HEIGHT = 200

/** Where the case lies from the nearest station: both, the line between them, rings of 1, 3 and 5 km. */
export function PlaceMap({ detail, stations }: { detail: CaseDetail; stations: readonly Station[] }) {
  const { t } = useText()
  const { ref, width } = useSize()
  const one = detail.case
  const nearest = nearestStation(one, stations)
  if (!nearest || nearest.metres > 30_000 || one.lonWgs84 === null || one.latWgs84 === null) return null
  const { eastM, northM } = offsetFrom(nearest.station, { lonWgs84: one.lonWgs84, latWgs84: one.latWgs84 })
  // Both in view with air around: the longer side of the line decides.
  const perM = Math.min((width - 130) / Math.max(700, Math.abs(eastM)), (HEIGHT - 90) / Math.max(500, Math.abs(northM)))
  const station = { x: width / 2 - (eastM * perM) / 2, y: HEIGHT / 2 + (northM * perM) / 2 + 8 }
  const pin = { x: station.x + eastM * perM, y: station.y - northM * perM }
  const km = `${(nearest.metres / 1000).toFixed(1)} km`
  return (
    <div
      ref={ref}
      className="place-map drawing"
      role="img"
      aria-label={t('web.case.map', { station: nearest.station.name, km })}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {[1, 3, 5].map((ring) => (
            <circle key={ring} className={`ring-${ring}`} cx={station.x} cy={station.y} r={ring * 1000 * perM} />
          ))}
          <path className="place-line" d={`M${station.x} ${station.y}L${pin.x} ${pin.y}`} />
          <g className="own">
            <circle className="own-ring" cx={station.x} cy={station.y} r="7" />
            <circle className="own-dot" cx={station.x} cy={station.y} r="2.8" />
          </g>
          <text className="halo place-name" x={station.x} y={station.y + 22} textAnchor="middle">
            {nearest.station.name}
          </text>
          <g className={one.late ? 'pin pin-late' : 'pin'} transform={`translate(${pin.x - 10} ${pin.y - 27})`}>
            <path className="pin-body" d="M10 27C10 27 19.5 16.5 19.5 9.8A9.5 9.5 0 0 0 .5 9.8C.5 16.5 10 27 10 27Z" />
            <g className="mark" transform="translate(2 2)">
              <StageShape stage={one.stage} />
            </g>
          </g>
          <text className="halo place-km" x={(station.x + pin.x) / 2 + 8} y={(station.y + pin.y) / 2 + 4}>
            {km}
          </text>
        </svg>
      )}
    </div>
  )
}
