import { useQuery } from '@tanstack/react-query'
import { memo, useMemo } from 'react'
import { alertsQuery, casesQuery, latestQuery, rulesQuery, type Station, tasksQuery } from '../../api/queries.ts'
import type { Layer } from '../../map/layers.ts'
import { Later } from '../../parts/later.tsx'
import { Trouble } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { BudgetTable } from './budget-table.tsx'
import './cockpit.css'
import { CockpitMap } from './cockpit-map.tsx'
import { leading, leadOf, stampOf } from './lead.ts'
import { NeedsHand } from './needs-hand.tsx'
import { happenedQuery, outlookQuery, sourcesAroundQuery, stripQuery } from './queries.ts'
import { deskSizes, wallSizes } from './sizes.ts'
import { StationPanel } from './station-panel.tsx'
import { Strip } from './strip.tsx'
import { useIsLarge } from './use-is-large.ts'
import { YearCurve } from './year-curve.tsx'

/** A dozen answers come in while the page stands up, and one a second afterwards: each part is drawn for its own news alone. */
const StationPart = memo(StationPanel)
const BudgetPart = memo(BudgetTable)
const YearPart = memo(YearCurve)
const HandPart = memo(NeedsHand)
const StripPart = memo(Strip)
const MapPart = memo(CockpitMap)

const none: readonly never[] = []

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
    ...sourcesAroundQuery(code),
    enabled: station !== undefined && me.may('read-sources'),
  })
  const lead = leadOf(latest.data, station)
  const stamp = stampOf(now, lead)
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
  const stationAlerts = useMemo(
    () => (happened.data?.items ?? none).filter((alert) => alert.stationId === station?.id),
    [happened.data, station?.id],
  )
  return (
    <div className="cockpit">
      <div className="cockpit-station">
        <StationPart
          stations={stations}
          station={station}
          latest={latest.data?.items ?? none}
          hours={hours.data}
          limit={day?.target?.value ?? null}
          realtimeLimit={realtimeRule?.threshold ?? null}
          now={now}
          wall={wall}
        />
        {outlook.error && !outlook.data ? (
          <Trouble error={outlook.error} retry={outlook.refetch} />
        ) : (
          <BudgetPart outlook={outlook.data} wall={wall} />
        )}
        <YearPart outlook={outlook.data} sizes={sizes} wall={wall} />
      </div>
      <Later>
        <HandPart alerts={alerts} cases={cases} tasks={tasks} now={now} wall={wall} />
      </Later>
      <section className="cockpit-strip" aria-label={t('web.cockpit.strip')}>
        {hours.error && !hours.data && <Trouble error={hours.error} retry={hours.refetch} />}
        <StripPart hours={hours.data} outlook={outlook.data} alerts={stationAlerts} now={now} sizes={sizes} />
      </section>
      <section className="cockpit-map" aria-label={t('web.cockpit.map')}>
        {station && (
          <Later key={station.id}>
            <MapPart
              stations={stations}
              centre={station}
              latest={latest.data?.items ?? none}
              factor={leading}
              cases={cases.data?.items ?? none}
              sources={sources.data?.items ?? none}
              hidden={props.hidden}
              onToggle={props.onToggle}
            />
          </Later>
        )}
      </section>
    </div>
  )
}
