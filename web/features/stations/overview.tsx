import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { civilOf, isoShanghai } from '../../../src/standards/civil-time.ts'
import { latestQuery, type Station } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { measuredOf } from '../../charts/columns-line.ts'
import { colourOf, type Line } from '../../charts/line.ts'
import { LineTable } from '../../charts/line-table.tsx'
import { Readout } from '../../charts/readout.tsx'
import { useSharedAxis } from '../../charts/shared-axis.ts'
import { TakeAlong } from '../../charts/take-along.tsx'
import { useSize } from '../../charts/use-size.ts'
import { fetchedFor, type View, viewSearch } from '../../charts/view.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText } from '../../text/names.ts'
import { spanTexts } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { FactorCell } from './factor-cell.tsx'
import { SpanControls } from './span-controls.tsx'
import { Surroundings } from './surroundings.tsx'
import { ValidityStrip } from './validity-strip.tsx'
import { type StationSearch, windowOf } from './view.ts'
import { YearCalendar, YearLevels } from './year-calendar.tsx'
import { YearFigures } from './year-figures.tsx'
import './overview.css'

/** Below this the six factors do not fit beside each other: one at a time. [px] */
const NARROW = 760

/** A station in one look: its six factors, its year against the limits, every day, and how far the data can be trusted. */
export function Overview({ station, search }: { station: Station; search: StationSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const picture = useRef<HTMLElement>(null)
  const { ref, width } = useSize()
  const latest = useQuery(latestQuery)
  const values = latest.data?.items.find(({ stationId }) => stationId === station.id)?.factors ?? []
  // An overview is of hours.
  const { resolution: _resolution, ...ofHours } = search
  const window = windowOf(ofHours, now)
  const shown = spanTexts(window.from, window.to, now)
  const fetched = window.isRolling ? window : fetchedFor(window)
  const span = { from: isoShanghai(fetched.from), to: isoShanghai(fetched.to) }
  const asked = useColumns(
    factorOrder.map((factor) => ({ station: station.code, factor, resolution: 'hour' as const, ...span })),
    window.isRolling ? { everyMs: window.refreshMs } : {},
  )
  const lines = useMemo(
    () =>
      factorOrder.flatMap((factor, place): Line[] => {
        const measured = measuredOf(asked.data[place] ?? [], factor, 'hour')
        if (measured === null) return []
        return [{ ...measured, key: factor, factor, name: factorLabel(factor, language), colour: colourOf(factor) }]
      }),
    [asked.data, language],
  )
  const settle = (view: View | null) => {
    const { span: _span, from: _from, to: _to, ...rest } = search
    navigate({
      to: '/stations/$code',
      params: { code: station.code },
      search: view === null ? rest : { ...rest, ...viewSearch(view) },
      replace: search.from !== undefined,
      resetScroll: false,
    })
  }
  const axis = useSharedAxis(window, settle)
  const year = search.year ?? civilOf(now).year
  const isNarrow = width > 0 && width < NARROW
  const chosen = search.factor ?? factorOrder[0]
  const shownFactors = isNarrow ? factorOrder.filter((factor) => factor === chosen) : factorOrder
  const shownLines = isNarrow ? lines.filter(({ factor }) => factor === chosen) : lines
  return (
    <div ref={ref} className="station-overview">
      <div className="overview-tools">
        <SpanControls code={station.code} search={search} window={window} />
        <Readout axis={axis} lines={shownLines} resolution="hour" now={now} />
        <span className="chart-files">
          <Link
            to="/stations/$code"
            params={{ code: station.code }}
            search={search.table ? without(search, 'table') : { ...search, table: true }}
            replace
            resetScroll={false}
          >
            {t(search.table ? 'web.chart.as-picture' : 'web.chart.as-table')}
          </Link>
          <TakeAlong
            picture={picture}
            lines={lines}
            view={window}
            isComing={asked.isComing}
            fileName={`${station.name}-${viewSearch(window).from.slice(0, 10)}`}
          />
        </span>
      </div>
      {isNarrow && (
        <nav className="chips overview-chips" aria-label={t('web.station.factor')}>
          {factorOrder.map((factor) => {
            const hour = values.find((one) => one.factor === factor)?.hour?.value ?? null
            return (
              <Link
                key={factor}
                to="/stations/$code"
                params={{ code: station.code }}
                search={{ ...search, tab: 'overview', factor }}
                replace
                resetScroll={false}
                className="chip"
                activeOptions={{ exact: true }}
                aria-current={factor === chosen ? 'page' : undefined}
              >
                {factorLabel(factor, language)}{' '}
                {hour !== null && <span className="label">{valueText(hour, factor)}</span>}
              </Link>
            )
          })}
        </nav>
      )}
      <div className="overview-top">
        <section ref={picture} className="factor-grid" aria-label={t('web.station.six-factors')}>
          <p className="only-in-picture factor-grid-name">
            <b>{station.name}</b> {shown.from} – {shown.to}
          </p>
          {asked.error && <Trouble error={asked.error} retry={asked.again} />}
          {asked.isPending && lines.length === 0 && <Waiting rows={6} height={60} />}
          {!asked.isPending && lines.length === 0 && (
            <Empty title={t('web.station.empty.title')}>{t('web.station.empty.text')}</Empty>
          )}
          {lines.length > 0 && search.table && (
            <LineTable name={t('web.station.table')} lines={shownLines} view={window} resolution="hour" now={now} />
          )}
          {lines.length > 0 &&
            !search.table &&
            shownFactors.map((factor) => (
              <FactorCell
                key={factor}
                code={station.code}
                search={search}
                factor={factor}
                line={lines.find((one) => one.factor === factor)}
                hour={values.find((one) => one.factor === factor)?.hour ?? null}
                axis={axis}
                fetched={fetched}
                view={window}
                height={isNarrow ? 240 : 142}
              />
            ))}
        </section>
        <YearFigures station={station} year={year} />
      </div>
      <div className="overview-bottom">
        <div className="overview-days">
          <YearCalendar station={station} search={search} year={year} />
          <ValidityStrip station={station} now={now} />
        </div>
        <YearLevels station={station} year={year} />
      </div>
      <Surroundings station={station} window={window} fetched={fetched} />
    </div>
  )
}

function without(search: StationSearch, name: 'table'): StationSearch {
  const { [name]: _gone, ...rest } = search
  return rest
}
