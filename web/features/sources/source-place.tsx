import { useQuery } from '@tanstack/react-query'
import type { SourceClass } from '../../../src/domain/sources/model.ts'
import { circleAt } from '../../../src/domain/stations/model.ts'
import { outlinesQuery, type Station, stationsQuery } from '../../api/queries.ts'
import { useSize } from '../../charts/use-size.ts'
import { SourceShape } from '../../parts/marks.tsx'
import { Borders } from '../../place/borders.tsx'
import { offsetFrom } from '../../place/offset.ts'
import '../../place/place.css'
import { windOf } from '../../place/wind.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { placed } from './order.ts'
import { distanceText } from './words.ts'

const HEIGHT = 260

interface Place {
  lonWgs84: number
  latWgs84: number
  class: SourceClass
}

/** Where a source lies from the national-control station: how far, in which direction, in which circle, and drawn. */
export function SourcePlace({ source }: { source: Parameters<typeof placed>[0] }) {
  const { t } = useText()
  const me = useMe()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const station = stations.data?.items[0]
  const { distanceM, bearing } = placed(source, station)
  const circle = distanceM === null ? null : circleAt(distanceM)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.sources.place')}</h2>
        <span className="label">
          {source.latWgs84.toFixed(5)} N, {source.lonWgs84.toFixed(5)} E {t('web.case.coordinates')}
        </span>
      </header>
      {station && distanceM !== null && bearing !== null && (
        <>
          <p>
            {t('web.sources.from-station', {
              station: station.name,
              distance: distanceText(distanceM),
              bearing,
              wind: wordOf('web.sources.to', windOf(bearing), t),
            })}
            {t('web.join')}
            <b>{wordOf('web.sources.circle', circle ?? 'beyond', t)}</b>
          </p>
          <PlaceDrawing place={source} station={station} />
        </>
      )}
    </section>
  )
}

/** Station, circles, borders and the place, both in view with air around. */
export function PlaceDrawing({ place, station }: { place: Place; station: Station }) {
  const { t } = useText()
  const { ref, width } = useSize()
  const outlines = useQuery(outlinesQuery)
  const { eastM, northM } = offsetFrom(station, place)
  const perM = Math.min(
    (width - 150) / Math.max(900, Math.abs(eastM)),
    (HEIGHT - 100) / Math.max(700, Math.abs(northM)),
  )
  const seat = { x: width / 2 - (eastM * perM) / 2, y: HEIGHT / 2 + (northM * perM) / 2 }
  const at = (where: { lonWgs84: number; latWgs84: number }) => {
    const offset = offsetFrom(station, where)
    return { x: seat.x + offset.eastM * perM, y: seat.y - offset.northM * perM }
  }
  const here = at(place)
  return (
    <div
      ref={ref}
      className="drawing source-drawing"
      role="img"
      aria-label={t('web.sources.map-of', { station: station.name })}
    >
      {width > 0 && (
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <Borders outlines={outlines.data?.items ?? []} place={at} />
          {[1, 3, 5].map((ring) => (
            <g key={ring}>
              <circle className={`ring-${ring}`} cx={seat.x} cy={seat.y} r={ring * 1000 * perM} />
              <text className="halo" x={seat.x - ring * 1000 * perM} y={seat.y + 4} textAnchor="middle">
                {ring} km
              </text>
            </g>
          ))}
          <path className="place-line" d={`M${seat.x} ${seat.y}L${here.x} ${here.y}`} />
          <g className="own">
            <circle className="own-ring" cx={seat.x} cy={seat.y} r="7" />
            <circle className="own-dot" cx={seat.x} cy={seat.y} r="2.8" />
          </g>
          <text className="halo place-name" x={seat.x} y={seat.y + (northM > 0 ? 22 : -14)} textAnchor="middle">
            {station.name}
          </text>
          <g className="source-mark source-mark-here" transform={`translate(${here.x - 8} ${here.y - 8})`}>
            <SourceShape source={place.class} />
          </g>
        </svg>
      )}
    </div>
  )
}
