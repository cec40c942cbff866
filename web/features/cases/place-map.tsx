import { useMemo } from 'react'
import type { CaseDetail, Station } from '../../api/queries.ts'
import { BetweenMap } from '../../map/between-map.tsx'
import { useText } from '../../text/language.ts'
import { nearestStation } from './facts.tsx'

/** Farther away a map would show nothing but a line. [m] */
const FARTHEST_M = 30_000

/** Where the case lies from the nearest station: both, the line between them, the circles. */
export function PlaceMap({ detail, stations }: { detail: CaseDetail; stations: readonly Station[] }) {
  const { t } = useText()
  const one = detail.case
  const nearest = nearestStation(one, stations)
  const { id, title, stage, late, lonWgs84, latWgs84 } = one
  const spots = useMemo(
    () => (lonWgs84 === null || latWgs84 === null ? [] : [{ id, title, stage, late, lonWgs84, latWgs84 }]),
    [id, title, stage, late, lonWgs84, latWgs84],
  )
  const [place] = spots
  if (!nearest || nearest.metres > FARTHEST_M || place === undefined) return null
  const km = `${(nearest.metres / 1000).toFixed(1)} km`
  return (
    <div className="place-map">
      <BetweenMap
        name={t('web.case.map', { station: nearest.station.name, km })}
        station={nearest.station}
        place={place}
        cases={spots}
      />
    </div>
  )
}
