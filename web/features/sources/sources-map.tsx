import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Station } from '../../api/queries.ts'
import { CountyMap } from '../../map/county-map.tsx'
import { hiddenIn, hiddenSearch, toggled } from '../../map/layers.ts'
import { distanceText } from '../../map/measure.ts'
import { bareSpot, sourceSpots } from '../../map/spots.ts'
import { useGround } from '../../map/use-ground.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { PlacedSource } from './order.ts'
import type { SourcesSearch } from './search.ts'

/** Sources beyond this are not what the first look is for. [m] */
const FARTHEST_M = 30_000

/** Where the shown sources lie around the station, within its circles, on the county's own drawing. */
export function SourcesMap(props: { sources: readonly PlacedSource[]; station: Station; search: SourcesSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const ground = useGround()
  const { sources, station, search } = props
  const hidden = hiddenIn(search.hide)
  const spots = useMemo(() => {
    const distances = new Map(sources.map(({ source, distanceM }) => [source.id, distanceM]))
    const all = sources.map(({ source }) => source)
    return sourceSpots(all, ({ id, kind }) =>
      [wordOf('web.sources.kind', kind, t), distanceText(distances.get(id) ?? 0)].join(' · '),
    )
  }, [sources, t])
  const near = useMemo(
    () => sources.filter(({ distanceM }) => (distanceM ?? 0) < FARTHEST_M).map(({ source }) => source),
    [sources],
  )
  const own = useMemo(() => bareSpot(station), [station])
  return (
    <section className="sources-map split">
      <CountyMap
        key={station.id}
        name={t('web.sources.map-of', { station: station.name })}
        anchor={station}
        ground={ground}
        fit={near}
        hasCircles
        own={own}
        sources={spots}
        legend={{
          hidden,
          onToggle: (layer) => {
            const { hide: _hide, ...others } = search
            navigate({ to: '/sources', search: { ...others, ...hiddenSearch(toggled(hidden, layer)) }, replace: true })
          },
        }}
        wheel="free"
      />
    </section>
  )
}
