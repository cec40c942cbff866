import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { HOUR_MS } from '../../../src/standards/civil-time.ts'
import {
  alertsQuery,
  casesQuery,
  latestQuery,
  rulesQuery,
  type Station,
  sourcesQuery,
  tasksQuery,
} from '../../api/queries.ts'
import type { Layer } from '../../map/layers.ts'
import { Trouble } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { BudgetTable } from './budget-table.tsx'
import './cockpit.css'
import { leading } from './lead.ts'
import { NeedsHand } from './needs-hand.tsx'
import { happenedQuery, outlookQuery, stripQuery } from './queries.ts'
import { deskSizes, wallSizes } from './sizes.ts'
import { StationPanel } from './station-panel.tsx'
import { Strip } from './strip.tsx'
import { useIsLarge } from './use-is-large.ts'
import { YearCurve } from './year-curve.tsx'

/** Comes after the numbers: they are there before the map is. */
const CockpitMap = lazy(() => import('./cockpit-map.tsx').then(({ CockpitMap }) => ({ default: CockpitMap })))

/** As far as the map has sources around the station. [m] */
const SEEN_AROUND_M = 30_000

/** The county in one look, at a desk, on a phone, on the wall: the station now and against its targets, where what is, what needs a hand, the last 48 hours. */
export function Cockpit(props: {
  stations: readonly Station[]
  station: Station | undefined
  wall: boolean
  /** What the legend of the map leaves out. */
  hidden: readonly Layer[]
  onToggle: (layer: Layer) => void
}) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const { station, stations, wall } = props
  const code = station?.code ?? ''
  const latest = useQuery(latestQuery)
  const alerts = useQuery({ ...alertsQuery, enabled: me.may('read-alerts') })
  const happened = useQuery({ ...happenedQuery, enabled: me.may('read-alerts') })
  const cases = useQuery({ ...casesQuery, enabled: me.may('read-case') })
  const tasks = useQuery({ ...tasksQuery, enabled: me.may('read-task') })
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const sources = useQuery({
    ...sourcesQuery({ station: code, within: SEEN_AROUND_M }),
    enabled: station !== undefined && me.may('read-sources'),
  })
  const lead = latest.data?.items
    .find(({ stationId }) => stationId === station?.id)
    ?.factors.find(({ factor }) => factor === leading)
  // An hour that is over, one that has come in, or one that is otherwise than before; and nothing else.
  const stamp = `${Math.floor(now / HOUR_MS)} ${lead?.hour?.endingAt} ${lead?.hour?.value} ${lead?.today?.hours}`
  const isReady = station !== undefined && latest.data !== undefined
  const outlook = useQuery({ ...outlookQuery(code, leading, stamp), enabled: isReady && me.may('read-targets') })
  const hours = useQuery({ ...stripQuery(code, stamp), enabled: isReady })
  const day = outlook.data?.rows.find(({ averaging }) => averaging === 'day')
  const realtimeRule = rules.data?.items.find(
    (each) =>
      each.enabled &&
      each.kind === 'threshold' &&
      each.factor === leading &&
      each.resolution === 'realtime' &&
      (each.stationId === null || each.stationId === station?.id),
  )
  const sizes = useIsLarge() && wall ? wallSizes : deskSizes
  return (
    <div className="cockpit">
      <div className="cockpit-station">
        <StationPanel
          stations={stations}
          station={station}
          latest={latest.data?.items ?? []}
          hours={hours.data}
          limit={day?.target?.value ?? null}
          realtimeLimit={realtimeRule?.threshold ?? null}
          now={now}
          wall={wall}
        />
        {outlook.error && !outlook.data ? (
          <Trouble error={outlook.error} retry={outlook.refetch} />
        ) : (
          <BudgetTable outlook={outlook.data} wall={wall} />
        )}
        <YearCurve outlook={outlook.data} sizes={sizes} wall={wall} />
      </div>
      <NeedsHand alerts={alerts} cases={cases} tasks={tasks} now={now} wall={wall} />
      <section className="cockpit-strip" aria-label={t('web.cockpit.strip')}>
        {hours.error && !hours.data && <Trouble error={hours.error} retry={hours.refetch} />}
        <Strip
          hours={hours.data}
          outlook={outlook.data}
          alerts={(happened.data?.items ?? []).filter((alert) => alert.stationId === station?.id)}
          now={now}
          sizes={sizes}
        />
      </section>
      <section className="cockpit-map" aria-label={t('web.cockpit.map')}>
        {station && (
          <Suspense>
            <CockpitMap
              key={station.id}
              stations={stations}
              centre={station}
              latest={latest.data?.items ?? []}
              factor={leading}
              cases={cases.data?.items ?? []}
              sources={sources.data?.items ?? []}
              hidden={props.hidden}
              onToggle={props.onToggle}
            />
          </Suspense>
        )}
      </section>
    </div>
  )
}
