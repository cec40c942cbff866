import { Link } from '@tanstack/react-router'
import { sourceClasses } from '../../../src/domain/sources/model.ts'
import { circles, usualRadiiKm } from '../../../src/domain/stations/model.ts'
import type { Outline, Station } from '../../api/queries.ts'
import { useSize } from '../../charts/use-size.ts'
import { SourceMark, SourceShape } from '../../parts/marks.tsx'
import { Borders } from '../../place/borders.tsx'
import { offsetFrom } from '../../place/offset.ts'
import '../../place/place.css'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { PlacedSource } from './order.ts'
import { distanceText } from './words.ts'

const LEGEND = 36
const TALLEST = 620
/** The least and the most that is seen to each side of the station. [m] */
const [NEAREST, FARTHEST] = [5_700, 30_000]
/** Marks drawn at most: beyond that nobody tells them apart. */
const MOST_MARKS = 1_500

/** Where the shown sources lie around the station, within its circles and the borders that are known. */
export function SourcesMap(props: {
  sources: readonly PlacedSource[]
  station: Station
  outlines: readonly Outline[]
}) {
  const { t } = useText()
  const { ref, width, height: whole } = useSize()
  const { station, sources } = props
  const height = Math.min(TALLEST, width < 420 ? width : Math.max(300, Math.min(whole - LEGEND, width * 1.1)))
  const farthest = Math.max(0, ...sources.map(({ distanceM }) => distanceM ?? 0))
  const reach = Math.min(FARTHEST, Math.max(NEAREST, farthest * 1.08))
  const perM = Math.min(width, height) / 2 / reach
  const place = (at: { lonWgs84: number; latWgs84: number }) => {
    const { eastM, northM } = offsetFrom(station, at)
    return { x: width / 2 + eastM * perM, y: height / 2 - northM * perM }
  }
  const centre = { x: width / 2, y: height / 2 }
  const marks = sources
    .map(({ source, distanceM }) => ({ source, distanceM, ...place(source) }))
    .filter(({ x, y }) => x > 6 && x < width - 6 && y > 6 && y < height - 6)
    .slice(0, MOST_MARKS)
  return (
    <section ref={ref} className="sources-map drawing split" aria-label={t('web.sources.map')}>
      {width > 0 && (
        <svg width={width} height={height}>
          <title>{t('web.sources.map-of', { station: station.name })}</title>
          <Borders outlines={props.outlines} place={place} />
          {circles.map((circle) => (
            <g key={circle}>
              <circle
                className={`ring-${usualRadiiKm[circle]}`}
                cx={centre.x}
                cy={centre.y}
                r={usualRadiiKm[circle] * 1000 * perM}
              />
              <text
                className="halo"
                x={centre.x}
                y={centre.y - usualRadiiKm[circle] * 1000 * perM + 4}
                textAnchor="middle"
              >
                {usualRadiiKm[circle]} km
              </text>
            </g>
          ))}
          <g className="own">
            <circle className="own-ring" cx={centre.x} cy={centre.y} r="7" />
            <circle className="own-dot" cx={centre.x} cy={centre.y} r="2.8" />
          </g>
          <text className="halo place-name" x={centre.x} y={centre.y + 22} textAnchor="middle">
            {station.name}
          </text>
          {marks.map(({ source, distanceM, x, y }) => (
            <Link
              key={source.id}
              to="/sources/$id"
              params={{ id: source.id }}
              aria-label={`${source.name} ${wordOf('web.sources.kind', source.kind, t)}`}
            >
              <g className="source-mark" transform={`translate(${x - 7} ${y - 7}) scale(.875)`}>
                <title>
                  {[source.name, wordOf('web.sources.kind', source.kind, t), distanceText(distanceM ?? 0)].join(' · ')}
                </title>
                <SourceShape source={source.class} />
              </g>
            </Link>
          ))}
        </svg>
      )}
      <p className="sources-legend label">
        {sourceClasses.map((each) => (
          <span key={each}>
            <SourceMark source={each} /> {wordOf('web.source', each, t)}
          </span>
        ))}
        {marks.length < sources.length && (
          <span className="push">{t('web.sources.outside', { sources: sources.length - marks.length })}</span>
        )}
      </p>
    </section>
  )
}
