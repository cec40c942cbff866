import { Link } from '@tanstack/react-router'
import { SourceMark, StageMark } from '../parts/marks.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import type { Place } from './frame.ts'
import type { Lit } from './lit-mark.tsx'
import type { CaseSpot, PlacedSpot, StationSpot } from './marks.ts'

/** Sources that are listed before the map is asked to come nearer. */
const MOST_SOURCES = 200

/** All that is seen on the map, as links: for the keyboard, for screen readers, and for who would rather read. */
export function MarkList(props: {
  stations: readonly StationSpot[]
  cases: readonly CaseSpot[]
  sources: readonly PlacedSpot[]
  /** Pointed out by focus or pointer; null: no more. */
  onLit: (lit: Lit | null) => void
}) {
  const { t } = useText()
  const { stations, cases, sources } = props
  const point = ({ lonWgs84, latWgs84 }: Place, text: string) => ({
    onFocus: () => props.onLit({ place: { lonWgs84, latWgs84 }, text }),
    onBlur: () => props.onLit(null),
    onMouseEnter: () => props.onLit({ place: { lonWgs84, latWgs84 }, text }),
    onMouseLeave: () => props.onLit(null),
  })
  return (
    <section className="map-list map-control" aria-label={t('web.map.list')}>
      {stations.length > 0 && (
        <>
          <h3 className="label">{t('web.map.layer.stations')}</h3>
          <ul>
            {stations.map((spot) => (
              <li key={spot.id}>
                <Link to="/stations/$code" params={{ code: spot.code }} className="plain" {...point(spot, spot.name)}>
                  {spot.value !== null && <b>{spot.value}</b>} {spot.name}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {cases.length > 0 && (
        <>
          <h3 className="label">
            {t(cases.some(({ stage }) => stage === 'closed') ? 'web.room.cases' : 'web.map.layer.cases')}
          </h3>
          <ul>
            {cases.map((spot) => (
              <li key={spot.id}>
                <Link to="/cases/$id" params={{ id: spot.id }} className="plain" {...point(spot, spot.title)}>
                  <StageMark stage={spot.stage} late={spot.late} size={14} />
                  {spot.title} <span className="label">{wordOf('web.stage', spot.stage, t)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      {sources.length > 0 && (
        <>
          <h3 className="label">{t('web.map.sources')}</h3>
          <ul>
            {sources.slice(0, MOST_SOURCES).map((spot) => (
              <li key={spot.id}>
                <Link to="/sources/$id" params={{ id: spot.id }} className="plain" {...point(spot, spot.name)}>
                  <SourceMark source={spot.class} />
                  {spot.name} <span className="label">{spot.detail}</span>
                </Link>
              </li>
            ))}
          </ul>
          {sources.length > MOST_SOURCES && (
            <p className="label">{t('web.map.list-more', { count: sources.length - MOST_SOURCES })}</p>
          )}
        </>
      )}
      {stations.length + cases.length + sources.length === 0 && <p className="label">{t('web.map.list-empty')}</p>}
    </section>
  )
}
