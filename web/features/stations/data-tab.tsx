import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef } from 'react'
import type { Resolution } from '../../../src/domain/readings/model.ts'
import { civilDayOf, isoShanghai } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { pathOf } from '../../api/path.ts'
import { latestQuery, pastQuery, rulesQuery, type Station } from '../../api/queries.ts'
import { limitsOf } from '../../charts/limit-names.ts'
import { savePicture } from '../../charts/picture.ts'
import { Readout } from '../../charts/readout.tsx'
import { useSharedAxis } from '../../charts/shared-axis.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import { fetchedFor, type View, viewSearch } from '../../charts/view.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { spanTexts } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { QualityMark } from '../quality/marks.tsx'
import { FactorChips, PeriodControls } from './controls.tsx'
import { ReadingDrawer } from './reading-drawer.tsx'
import { ReadingsTable } from './readings-table.tsx'
import { countsOf, linesOf, type Sample, type Series, seriesOf } from './series.ts'
import { isLong, type StationSearch, windowOf } from './view.ts'

const qualityOrder = ['valid', 'suspect', 'invalid', 'insufficient'] as const

// catalogue keys: web.station.quality.*

/** The readings of one factor over a period as chart and table, each value traceable to the bytes it came in. */
export function DataTab({ station, search }: { station: Station; search: StationSearch }) {
  const { t, language } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const picture = useRef<HTMLElement>(null)
  const latest = useQuery(latestQuery)
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const factors = (latest.data?.items.find((each) => each.stationId === station.id)?.factors ?? [])
    .map(({ factor, hour }) => ({ code: factor, value: hour?.value ?? null }))
    .sort((a, b) => place(a.code) - place(b.code) || a.code.localeCompare(b.code))
  const factor = search.factor ?? factors[0]?.code ?? factorOrder[0] ?? ''
  const resolution = search.resolution ?? 'hour'
  const window = windowOf(search, now)
  const fetched = window.isRolling ? window : fetchedFor(window)
  const past = useQuery({
    ...pastQuery({
      ...{ station: station.code, factor, resolution },
      ...{ from: isoShanghai(fetched.from), to: isoShanghai(fetched.to) },
    }),
    refetchInterval: window.isRolling ? window.refreshMs : false,
    placeholderData: (before, query) => (isSame(query?.queryKey[2], { factor, resolution }) ? before : undefined),
  })
  const series = useMemo(() => seriesOf(past.data?.items ?? [], factor, resolution), [past.data, factor, resolution])
  const lines = useMemo(() => linesOf(series, factor, factorLabel(factor, language)), [series, factor, language])
  const { from, to } = window
  const inView = useMemo(() => series.map((one) => within(one, { from, to })), [series, from, to])
  const samples = useMemo(
    () => inView.flatMap((one) => one.samples).sort((a, b) => b.end - a.end || (a.mn < b.mn ? -1 : 1)),
    [inView],
  )
  const go = useCallback(
    (next: StationSearch, isStep = true) =>
      navigate({
        to: '/stations/$code',
        params: { code: station.code },
        search: { ...next, tab: 'data' },
        resetScroll: false,
        replace: !isStep,
      }),
    [navigate, station.code],
  )
  const settle = (view: View | null) => {
    const { mn: _mn, at: _at, span: _span, from: _from, to: _to, ...rest } = search
    go(view === null ? rest : { ...rest, ...viewSearch(view) }, search.from === undefined)
  }
  const axis = useSharedAxis(window, settle)
  const rule = rules.data?.items.find(
    (each) => each.enabled && each.kind === 'threshold' && each.factor === factor && each.resolution === resolution,
  )
  const threshold = rule?.threshold
  const limits = useMemo(() => {
    const span = { from: fetched.from, to: fetched.to }
    const lawful = limitsOf(factor, resolution, span, t)
    // What no law limits is seen against the line of its rule.
    if (lawful.length > 0 || threshold === undefined) return lawful
    return [{ ...span, value: threshold, name: `${t('web.alert.line')} ${threshold}`, short: String(threshold) }]
  }, [factor, resolution, fetched.from, fetched.to, threshold, t])
  const unit = samples[0]?.unit || unitOf(factor)
  const { mn, at } = search
  const opened = useMemo(
    () => (mn !== undefined && at !== undefined ? { mn, end: Date.parse(at), key: mn, at: Date.parse(at) } : null),
    [mn, at],
  )
  const open = (mn: string, end: number) => go({ ...search, mn, at: isoShanghai(end) })
  const close = () => {
    const { mn: _mn, at: _at, ...rest } = search
    go(rest)
  }
  const download = (format: 'csv' | 'xlsx') =>
    pathOf('GET /api/readings', undefined, {
      ...{ station: station.code, factor, resolution, format },
      ...{ from: isoShanghai(from), to: isoShanghai(to) },
    })
  const savePng = () => {
    if (picture.current === null) return
    savePicture(picture.current, `${station.name}-${factorName(factor, language)}.png`).catch(() =>
      toast(t('web.table.not-saved')),
    )
  }
  return (
    <>
      <div className="station-tools">
        <FactorChips code={station.code} search={search} window={window} factors={factors} factor={factor} />
        <PeriodControls code={station.code} search={search} window={window} />
      </div>
      <section ref={picture} className="panel station-chart">
        <header className="panel-head">
          <h2>{factorLabel(factor, language)}</h2>
          <span className="label">
            {t(factor === 'a05024' && resolution === 'day' ? 'web.station.chart-note-8h' : 'web.station.chart-note', {
              resolution: wordOf('web.resolution', resolution, t),
              ...(isLong(resolution) ? { from: civilDayOf(from), to: civilDayOf(to - 1) } : spanTexts(from, to, now)),
            })}
          </span>
          <span className="push take-along not-in-picture">
            <button type="button" className="link" onClick={savePng}>
              {t('web.chart.png')}
            </button>
            <a href={download('csv')} download>
              {t('web.station.csv')}
            </a>
            <a href={download('xlsx')} download>
              {t('web.station.excel')}
            </a>
          </span>
        </header>
        <div className="not-in-picture">
          <Readout axis={axis} lines={lines} resolution={resolution} now={now} />
        </div>
        {past.isPending && <Waiting rows={5} height={60} />}
        {past.error && <Trouble error={past.error} retry={past.refetch} />}
        {past.data && samples.length === 0 && (
          <Empty title={t('web.station.empty.title')}>{t('web.station.empty.text')}</Empty>
        )}
        {lines.length > 0 && (
          <>
            <TimeChart
              axis={axis}
              lines={lines}
              limits={limits}
              unit={unit}
              isNamed
              hasLanes
              opened={opened}
              onPick={open}
              height={320}
              label={chartLabel(samples, factorName(factor, language), unit, factor, t)}
            />
            <Legend series={inView} window={window} resolution={resolution} />
          </>
        )}
        {past.data && !past.data.whole && <p className="attention">{t('web.station.cut')}</p>}
      </section>
      {samples.length > 0 && (
        <ReadingsTable
          samples={samples}
          resolution={resolution}
          factor={factor}
          unit={unit}
          now={now}
          opened={opened}
          onPick={(sample) => open(sample.mn, sample.end)}
        />
      )}
      {opened && (
        <ReadingDrawer mn={opened.mn} factor={factor} resolution={resolution} end={opened.end} onClose={close} />
      )}
    </>
  )
}

function place(code: string): number {
  return factorOrder.indexOf(code) + 1 || 99
}

function within(series: Series, { from, to }: View): Series {
  return { ...series, samples: series.samples.filter(({ end }) => end > from && end <= to) }
}

/** Whether an earlier answer is about the same factor and resolution, so that it may stand until the new one is there. */
function isSame(key: unknown, wanted: { factor: string; resolution: Resolution }): boolean {
  if (typeof key !== 'object' || key === null) return false
  return Reflect.get(key, 'factor') === wanted.factor && Reflect.get(key, 'resolution') === wanted.resolution
}

function chartLabel(
  samples: readonly Sample[],
  name: string,
  unit: string,
  factor: string,
  t: ReturnType<typeof useText>['t'],
): string {
  const values = samples.flatMap(({ value }) => (value === null ? [] : [value]))
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const text = (value: number) => (Number.isFinite(value) ? valueText(value, factor) : '—')
  return t('web.station.chart-label', {
    ...{ name, unit, values: values.length },
    ...{ lowest: text(lowest), highest: text(highest) },
  })
}

/** What the shapes mean, with how many there are of each and how many periods are missing. */
function Legend(props: { series: readonly Series[]; window: View; resolution: Resolution }) {
  const { t } = useText()
  const now = useNow(60_000)
  const counts = countsOf(props.series)
  const first = props.series[0]
  const until = Math.min(props.window.to, now)
  // Months and samples of an instant have no fixed number.
  const isCounted = props.resolution === 'hour' || props.resolution === 'minute' || props.resolution === 'day'
  const expected =
    isCounted && first ? Math.floor((until - props.window.from) / first.stepMs) * props.series.length : null
  const received = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return (
    <ul className="chart-legend label" aria-label={t('web.station.legend')}>
      {qualityOrder.map((quality) => (
        <li key={quality}>
          <QualityMark quality={quality} /> {wordOf('web.station.quality', quality, t)} {counts[quality]}
        </li>
      ))}
      {expected !== null && (
        <li>
          <i className="gap-mark" aria-hidden="true" />{' '}
          {t('web.station.missing', { periods: Math.max(0, expected - received) })}
        </li>
      )}
      {props.series.length > 1 && <li className="mono">{props.series.map(({ mn }) => mn).join(t('web.list'))}</li>}
    </ul>
  )
}
