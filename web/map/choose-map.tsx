import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { stationsQuery } from '../api/queries.ts'
import { useMe } from '../shell/me.tsx'
import { useText } from '../text/language.ts'
import { CountyMap } from './county-map.tsx'
import type { Place } from './frame.ts'
import { bareSpot } from './spots.ts'
import { useGround } from './use-ground.ts'

/** The county to press a place on: around the first station, or around what is chosen already. Nothing where neither is known. */
export function ChooseMap({ at, onChoose }: { at: Place | null; onChoose: (place: Place) => void }) {
  const { t } = useText()
  const me = useMe()
  const ground = useGround()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const station = stations.data?.items[0]
  const own = useMemo(() => (station ? bareSpot(station) : null), [station])
  // What is pressed on the map does not move it: only what was there when it opened is fitted.
  const [first] = useState(at)
  const fit = useMemo(() => (first ? [first] : 'circles'), [first])
  const anchor = station ?? at
  if (!anchor) return null
  return (
    <div className="map-choice">
      <CountyMap
        key={station?.id ?? 'place'}
        name={t('web.map.choose')}
        anchor={anchor}
        ground={ground}
        fit={fit}
        hasCircles={station !== undefined}
        own={own}
        choice={{ at, onChoose }}
        wheel="free"
      />
    </div>
  )
}
