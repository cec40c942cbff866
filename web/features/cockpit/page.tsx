import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { HOUR_MS, hourEndingAt, isoShanghai } from '../../../src/standards/civil-time.ts'
import {
  alertsQuery,
  casesQuery,
  latestQuery,
  outlinesQuery,
  rulesQuery,
  type Station,
  seriesQuery,
  sourcesQuery,
  stationsQuery,
  tasksQuery,
} from '../../api/queries.ts'
import { pointsOf } from '../../charts/points.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import './cockpit.css'
import { NeedsHand } from './needs-hand.tsx'
import { Others } from './others.tsx'
import { RingsMap } from './rings-map.tsx'
import { StationPanel } from './station-panel.tsx'
import { Strip } from './strip.tsx'

const leading = 'a34004'
/** As far as the map reaches at the desk. [m] */
const SEEN_AROUND_M = 9_000
const route = getRouteApi('/inside/')

/** The county in one look: the station now, where what is, what needs a hand, the last 48 hours. */
export function CockpitPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const latest = useQuery(latestQuery)
  const alerts = useQuery({ ...alertsQuery, enabled: me.may('read-alerts') })
  const cases = useQuery({ ...casesQuery, enabled: me.may('read-case') })
  const tasks = useQuery({ ...tasksQuery, enabled: me.may('read-task') })
  const outlines = useQuery({ ...outlinesQuery, enabled: me.may('read-stations') })
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const chosen = route.useSearch().station
  const station = stations.data?.items.find((each) => each.code === chosen) ?? stations.data?.items[0]
  const sources = useQuery({
    ...sourcesQuery({ station: station?.code ?? '', within: SEEN_AROUND_M }),
    enabled: station !== undefined && me.may('read-sources'),
  })
  const to = hourEndingAt(now)
  const from = to - 48 * HOUR_MS
  const series = useQuery({
    ...seriesQuery(station?.code ?? '', leading, 'hour', isoShanghai(from), isoShanghai(to)),
    enabled: station !== undefined,
  })
  const points = pointsOf(series.data?.items ?? [], 'hour')
  const ruleFor = (resolution: 'hour' | 'realtime') =>
    rules.data?.items.find(
      (each) =>
        each.enabled &&
        each.kind === 'threshold' &&
        each.factor === leading &&
        each.resolution === resolution &&
        (each.stationId === null || each.stationId === station?.id),
    )
  const hourRule = ruleFor('hour')
  const limit = hourRule ? { value: hourRule.threshold, name: t('web.cockpit.alert-line') } : null
  const nowOf = (one: Station | undefined) => latest.data?.items.find((each) => each.stationId === one?.id)

  if (stations.error) return <Trouble error={stations.error} retry={stations.refetch} />
  if (stations.data?.items.length === 0) {
    return (
      <Empty title={t('web.cockpit.empty.title')}>
        <p>{t('web.cockpit.empty.text')}</p>
        {me.may('manage-devices') && (
          <p className="empty-ways">
            <Link to="/welcome">{t('web.welcome.title')}</Link>
          </p>
        )}
      </Empty>
    )
  }
  return (
    <div className="cockpit">
      <title>{`${t('web.room.cockpit')} · ${t('web.brand')}`}</title>
      <h1 className="unseen">{t('web.room.cockpit')}</h1>
      <section className="cockpit-station" aria-label={t('web.cockpit.station-now')}>
        {station && latest.data ? (
          <StationPanel
            station={station}
            now={nowOf(station)}
            points={points}
            from={to - 24 * HOUR_MS}
            to={to}
            limit={limit}
            realtimeLimit={ruleFor('realtime')?.threshold ?? null}
          />
        ) : (
          <Waiting rows={6} height={64} />
        )}
        {station && (stations.data?.items.length ?? 0) > 1 && (
          <Others
            stations={stations.data?.items ?? []}
            latest={latest.data?.items ?? []}
            here={station}
            factor={leading}
            limit={hourRule?.threshold ?? null}
          />
        )}
      </section>
      <NeedsHand alerts={alerts} cases={cases} tasks={tasks} now={now} />
      <section className="cockpit-strip" aria-label={t('web.cockpit.strip')}>
        {station && (
          <Strip
            points={points}
            isPending={series.isPending}
            from={from}
            to={to}
            now={now}
            factor={leading}
            limit={limit}
            alerts={(alerts.data?.items ?? []).filter((alert) => alert.stationId === station.id)}
          />
        )}
      </section>
      <section className="cockpit-map" aria-label={t('web.cockpit.map')}>
        {station && (
          <RingsMap
            stations={stations.data?.items ?? []}
            centre={station}
            latest={latest.data?.items ?? []}
            factor={leading}
            cases={(cases.data?.items ?? []).filter((one) => one.state !== 'closed')}
            sources={sources.data?.items ?? []}
            outlines={outlines.data?.items ?? []}
            now={now}
          />
        )}
      </section>
    </div>
  )
}
