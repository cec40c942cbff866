import { Link } from '@tanstack/react-router'
import type { Case, Outline, Source, Station, StationNow } from '../../api/queries.ts'
import { useSize } from '../../charts/use-size.ts'
import { SourceShape, StageShape } from '../../parts/marks.tsx'
import { Borders } from '../../place/borders.tsx'
import { clearSide } from '../../place/clear-side.ts'
import { offsetFrom } from '../../place/offset.ts'
import '../../place/place.css'
import { useText } from '../../text/language.ts'
import { factorName, valueText, wordOf } from '../../text/names.ts'
import { Compass } from './compass.tsx'

const LEGEND = 34
const rings = [
  { km: 1, className: 'ring-1' },
  { km: 3, className: 'ring-3' },
  { km: 5, className: 'ring-5' },
] as const

/** Where the scripts written in full-width signs begin (CJK radicals). */
const FIRST_WIDE = 0x2e80

/** About how wide a text of 13 px is. [px] */
function textWidth(text: string): number {
  return [...text].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) < FIRST_WIDE ? 7.4 : 13), 0)
}

/**
 * What is where around the station, drawn from coordinates alone: rings of 1, 3 and 5 km over the borders that are known,
 * sources by their class, stations with their values, open cases as pins.
 */
export function RingsMap(props: {
  stations: readonly Station[]
  centre: Station
  latest: readonly StationNow[]
  factor: string
  cases: readonly Case[]
  sources: readonly Source[]
  outlines: readonly Outline[]
  now: number
}) {
  const { t, language } = useText()
  const { ref, width, height: whole } = useSize()
  const height = width < 520 ? Math.max(300, width) : Math.max(300, whole - LEGEND)
  const perKm = Math.min(width, height) / 11.4
  const place = (at: { lonWgs84: number; latWgs84: number }) => {
    const { eastM, northM } = offsetFrom(props.centre, at)
    return { x: width / 2 + (eastM / 1000) * perKm, y: height / 2 - (northM / 1000) * perKm }
  }
  const isInside = ({ x, y }: { x: number; y: number }) => x > 16 && x < width - 16 && y > 20 && y < height - 30
  const valueAt = (station: Station) => {
    const factor = props.latest
      .find((each) => each.stationId === station.id)
      ?.factors.find((each) => each.factor === props.factor)
    // The legend says hour; a sample of this minute is another quantity and has no place beside it.
    return factor?.hour?.value ?? null
  }
  const pins = props.cases.flatMap((one) => {
    if (one.lonWgs84 === null || one.latWgs84 === null) return []
    const at = place({ lonWgs84: one.lonWgs84, latWgs84: one.latWgs84 })
    return isInside(at) ? [{ one, ...at }] : []
  })
  const outside = props.cases.length - pins.length
  const centre = { x: width / 2, y: height / 2 }
  const own = valueAt(props.centre)
  const ownText = own === null ? '—' : valueText(own, props.factor)
  const others = props.stations.filter((each) => each.id !== props.centre.id).map(place)
  const ownLabel = clearSide(
    centre,
    { width: textWidth(props.centre.name) + ownText.length * 8 + 20, height: 24 },
    16,
    others.map(({ x, y }) => ({ x: x - 17, y: y - 10, width: 34, height: 20 })),
  )
  return (
    <div ref={ref} className="rings drawing">
      <svg width={width} height={height}>
        <title>{t('web.map.label', { station: props.centre.name })}</title>
        <Borders outlines={props.outlines} place={place} />
        {rings.map(({ km, className }) => (
          <g key={km}>
            <circle className={className} cx={centre.x} cy={centre.y} r={km * perKm} />
            <text className="ring-name halo" x={centre.x} y={centre.y - km * perKm + 4} textAnchor="middle">
              {km} km
            </text>
          </g>
        ))}
        {props.sources.map((source) => {
          const at = place(source)
          return isInside(at) ? (
            <Link
              key={source.id}
              to="/sources/$id"
              params={{ id: source.id }}
              aria-label={`${source.name} ${wordOf('web.source', source.class, t)}`}
            >
              <g className="source-mark source-mark-small" transform={`translate(${at.x - 5} ${at.y - 5}) scale(.625)`}>
                <title>{`${source.name} · ${wordOf('web.source', source.class, t)}`}</title>
                <SourceShape source={source.class} />
              </g>
            </Link>
          ) : null
        })}
        {props.stations
          .filter((each) => each.id !== props.centre.id)
          .map((each) => {
            const at = place(each)
            const value = valueAt(each)
            return isInside(at) ? (
              <g key={each.id} className="micro">
                <title>{`${each.name} ${factorName(props.factor, language)}`}</title>
                <rect x={at.x - 17} y={at.y - 10} width="34" height="20" rx="2" />
                <text x={at.x} y={at.y + 4} textAnchor="middle">
                  {value === null ? '—' : valueText(value, props.factor)}
                </text>
              </g>
            ) : null
          })}
        {pins.map(({ one, x, y }) => (
          <Link
            key={one.id}
            to="/cases/$id"
            params={{ id: one.id }}
            aria-label={`${wordOf('web.stage', one.stage, t)} ${one.title}`}
          >
            <g className={one.late ? 'pin pin-late' : 'pin'} transform={`translate(${x - 10} ${y - 27})`}>
              <title>{`${one.title} · ${wordOf('web.stage', one.stage, t)}`}</title>
              <path
                className="pin-body"
                d="M10 27C10 27 19.5 16.5 19.5 9.8A9.5 9.5 0 0 0 .5 9.8C.5 16.5 10 27 10 27Z"
              />
              <g className="mark" transform="translate(2 2)">
                <StageShape stage={one.stage} />
              </g>
            </g>
          </Link>
        ))}
        <g className="own">
          <circle className="own-ring" cx={centre.x} cy={centre.y} r="8" />
          <circle className="own-dot" cx={centre.x} cy={centre.y} r="3.2" />
          <rect className="own-label" {...ownLabel} rx="2" />
          <text className="own-name" x={ownLabel.x + 8} y={ownLabel.y + 17}>
            {props.centre.name} <tspan className="own-value">{ownText}</tspan>
          </text>
        </g>
      </svg>
      <Compass now={props.latest.find((each) => each.stationId === props.centre.id)} />
      <p className="legend label">
        <span>
          <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" className="own">
            <circle className="own-ring" cx="8" cy="8" r="6.4" />
            <circle className="own-dot" cx="8" cy="8" r="2.6" />
          </svg>
          {t('web.map.station')}
        </span>
        {props.stations.length > 1 && (
          <span>
            <svg width="22" height="14" viewBox="0 0 22 14" aria-hidden="true" className="micro">
              <rect x=".5" y=".5" width="21" height="13" rx="2" />
            </svg>
            {t('web.map.others')}
          </span>
        )}
        <span>
          <svg width="12" height="16" viewBox="0 0 20 28" aria-hidden="true" className="pin">
            <path className="pin-body" d="M10 27C10 27 19.5 16.5 19.5 9.8A9.5 9.5 0 0 0 .5 9.8C.5 16.5 10 27 10 27Z" />
          </svg>
          {t('web.map.cases')}
        </span>
        {props.sources.length > 0 && (
          <span>
            <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true" className="source-mark">
              <SourceShape source="dust" />
            </svg>
            {t('web.room.sources')}
          </span>
        )}
        {outside > 0 && <span className="push">{t('web.map.outside', { cases: outside })}</span>}
        <span className={outside > 0 ? 'scale' : 'scale push'}>
          <svg width={perKm} height="8" aria-hidden="true">
            <path className="scale-bar" d={`M.5 1V7H${perKm - 0.5}V1`} />
          </svg>
          1 km
        </span>
      </p>
    </div>
  )
}
