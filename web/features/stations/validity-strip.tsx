import { useId, useMemo } from 'react'
import { DAY_MS, HOUR_MS, hourEndingAt, isoShanghai, OFFSET_MS } from '../../../src/standards/civil-time.ts'
import type { Station } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { calendarTicks } from '../../charts/calendar-axis.ts'
import '../../charts/charts.css'
import { measuredOf } from '../../charts/columns-line.ts'
import { qualityAt } from '../../charts/line.ts'
import { scale } from '../../charts/scale.ts'
import { stretchesOf } from '../../charts/stretches.ts'
import { useSize } from '../../charts/use-size.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder } from '../../text/names.ts'

/** Shared with the calendar above. [px] */
const GUTTER = 64
const ROW = 17
const DAYS = 30
const RIGHT = 8

/** The last thirty days of hours of the six factors: valid, in doubt, invalid, missing, and how many of them were valid. */
export function ValidityStrip({ station, now }: { station: Station; now: number }) {
  const { t, language } = useText()
  const { ref, width } = useSize()
  const hatch = useId()
  const to = hourEndingAt(now)
  // From a midnight of Shanghai on.
  const from = Math.floor((to + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS - (DAYS - 1) * DAY_MS
  const span = { from: isoShanghai(from), to: isoShanghai(to) }
  const asked = useColumns(
    factorOrder.map((factor) => ({ station: station.code, factor, resolution: 'hour' as const, ...span })),
  )
  const rows = useMemo(
    () =>
      factorOrder.map((factor, place) => {
        const measured = measuredOf(asked.data[place] ?? [], factor, 'hour')
        const valid =
          measured?.ends.filter(
            (_, index) => qualityAt(measured, index) === 'valid' && (measured.values[index] ?? null) !== null,
          ).length ?? 0
        return { factor, stretches: measured === null ? [] : stretchesOf(measured), valid }
      }),
    [asked.data],
  )
  // The hour that is under way is nobody's fault.
  const hours = Math.max(1, Math.floor((Math.min(now, to) - from) / HOUR_MS))
  const valid = rows.reduce((sum, row) => sum + Math.min(hours, row.valid), 0)
  const share = ((100 * valid) / (hours * rows.length)).toFixed(1)
  const x = scale([from, to], [GUTTER, Math.max(GUTTER + 1, width - RIGHT)])
  const height = rows.length * ROW + 22
  return (
    <section className="validity">
      <header className="panel-head">
        <h2>{t('web.station.validity', { days: DAYS })}</h2>
        <span className="label">{t('web.station.validity-note')}</span>
        <ul className="validity-key label push">
          <li>
            <i className="key-valid" /> {t('web.station.quality.valid')}
          </li>
          <li>
            <i className="key-suspect" /> {t('web.station.quality.suspect')}
          </li>
          <li>
            <i className="key-invalid" /> {t('web.station.quality.invalid')}
          </li>
          <li>
            <i className="gap-mark" /> {t('web.station.no-value')}
          </li>
          <li className="validity-share">
            {t('web.station.valid-share')} <b>{share} %</b>
          </li>
        </ul>
      </header>
      {asked.error && <Trouble error={asked.error} retry={asked.again} />}
      {asked.isPending && rows.every(({ stretches }) => stretches.length === 0) && <Waiting rows={3} height={30} />}
      <div
        ref={ref}
        className="chart"
        role="img"
        aria-label={`${t('web.station.validity', { days: DAYS })}${t('web.join')}${share} %`}
      >
        <svg width={width} height={height} aria-hidden="true">
          <defs>
            <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect className="hatch-ground" width="5" height="5" />
              <path className="hatch-line" d="M0 0V5" />
            </pattern>
          </defs>
          {rows.map(({ factor, stretches }, row) => (
            <g key={factor}>
              <text x={GUTTER - 12} y={row * ROW + 11} textAnchor="end">
                {factorLabel(factor, language)}
              </text>
              {stretches.map((stretch) => {
                const left = x(Math.max(from, stretch.from))
                return (
                  <rect
                    key={`${stretch.from} ${stretch.quality}`}
                    className={`lane lane-${stretch.quality}`}
                    x={left}
                    width={Math.max(1, x(Math.min(to, stretch.to)) - left)}
                    y={row * ROW + 1}
                    height={ROW - 5}
                    fill={stretch.quality === 'suspect' ? `url(#${hatch})` : undefined}
                  />
                )
              })}
            </g>
          ))}
          {calendarTicks(from, to, width - GUTTER - RIGHT).map((tick) => (
            <text key={tick.at} x={x(tick.at)} y={height - 5} textAnchor="middle">
              {tick.text}
            </text>
          ))}
        </svg>
      </div>
    </section>
  )
}
