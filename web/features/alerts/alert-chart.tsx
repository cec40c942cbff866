import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { isoShanghai, MINUTE_MS } from '../../../src/standards/civil-time.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { metresBetween } from '../../../src/standards/places.ts'
import { type AlertDetail, stationsQuery } from '../../api/queries.ts'
import { useColumns } from '../../api/use-columns.ts'
import { type Measured, measuredOf } from '../../charts/columns-line.ts'
import { limitsOf } from '../../charts/limit-names.ts'
import { colourOf, type Line } from '../../charts/line.ts'
import { Readout } from '../../charts/readout.tsx'
import { useSharedAxis } from '../../charts/shared-axis.ts'
import { stepOf } from '../../charts/steps.ts'
import { TakeAlong } from '../../charts/take-along.tsx'
import { TimeChart } from '../../charts/time-chart.tsx'
import { fetchedFor, type View, viewOfSearch, viewSearch } from '../../charts/view.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, wordOf } from '../../text/names.ts'
import { clockText, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import '../quality/marks.css'
import { chartWindow, drawnFrom } from './chart-window.ts'
import { AlertLanes } from './lanes.tsx'
import { isOfLevel, unitWord } from './words.ts'

const route = getRouteApi('/inside/alerts/$id')

/** Of a device as a whole that says nothing one looks at its leading factor. */
const LEADING = 'a34004'
/** Neighbours drawn grey beside the station, each with strokes of its own. */
const peerDashes = [[6, 3], [2, 3], []] as const

/** The series that the rule watched beside its neighbours', with its threshold and the limit of the law; moved and zoomed. */
export function AlertChart({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const navigate = useNavigate()
  const search = route.useSearch()
  const picture = useRef<HTMLElement>(null)
  const [edges, setEdges] = useState<readonly [number, number] | null>(null)
  const onEdges = useCallback((left: number, right: number) => {
    setEdges((before) => (before?.[0] === left && before[1] === right ? before : [left, right]))
  }, [])
  const { alert, exceedances } = detail
  // Of a silence, a flat line or missing hours the number is a time, and no level in this picture.
  const isLevel = isOfLevel(alert.kind)
  const factor = alert.factor || LEADING
  const { resolution } = alert
  const whole = chartWindow(resolution, Date.parse(alert.firstPeriodEnd), Date.parse(alert.lastPeriodEnd), now)
  const named = viewOfSearch(search)
  const { from, to } = named === null ? whole : fetchedFor(named)
  const mayRead = me.may('read-readings')
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const near = useMemo(
    () => nearest(stations.data?.items ?? [], alert.stationCode, peerDashes.length),
    [stations.data, alert.stationCode],
  )
  const span = { from: isoShanghai(from), to: isoShanghai(to) }
  const series = useColumns(
    [alert.stationCode, ...near.map(({ code }) => code)].map((station) => ({ station, factor, resolution, ...span })),
    { enabled: mayRead },
  )
  const asked = series.data
  const lines = useMemo(() => {
    // Without the right to the series, or before it is there, what the alert itself holds.
    const own =
      measuredOf(asked[0] ?? [], factor, resolution) ?? exceeded(isLevel ? exceedances : [], factor, resolution)
    const peers = near.flatMap(({ code, name }, place): Line[] => {
      const measured = measuredOf(asked[place + 1] ?? [], factor, resolution)
      const dash = peerDashes[place]
      if (measured === null) return []
      return [{ ...measured, key: code, name, factor, colour: 'peer', ...(dash?.length ? { dash } : {}) }]
    })
    return [...peers, { ...own, key: alert.stationCode, name: alert.stationName, factor, colour: colourOf(factor) }]
  }, [asked, near, factor, resolution, isLevel, exceedances, alert.stationCode, alert.stationName])
  const view = named ?? { from: drawnFrom(from, to, lines.at(-1)?.ends[0]), to }
  const settle = (next: View | null) =>
    navigate({
      to: '/alerts/$id',
      params: { id: alert.id },
      search: next === null ? {} : viewSearch(next),
      replace: named !== null,
      resetScroll: false,
    })
  const axis = useSharedAxis(view, settle)
  const threshold = isLevel ? Number(alert.threshold.toFixed(1)) : null
  const limits = useMemo(() => {
    const span = { from, to }
    // Where data is missing or stands still, no limit says anything.
    if (threshold === null) return []
    // The line that raised it stands for all: the limit of the law beside it only where it is another number
    // and within what is drawn.
    const highest = lines
      .flatMap(({ values }) => values)
      .reduce<number>((most, value) => (value !== null && value > most ? value : most), threshold)
    const lawful = limitsOf(factor, resolution, span, t).filter(({ value }) => value !== threshold && value <= highest)
    return [
      ...lawful,
      { ...span, value: threshold, name: `${t('web.alert.line')} ${threshold}`, short: String(threshold) },
    ]
  }, [factor, resolution, from, to, threshold, lines, t])
  const raisedAt = Date.parse(alert.raisedAt)
  const events = useMemo(
    () => [{ at: raisedAt, name: `${t('web.alert.raised')} ${clockText(raisedAt)}` }],
    [raisedAt, t],
  )
  const unit = lines.at(-1)?.unit || unitOf(factor)
  return (
    <section ref={picture} className="panel alert-chart">
      <header className="panel-head">
        <h2>
          {t(isLevel ? 'web.alert.chart' : 'web.alert.chart-gap', {
            station: alert.stationName,
            factor: factorName(factor, language),
            span: spanText(Math.round((view.to - view.from) / MINUTE_MS) * MINUTE_MS, t),
          })}
        </h2>
        <span className="label">
          {t(resolution === 'hour' ? 'web.alert.chart-hour' : 'web.alert.chart-note', {
            resolution: wordOf('web.resolution', resolution, t),
          })}
        </span>
        <span className="push">
          <TakeAlong
            picture={picture}
            lines={lines}
            view={view}
            isComing={series.isComing}
            fileName={`${alert.number}-${factorName(factor, language)}`}
          />
        </span>
      </header>
      <div className="not-in-picture">
        <Readout axis={axis} lines={lines} resolution={resolution} now={now} />
      </div>
      <TimeChart
        axis={axis}
        lines={lines}
        limits={limits}
        events={events}
        unit={unit}
        isNamed
        height={isLevel ? 300 : 260}
        onEdges={onEdges}
        label={[
          t(isLevel ? 'web.alert.chart-label' : 'web.alert.chart-gap', {
            ...{ factor: factorName(factor, language), times: alert.exceedances, peak: alert.peakValue },
            ...{ threshold: alert.threshold, unit: unitWord(alert.unit, t), station: alert.stationName },
          }),
          factorLabel(factor, language),
        ].join(t('web.join'))}
      />
      {resolution === 'hour' && mayRead && (
        <AlertLanes axis={axis} stationCode={alert.stationCode} edges={edges} now={now} />
      )}
    </section>
  )
}

/** The other stations nearest to one, the nearest first. */
function nearest<Place extends { code: string; lonWgs84: number; latWgs84: number }>(
  stations: readonly Place[],
  code: string,
  most: number,
): Place[] {
  const here = stations.find((one) => one.code === code)
  if (here === undefined) return []
  const degrees = ({ lonWgs84, latWgs84 }: Place) => ({ lon: lonWgs84, lat: latWgs84 })
  return stations
    .filter((one) => one !== here)
    .map((one) => ({ one, metres: metresBetween(degrees(here), degrees(one)) }))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, most)
    .map(({ one }) => one)
}

/** The exceedances as a line of their own. */
function exceeded(
  exceedances: AlertDetail['exceedances'],
  factor: string,
  resolution: AlertDetail['alert']['resolution'],
): Measured {
  const ordered = exceedances
    .map((one) => ({ end: Date.parse(one.periodEnd), value: one.value }))
    .sort((a, b) => a.end - b.end)
  return {
    unit: unitOf(factor),
    stepMs: stepOf[resolution],
    ends: ordered.map(({ end }) => end),
    values: ordered.map(({ value }) => value),
    qualities: 'valid',
  }
}
