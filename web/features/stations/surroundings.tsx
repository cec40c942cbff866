import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { bearingDeg, metresBetween } from '../../../src/standards/places.ts'
import { latestQuery, type Station, stationsQuery } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import '../../charts/charts.css'
import { measuredOf } from '../../charts/columns-line.ts'
import type { View } from '../../charts/view.ts'
import { Empty, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { windOf } from '../../place/wind.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { hourLabel } from '../../time/format.ts'
import { SECTORS, speedClasses, type WindRose, windRoseOf } from './wind-rose.ts'

// catalogue keys: web.level.*, web.wind.*

const speed = 'a01007'
const direction = 'a01008'
/** Neighbours that are listed. */
const MOST = 8

/** Where the air came from, and what the nearest stations measure. */
export function Surroundings({ station, window, fetched }: { station: Station; window: View; fetched: View }) {
  const { t } = useText()
  const stations = useQuery(stationsQuery)
  const latest = useQuery(latestQuery)
  if (!stations.data || !latest.data) return <Waiting rows={4} />
  const here = place(station)
  const near = stations.data.items
    .map((one) => ({
      station: one,
      metres: metresBetween(here, place(one)),
      fromDeg: bearingDeg(here, place(one)),
      factors: latest.data.items.find(({ stationId }) => stationId === one.id)?.factors ?? [],
    }))
    .sort((a, b) => a.metres - b.metres)
  const windy = near.find(({ factors }) =>
    [speed, direction].every((code) => factors.some(({ factor }) => factor === code)),
  )
  const own = near.find((one) => one.station.id === station.id)
  const others = near.filter((one) => one.station.id !== station.id).slice(0, MOST)
  return (
    <div className="surroundings">
      <section className="wind">
        <header className="panel-head">
          <h2>{t('web.station.wind')}</h2>
          <span className="label">
            {windy === undefined
              ? ''
              : windy.station.id === station.id
                ? t('web.station.wind-here')
                : t('web.station.wind-of', { name: windy.station.name, km: (windy.metres / 1000).toFixed(1) })}
          </span>
        </header>
        {windy === undefined ? (
          <Empty title={t('web.station.no-wind')} />
        ) : (
          <Rose code={windy.station.code} window={window} fetched={fetched} />
        )}
      </section>
      <section className="neighbours">
        <header className="panel-head">
          <h2>{t('web.station.neighbours')}</h2>
          <span className="label">{t('web.station.neighbours-note')}</span>
          <Link
            to="/compare"
            search={{
              stations: [station, ...others.slice(0, 3).map((one) => one.station)].map(({ code }) => code).join(','),
            }}
            className="push"
          >
            {t('web.station.to-compare')}
          </Link>
        </header>
        {others.length === 0 ? (
          <Empty title={t('web.station.no-neighbours')} />
        ) : (
          <WideTable name={t('web.station.neighbours')}>
            <NeighbourTable rows={[...(own ? [own] : []), ...others]} hereId={station.id} />
          </WideTable>
        )}
      </section>
    </div>
  )
}

interface Near {
  station: Station
  metres: number
  fromDeg: number
  factors: readonly { factor: string; hour: { value: number | null; endingAt: string } | null }[]
}

function NeighbourTable({ rows, hereId }: { rows: readonly Near[]; hereId: string }) {
  const { t, language } = useText()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('web.column.station')}</th>
          <th scope="col">{t('web.station.where')}</th>
          {factorOrder.map((factor) => (
            <th key={factor} scope="col" className="number">
              {factorLabel(factor, language)} <span className="unit-line">{unitOf(factor)}</span>
            </th>
          ))}
          <th scope="col" className="number" title={t('web.hour-by-end')}>
            {t('web.column.hour')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ station, metres, fromDeg, factors }) => {
          const isHere = station.id === hereId
          const newest = factors
            .flatMap(({ hour }) => hour?.endingAt ?? [])
            .sort()
            .at(-1)
          return (
            <tr key={station.id} className={isHere ? 'here' : undefined}>
              <td className="nowrap">
                <Link to="/stations/$code" params={{ code: station.code }} className="row-link">
                  {station.name}
                </Link>{' '}
                <span className="label">{wordOf('web.level', station.level, t)}</span>
              </td>
              <td className="nowrap quiet">
                {isHere
                  ? t('web.station.here')
                  : `${wordOf('web.wind.side', windOf(fromDeg), t)} ${(metres / 1000).toFixed(1)} km`}
              </td>
              {factorOrder.map((factor) => {
                const value = factors.find((one) => one.factor === factor)?.hour?.value ?? null
                return (
                  <td key={factor} className={value === null ? 'number label' : 'number'}>
                    {value === null ? '—' : valueText(value, factor)}
                  </td>
                )
              })}
              <td className="number label">{newest ? hourLabel(Date.parse(newest)) : '—'}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Rose({ code, window, fetched }: { code: string; window: View; fetched: View }) {
  const { t } = useText()
  const span = { from: isoShanghai(fetched.from), to: isoShanghai(fetched.to) }
  const asked = useColumns([speed, direction].map((factor) => ({ station: code, factor, resolution: 'hour', ...span })))
  const [speeds, directions] = [speed, direction].map((factor, at) => measuredOf(asked.data[at] ?? [], factor, 'hour'))
  if (asked.isPending) return <Waiting rows={4} />
  if (!speeds || !directions) return <Empty title={t('web.station.no-wind')} />
  const rose = windRoseOf(speeds, directions, window)
  if (rose.hours === 0) return <Empty title={t('web.station.no-wind')} />
  return <RoseDrawing rose={rose} />
}

const SIZE = 208
const R = 78

/** Bars by frequency, darker the stronger; the longest reaches the outer ring, whose share is written on it. */
function RoseDrawing({ rose }: { rose: WindRose }) {
  const { t } = useText()
  const totals = rose.sectors.map((sector) => sector.reduce((sum, hours) => sum + hours, 0))
  const most = Math.max(1, ...totals)
  const share = (hours: number) => Math.round((100 * hours) / rose.hours)
  const strongest = totals.indexOf(most)
  const arc = (sector: number, inner: number, outer: number) => {
    const [a, b] = [sector - 0.42, sector + 0.42].map((each) => ((each * 360) / SECTORS - 90) * (Math.PI / 180))
    const at = (r: number, angle = 0) => `${(r * Math.cos(angle)).toFixed(1)} ${(r * Math.sin(angle)).toFixed(1)}`
    return `M${at(inner, a)}L${at(outer, a)}A${outer} ${outer} 0 0 1 ${at(outer, b)}L${at(inner, b)}A${inner} ${inner} 0 0 0 ${at(inner, a)}Z`
  }
  const from = wordOf('web.wind', windOf((strongest * 360) / SECTORS), t)
  const label = t('web.station.wind-label', { from, share: share(most), calm: share(rose.calm), hours: rose.hours })
  return (
    <div className="rose">
      <svg
        className="chart"
        width={SIZE}
        height={SIZE}
        viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
        role="img"
        aria-label={label}
      >
        {[R / 2, R].map((r) => (
          <circle key={r} r={r} className="rose-ring" />
        ))}
        {rose.sectors.map((sector, at) => {
          let inner = 0
          return sector.map((hours, force) => {
            const outer = inner + (hours / most) * R
            const path = arc(at, inner, outer)
            inner = outer
            return hours === 0 ? null : (
              // biome-ignore lint/suspicious/noArrayIndexKey: sectors and forces have no other names
              <path key={`${at} ${force}`} className={`rose-${force}`} d={path} />
            )
          })
        })}
        {(['n', 'e', 's', 'w'] as const).map((side, at) => {
          const angle = (at * 90 - 90) * (Math.PI / 180)
          return (
            <text key={side} x={(R + 14) * Math.cos(angle)} y={(R + 14) * Math.sin(angle) + 4} textAnchor="middle">
              {t(`web.wind.side.${side}`)}
            </text>
          )
        })}
        <text className="halo" x={R * 0.72} y={-R * 0.72} textAnchor="start">
          {share(most)} %
        </text>
      </svg>
      <ul className="rose-key label">
        {speedClasses.map((upTo, force) => (
          <li key={upTo}>
            <i className={`rose-key-${force}`} />{' '}
            {Number.isFinite(upTo)
              ? t('web.station.speed-to', { speed: upTo })
              : t('web.station.speed-above', { speed: speedClasses[force - 1] ?? 0 })}
          </li>
        ))}
        <li>
          {t('web.wind.calm')} {share(rose.calm)} %
        </li>
        <li>{t('web.station.rose-hours', { hours: rose.hours })}</li>
      </ul>
    </div>
  )
}

function place({ lonWgs84, latWgs84 }: Station): { lon: number; lat: number } {
  return { lon: lonWgs84, lat: latWgs84 }
}
