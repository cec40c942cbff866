import { useMemo } from 'react'
import type { Station } from '../api/queries.ts'
import { CountyMap } from './county-map.tsx'
import type { Place } from './frame.ts'
import type { CaseSpot, SourceSpot } from './marks.ts'
import { bareSpot } from './spots.ts'
import { useGround } from './use-ground.ts'

/** A station and one place, the way between them and how long it is: where a case or a source lies. */
export function BetweenMap(props: {
  name: string
  station: Station
  place: Place
  cases?: readonly CaseSpot[]
  sources?: readonly SourceSpot[]
}) {
  const ground = useGround()
  const { station, place } = props
  const own = useMemo(() => bareSpot(station), [station])
  const { lonWgs84, latWgs84 } = place
  const there = useMemo(() => ({ lonWgs84, latWgs84 }), [lonWgs84, latWgs84])
  return (
    <CountyMap
      key={station.id}
      name={props.name}
      anchor={station}
      ground={ground}
      fit={useMemo(() => [there], [there])}
      hasCircles
      own={own}
      cases={props.cases ?? none}
      sources={props.sources ?? none}
      line={there}
    />
  )
}

const none: readonly never[] = []
