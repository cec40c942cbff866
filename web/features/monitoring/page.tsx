import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { latestQuery, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { hiddenIn, hiddenSearch, toggled } from '../../map/layers.ts'
import { Later } from '../../parts/later.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useIsPhone } from '../../parts/use-media.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import './monitoring.css'
import { StationCards } from './station-cards.tsx'
import { StationsTable } from './stations-table.tsx'
import { MonitoringTabs } from './tabs.tsx'
import { type StationsView, stationsViews } from './view.ts'

const leading = 'a34004'
const route = getRouteApi('/inside/monitoring')
const StationsMap = lazy(() => import('./stations-map.tsx').then(({ StationsMap }) => ({ default: StationsMap })))

// catalogue keys: web.monitoring.view.*, web.monitoring.note.*

/** Stations with what they measure now; each opens with its history. */
export function MonitoringPage() {
  const { t } = useText()
  return (
    <>
      <title>{`${t('web.room.monitoring')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <Later>
        <Stations />
      </Later>
    </>
  )
}

function Stations() {
  const { t } = useText()
  const now = useNow(10_000)
  const navigate = useNavigate()
  const search = route.useSearch()
  const isNarrow = useIsPhone()
  const view: StationsView = search.view ?? (isNarrow ? 'cards' : 'table')
  const hidden = hiddenIn(search.hide)
  const stations = useQuery(stationsQuery)
  const latest = useQuery(latestQuery)
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const limit =
    rules.data?.items.find(
      (rule) => rule.enabled && rule.kind === 'threshold' && rule.factor === leading && rule.resolution === 'hour',
    )?.threshold ?? null
  const shown = stations.data && latest.data && stations.data.items.length > 0 ? stations.data.items : null
  return (
    <section className="block">
      <header className="block-head">
        <p className="label">{t(`web.monitoring.note.${view}`)}</p>
        <nav className="chips push" aria-label={t('web.monitoring.view')}>
          {stationsViews.map((one) => (
            <Link
              key={one}
              to="/monitoring"
              search={{ view: one, ...hiddenSearch(hidden) }}
              className="chip"
              aria-current={one === view ? 'page' : undefined}
              activeProps={{ 'aria-current': one === view ? 'page' : undefined }}
            >
              {t(`web.monitoring.view.${one}`)}
            </Link>
          ))}
        </nav>
      </header>
      {view === 'map' && shown && latest.data && (
        <Suspense fallback={<Waiting rows={3} />}>
          <StationsMap
            stations={shown}
            latest={latest.data.items}
            factor={leading}
            hidden={hidden}
            onToggle={(layer) =>
              navigate({
                to: '/monitoring',
                search: { view: 'map', ...hiddenSearch(toggled(hidden, layer)) },
                replace: true,
              })
            }
          />
        </Suspense>
      )}
      {(stations.isPending || latest.isPending) && <Waiting rows={3} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {latest.error && <Trouble error={latest.error} retry={latest.refetch} />}
      {stations.data?.items.length === 0 && (
        <Empty title={t('web.cockpit.empty.title')}>{t('web.cockpit.empty.text')}</Empty>
      )}
      {view === 'cards' && shown && latest.data && (
        <StationCards stations={shown} latest={latest.data.items} factor={leading} now={now} />
      )}
      {view === 'table' && shown && latest.data && (
        <StationsTable stations={shown} latest={latest.data.items} leading={leading} limit={limit} now={now} />
      )}
    </section>
  )
}
