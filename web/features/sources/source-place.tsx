import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { circleAt } from '../../../src/domain/stations/model.ts'
import { stationsQuery } from '../../api/queries.ts'
import { BetweenMap } from '../../map/between-map.tsx'
import { distanceText } from '../../map/measure.ts'
import { sourceSpots } from '../../map/spots.ts'
import { useRadii } from '../../place/circles.ts'
import { windOf } from '../../place/wind.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { placed } from './order.ts'

/** Where a source lies from the national-control station: how far, in which direction, in which circle, and drawn. */
export function SourcePlace({ source }: { source: Parameters<typeof placed>[0] }) {
  const { t } = useText()
  const me = useMe()
  const radii = useRadii()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const station = stations.data?.items[0]
  const { distanceM, bearing } = placed(source, station)
  const kind = wordOf('web.sources.kind', source.kind, t)
  const spots = useMemo(() => sourceSpots([source], () => kind), [source, kind])
  const circle = distanceM === null ? null : circleAt(distanceM, radii)
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
            <b>{wordOf('web.circle', circle ?? 'outside', t)}</b>
          </p>
          <div className="source-drawing">
            <BetweenMap
              name={t('web.sources.map-of', { station: station.name })}
              station={station}
              place={source}
              sources={spots}
            />
          </div>
        </>
      )}
    </section>
  )
}
