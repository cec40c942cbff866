import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Resolution } from '../../../src/domain/readings/model.ts'
import { civilDayOf, isoShanghai } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { pathOf } from '../../api/client.ts'
import {
  devicesQuery,
  latestQuery,
  pastQuery,
  regionsQuery,
  rulesQuery,
  type Station,
  stationsQuery,
} from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'
import { inputOf } from '../../time/inputs.ts'
import { periodText } from '../../time/period.ts'
import { useNow } from '../../time/use-now.ts'
import { DeviceMark } from '../devices/marks.tsx'
import { stateOf } from '../devices/order.ts'
import { QualityMark } from '../quality/marks.tsx'
import { FactorChips, PeriodControls } from './controls.tsx'
import { ReadingDrawer } from './reading-drawer.tsx'
import { ReadingsTable } from './readings-table.tsx'
import { countsOf, type Sample, seriesOf } from './series.ts'
import { SeriesChart } from './series-chart.tsx'
import './stations.css'
import { isLong, type Window, windowOf } from './view.ts'

const route = getRouteApi('/inside/stations/$code')
const qualityOrder = ['valid', 'suspect', 'invalid', 'insufficient'] as const

// catalogue keys: web.level.*, web.station.quality.*, web.device.state.*

/** One station: a factor over a period as chart and table, each value traceable to the bytes it came in. */
export function StationPage() {
  const { t } = useText()
  const { code } = route.useParams()
  const stations = useQuery(stationsQuery)
  if (stations.isPending) return <Waiting rows={8} height={64} />
  if (stations.error) return <Trouble error={stations.error} retry={stations.refetch} />
  const station = stations.data.items.find((each) => each.code === code)
  if (station === undefined) {
    return (
      <Empty title={t('web.station.unknown', { code })}>
        <Link to="/monitoring">{t('web.station.all')}</Link>
      </Empty>
    )
  }
  return <OneStation key={code} station={station} />
}

function OneStation({ station }: { station: Station }) {
  const { t, language } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const search = route.useSearch()
  const now = useNow(60_000)
  const latest = useQuery(latestQuery)
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const factors = (latest.data?.items.find((each) => each.stationId === station.id)?.factors ?? [])
    .map(({ factor, hour }) => ({ code: factor, value: hour?.value ?? null }))
    .sort((a, b) => place(a.code) - place(b.code) || a.code.localeCompare(b.code))
  const factor = search.factor ?? factors[0]?.code ?? factorOrder[0] ?? ''
  const resolution = search.resolution ?? 'hour'
  const window = windowOf(search, now)
  const [from, to] = [isoShanghai(window.from), isoShanghai(window.to)]
  const past = useQuery({
    ...pastQuery({ station: station.code, factor, resolution, from, to }),
    refetchInterval: window.isRolling ? window.refreshMs : false,
    placeholderData: (before, query) => (isSame(query?.queryKey[2], { factor, resolution }) ? before : undefined),
  })
  const series = useMemo(() => seriesOf(past.data?.items ?? [], factor, resolution), [past.data, factor, resolution])
  const samples = useMemo(
    () => series.flatMap((one) => one.samples).sort((a, b) => b.end - a.end || (a.mn < b.mn ? -1 : 1)),
    [series],
  )
  const [hovered, setHovered] = useState<Sample | null>(null)
  const rule = rules.data?.items.find(
    (each) => each.enabled && each.kind === 'threshold' && each.factor === factor && each.resolution === resolution,
  )
  const unit = samples[0]?.unit || unitOf(factor)
  const opened =
    search.mn !== undefined && search.at !== undefined ? { mn: search.mn, end: Date.parse(search.at) } : null
  const open = (sample: Sample) =>
    navigate({
      to: '/stations/$code',
      params: { code: station.code },
      search: { ...search, mn: sample.mn, at: isoShanghai(sample.end) },
      resetScroll: false,
    })
  const close = () => {
    const { mn: _mn, at: _at, ...rest } = search
    navigate({ to: '/stations/$code', params: { code: station.code }, search: rest, resetScroll: false })
  }
  const download = (format: 'csv' | 'xlsx') =>
    pathOf('GET /api/readings', undefined, { station: station.code, factor, resolution, from, to, format })
  return (
    <>
      <title>{`${station.name} · ${t('web.brand')}`}</title>
      <Head station={station} now={now} />
      <div className="station-tools">
        <FactorChips code={station.code} search={search} window={window} factors={factors} factor={factor} />
        <PeriodControls code={station.code} search={search} window={window} />
      </div>
      <section className="panel station-chart">
        <header className="panel-head">
          <h2>{factorLabel(factor, language)}</h2>
          <span className="label">
            {t(factor === 'a05024' && resolution === 'day' ? 'web.station.chart-note-8h' : 'web.station.chart-note', {
              resolution: wordOf('web.resolution', resolution, t),
              from: isLong(resolution) ? civilDayOf(window.from) : dayClockText(window.from, now),
              to: isLong(resolution) ? civilDayOf(window.to - 1) : dayClockText(window.to, now),
            })}
          </span>
          <span className="push station-downloads">
            <a href={download('csv')} download>
              {t('web.station.csv')}
            </a>
            <a href={download('xlsx')} download>
              {t('web.station.excel')}
            </a>
          </span>
        </header>
        <p className="readout" aria-hidden="true">
          {hovered ? (
            <>
              {periodText(resolution, hovered.end, now)}{' '}
              <b>
                {hovered.value === null ? '—' : valueText(hovered.value, factor)} {hovered.value === null ? '' : unit}
              </b>{' '}
              <QualityMark quality={hovered.quality} /> {wordOf('web.station.quality', hovered.quality, t)}
              {hovered.reason !== null && ` ${wordOf('web.reason', hovered.reason, t)}`}
            </>
          ) : (
            <span className="label">
              <span className="hint-mouse">{t('web.station.chart-hint')}</span>
              <span className="hint-touch">{t('web.station.chart-hint-touch')}</span>
            </span>
          )}
        </p>
        {past.isPending && <Waiting rows={5} height={60} />}
        {past.error && <Trouble error={past.error} retry={past.refetch} />}
        {past.data && samples.length === 0 && (
          <Empty title={t('web.station.empty.title')}>{t('web.station.empty.text')}</Empty>
        )}
        {samples.length > 0 && (
          <>
            <SeriesChart
              series={series}
              from={window.from}
              to={window.to}
              factor={factor}
              unit={unit}
              resolution={resolution}
              limit={rule ? { value: rule.threshold, name: t('web.alert.line') } : null}
              opened={opened}
              onHover={setHovered}
              onPick={open}
              onZoom={(start, end) => {
                const { mn: _mn, at: _at, span: _span, ...rest } = search
                navigate({
                  to: '/stations/$code',
                  params: { code: station.code },
                  search: { ...rest, from: inputOf(start), to: inputOf(end) },
                  resetScroll: false,
                })
              }}
              height={320}
              label={chartLabel(samples, factorName(factor, language), unit, factor, t)}
            />
            <Legend series={series} window={window} resolution={resolution} />
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
          onPick={open}
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
    name,
    values: values.length,
    lowest: text(lowest),
    highest: text(highest),
    unit,
  })
}

function Head({ station, now }: { station: Station; now: number }) {
  const { t } = useText()
  const me = useMe()
  const regions = useQuery(regionsQuery)
  const devices = useQuery({ ...devicesQuery, enabled: me.may('read-devices') })
  const here = (devices.data?.items ?? []).filter(({ boundTo }) => boundTo?.id === station.id)
  const region = regions.data?.items.find(({ id }) => id === station.regionId)?.name
  const facts = [wordOf('web.level', station.level, t), region, station.code].filter((each) => each !== undefined)
  return (
    <header className="page-bar station-bar">
      <div>
        <p className="label">
          <Link to="/monitoring" className="crumb">
            {t('web.room.monitoring')}
          </Link>{' '}
          / {facts.join(t('web.join'))}
        </p>
        <h1>{station.name}</h1>
      </div>
      {here.length > 0 && (
        <ul className="station-devices push" aria-label={t('web.monitoring.devices')}>
          {here.map((device) => (
            <li key={device.id}>
              <DeviceMark state={stateOf(device, now)} />{' '}
              <Link to="/devices/$id" params={{ id: device.id }}>
                {device.name}
              </Link>{' '}
              <span className="label">{wordOf('web.device.state', stateOf(device, now), t)}</span>
            </li>
          ))}
        </ul>
      )}
    </header>
  )
}

/** What the shapes mean, with how many there are of each and how many periods are missing. */
function Legend(props: { series: ReturnType<typeof seriesOf>; window: Window; resolution: Resolution }) {
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
