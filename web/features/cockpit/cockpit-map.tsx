import { useMemo } from 'react'
import type { Case, Source, Station, StationNow } from '../../api/queries.ts'
import { Compass } from '../../map/compass.tsx'
import { CountyMap } from '../../map/county-map.tsx'
import type { Layer } from '../../map/layers.ts'
import { caseSpots, sourceSpots, stationSpots, windNow } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

/** What is where around the station: its circles, sources, stations with their values, open cases, the wind. */
export function CockpitMap(props: {
  stations: readonly Station[]
  centre: Station
  latest: readonly StationNow[]
  factor: string
  cases: readonly Case[]
  sources: readonly Source[]
  hidden: readonly Layer[]
  onToggle: (layer: Layer) => void
}) {
  const { t, language } = useText()
  const { centre, latest, factor } = props
  const ground = useGround()
  const now = latest.find((each) => each.stationId === centre.id)
  const all = useMemo(
    () => stationSpots(props.stations, latest, factor, language),
    [props.stations, latest, factor, language],
  )
  const cases = useMemo(() => caseSpots(props.cases), [props.cases])
  const sources = useMemo(
    () => sourceSpots(props.sources, (source) => wordOf('web.source', source.class, t)),
    [props.sources, t],
  )
  return (
    <CountyMap
      name={t('web.map.label', { station: centre.name })}
      anchor={centre}
      ground={ground}
      fit="circles"
      hasCircles
      own={all.find(({ id }) => id === centre.id) ?? null}
      stations={useMemo(() => all.filter(({ id }) => id !== centre.id), [all, centre.id])}
      cases={cases}
      sources={sources}
      wind={useMemo(() => windNow(now), [now])}
      legend={{ hidden: props.hidden, onToggle: props.onToggle }}
      wheel="free"
    >
      <Compass now={now} />
    </CountyMap>
  )
}
