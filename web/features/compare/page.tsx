import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { isoShanghai } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { stationsQuery } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { limitsOf } from '../../charts/limit-names.ts'
import type { Line } from '../../charts/line.ts'
import { LineTable } from '../../charts/line-table.tsx'
import { Readout } from '../../charts/readout.tsx'
import { type SharedAxis, useSharedAxis } from '../../charts/shared-axis.ts'
import { TakeAlong } from '../../charts/take-along.tsx'
import { TimeChart } from '../../charts/time-chart.tsx'
import { fetchedFor, type View, viewSearch } from '../../charts/view.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { type Language, useText } from '../../text/language.ts'
import { factorLabel, factorName, factorOrder } from '../../text/names.ts'
import { spanTexts } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import { windowOf } from '../stations/view.ts'
import '../quality/marks.css'
import '../stations/stations.css'
import './compare.css'
import { PastChoice, TimeControls, WhatControls } from './controls.tsx'
import { linesOf, type Wanted, wantedOf } from './lines.ts'
import { viewBefore } from './past.ts'
import { type CompareSearch, codesOf, MOST_LINES, pastOf } from './view.ts'

const route = getRouteApi('/inside/compare')

/** Any stations, factors and times beside each other, a chart for each factor on one axis of time. */
export function ComparePage() {
  const { t } = useText()
  const stations = useQuery(stationsQuery)
  return (
    <>
      <title>{`${t('web.compare.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      {stations.isPending && <Waiting rows={4} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {stations.data && stations.data.items.length === 0 && (
        <Empty title={t('web.cockpit.empty.title')}>{t('web.cockpit.empty.text')}</Empty>
      )}
      {stations.data && stations.data.items.length > 0 && <Comparison stations={stations.data.items} />}
    </>
  )
}

function Comparison({ stations }: { stations: readonly { code: string; name: string }[] }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const search = route.useSearch()
  const now = useNow(60_000)
  const picture = useRef<HTMLDivElement>(null)
  const resolution = search.resolution ?? 'hour'
  const past = useMemo(() => pastOf(search.past), [search.past])
  const chosen = codesOf(search.stations).flatMap((code) => stations.find((one) => one.code === code) ?? [])
  // Something to begin with: the first stations of the county, as they stand in every list.
  const shown = chosen.length > 0 ? chosen : stations.slice(0, 3)
  const factors = codesOf(search.factors)
  const shownFactors = factors.length > 0 ? factors : factorOrder.slice(0, 1)
  const wanted = wantedOf(shown, shownFactors, past).slice(0, MOST_LINES)
  const window = windowOf(search, now)
  const fetched = window.isRolling ? { from: window.from, to: window.to } : fetchedFor(window)
  const asked = useColumns(
    wanted.map(({ station, factor, past }) => {
      const { from, to } = past === null ? fetched : viewBefore(fetched, past)
      return { station: station.code, factor, resolution, from: isoShanghai(from), to: isoShanghai(to) }
    }),
    window.isRolling ? { everyMs: window.refreshMs } : {},
  )
  const lines = useLines(wanted, asked.data, fetched, resolution)
  const span = spanTexts(window.from, window.to, now)
  const go = (next: CompareSearch, replace = false) =>
    navigate({ to: '/compare', search: next, replace, resetScroll: false })
  const settle = (view: View | null) => {
    const { span: _span, from: _from, to: _to, ...rest } = search
    go(view === null ? rest : { ...rest, ...viewSearch(view) }, search.from !== undefined)
  }
  const axis = useSharedAxis(window, settle)
  const { table, ...asPicture } = search
  return (
    <>
      <div className="compare-controls">
        <WhatControls
          search={search}
          stations={stations}
          shown={shown}
          factors={shownFactors}
          perPair={past ? 2 : 1}
          go={go}
        />
        <div className="compare-time">
          <TimeControls search={search} window={window} go={go} />
          <PastChoice search={search} isRoom={shown.length * shownFactors.length * 2 <= MOST_LINES} go={go} />
        </div>
      </div>
      <section className="compare-charts">
        <header className="compare-head">
          <Readout
            axis={axis}
            lines={shownFactors.length === 1 ? withoutFactor(lines, language) : lines}
            resolution={resolution}
            now={now}
          />
          <span className="chart-files">
            <Link to="/compare" search={table ? asPicture : { ...search, table: true }} replace resetScroll={false}>
              {t(table ? 'web.chart.as-picture' : 'web.chart.as-table')}
            </Link>
            {'clipboard' in navigator && (
              <button
                type="button"
                className="link"
                onClick={() =>
                  navigator.clipboard.writeText(location.href).then(
                    () => toast(t('web.compare.copied')),
                    () => toast(t('web.compare.not-copied')),
                  )
                }
              >
                {t('web.compare.copy')}
              </button>
            )}
            <TakeAlong
              picture={picture}
              lines={lines}
              view={window}
              isComing={asked.isComing}
              fileName={`${t('web.compare.title')}-${viewSearch(window).from.slice(0, 10)}`}
            />
          </span>
        </header>
        {asked.error && <Trouble error={asked.error} retry={asked.again} />}
        {asked.isPending && lines.length === 0 && <Waiting rows={6} height={60} />}
        {!asked.isPending && lines.length === 0 && (
          <Empty title={t('web.station.empty.title')}>{t('web.compare.empty')}</Empty>
        )}
        <div ref={picture}>
          <p className="only-in-picture">
            {span.from} – {span.to}
          </p>
          {lines.length > 0 && table && (
            <LineTable name={t('web.compare.title')} lines={lines} view={window} resolution={resolution} now={now} />
          )}
          {lines.length > 0 &&
            !table &&
            shownFactors.map((factor) => (
              <FactorChart
                key={factor}
                factor={factor}
                lines={lines}
                axis={axis}
                fetched={fetched}
                resolution={resolution}
                height={shownFactors.length === 1 ? 520 : shownFactors.length === 2 ? 300 : 220}
                label={t('web.compare.label', {
                  factor: factorName(factor, language),
                  stations: shown.map(({ name }) => name).join(t('web.list')),
                  ...span,
                })}
              />
            ))}
        </div>
      </section>
    </>
  )
}

function FactorChart(props: {
  factor: string
  lines: readonly Line[]
  axis: SharedAxis
  fetched: View
  resolution: NonNullable<CompareSearch['resolution']>
  height: number
  label: string
}) {
  const { t, language } = useText()
  const { factor, lines, fetched, resolution } = props
  const { from, to } = fetched
  const limits = useMemo(() => limitsOf(factor, resolution, { from, to }, t), [factor, resolution, from, to, t])
  // A line is named by its station alone: what it measures stands above its chart.
  const own = useMemo(
    () =>
      withoutFactor(
        lines.filter((line) => line.factor === factor),
        language,
      ),
    [lines, factor, language],
  )
  return (
    <article className="compare-chart">
      <h2>
        {factorLabel(factor, language)} <span className="label">{own[0]?.unit || unitOf(factor)}</span>
      </h2>
      <TimeChart axis={props.axis} lines={own} limits={limits} isNamed height={props.height} label={props.label} />
    </article>
  )
}

/** Lines named by their station alone. */
function withoutFactor(lines: readonly Line[], language: Language): Line[] {
  return lines.map((line) => ({ ...line, name: line.name.replace(`${factorLabel(line.factor, language)} `, '') }))
}

type Asked = Parameters<typeof linesOf>[1]

/** Lines made anew only when an answer came, not with every movement. */
function useLines(
  wanted: readonly Wanted[],
  data: Asked,
  fetched: View,
  resolution: NonNullable<CompareSearch['resolution']>,
) {
  const { t, language } = useText()
  const what = JSON.stringify(wanted)
  const { from, to } = fetched
  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` says all that `wanted` is
  return useMemo(
    () => linesOf(wanted, data, { from, to }, resolution, t, language),
    [what, data, from, to, resolution, t, language],
  )
}
