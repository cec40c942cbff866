import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type AlertDetail, latestQuery, stationsQuery } from '../../api/queries.ts'
import { Compass } from '../../map/compass.tsx'
import { CountyMap } from '../../map/county-map.tsx'
import { stationSpots, windNow } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useText } from '../../text/language.ts'
import { factorName } from '../../text/names.ts'

/** The station among its neighbours as they are now: the last hour of the factor at each, the wind where it is measured. */
export function AlertMap({ alert, factor }: { alert: AlertDetail['alert']; factor: string }) {
  const { t, language } = useText()
  const ground = useGround()
  const stations = useQuery(stationsQuery)
  const latest = useQuery(latestQuery)
  const items = stations.data?.items
  const hours = latest.data?.items
  const here = items?.find(({ id }) => id === alert.stationId)
  const all = useMemo(() => stationSpots(items ?? [], hours ?? [], factor, language), [items, hours, factor, language])
  const others = useMemo(() => all.filter(({ id }) => id !== alert.stationId), [all, alert.stationId])
  // Where the station has no vane, the one of the county that has one.
  const windy = useMemo(() => {
    const own = hours?.find(({ stationId }) => stationId === alert.stationId)
    return windNow(own) === null ? hours?.find((one) => windNow(one) !== null) : own
  }, [hours, alert.stationId])
  const wind = useMemo(() => windNow(windy), [windy])
  if (here === undefined || hours === undefined) return null
  return (
    <section className="alert-map" aria-label={t('web.alert.map', { station: here.name })}>
      <CountyMap
        key={here.id}
        name={t('web.alert.map-of', { station: here.name, factor: factorName(factor, language) })}
        anchor={here}
        ground={ground}
        fit="circles"
        hasCircles
        own={all.find(({ id }) => id === here.id) ?? null}
        stations={others}
        wind={wind}
      >
        <Compass now={windy} />
        <p className="label alert-map-note">{t('web.alert.map-note')}</p>
      </CountyMap>
    </section>
  )
}
