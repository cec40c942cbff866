import { useMemo } from 'react'
import type { Station, StationNow } from '../../api/queries.ts'
import { Compass } from '../../map/compass.tsx'
import { CountyMap } from '../../map/county-map.tsx'
import type { Layer } from '../../map/layers.ts'
import { stationSpots, windNow } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useText } from '../../text/language.ts'

/** Stations where they stand, with the last hour of one factor; a press opens one. */
export function StationsMap(props: {
  stations: readonly Station[]
  latest: readonly StationNow[]
  factor: string
  hidden: readonly Layer[]
  onToggle: (layer: Layer) => void
}) {
  const { t, language } = useText()
  const ground = useGround()
  const { stations, latest, factor } = props
  const spots = useMemo(() => stationSpots(stations, latest, factor, language), [stations, latest, factor, language])
  const [centre] = stations
  const others = useMemo(() => spots.slice(1), [spots])
  const now = latest.find((each) => each.stationId === centre?.id)
  const wind = useMemo(() => windNow(now), [now])
  if (!centre) return null
  return (
    <section className="stations-map">
      <CountyMap
        key={centre.id}
        name={t('web.monitoring.map-of', { count: stations.length })}
        anchor={centre}
        ground={ground}
        fit={stations}
        hasCircles
        own={spots[0] ?? null}
        stations={others}
        wind={wind}
        legend={{ hidden: props.hidden, onToggle: props.onToggle }}
        wheel="free"
      >
        <Compass now={now} />
      </CountyMap>
    </section>
  )
}
