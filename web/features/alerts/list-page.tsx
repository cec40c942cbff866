import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type AlertsAsked, alertPagesQuery, alertsQuery, rulesQuery } from '../../api/queries.ts'
import { Later } from '../../parts/later.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useArrivals } from '../../parts/use-arrivals.ts'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { StreamFilters } from './stream-filters.tsx'
import { StreamTable } from './stream-table.tsx'
import { AlertTabs } from './tabs.tsx'
import { type AlertSearch, AS_A_WHOLE, withoutGaps } from './view.ts'
import './alerts.css'

const route = getRouteApi('/inside/alerts')

const views = [undefined, 'acknowledged', 'silenced', 'resolved', 'all'] as const

// catalogue keys: web.alerts.show.*

function askedBy({ show, factor, ...more }: AlertSearch): AlertsAsked {
  const state = show === undefined ? 'unresolved' : show === 'all' || show === 'silence' ? undefined : show
  return {
    ...more,
    ...(state ? { state } : {}),
    ...(factor === undefined ? {} : { factor: factor === AS_A_WHOLE ? '' : factor }),
  }
}

/** The stream of alerts, newest first; a new one slides in once. */
export function AlertsPage() {
  const { t } = useText()
  const now = useNow(10_000)
  const search = route.useSearch()
  const alerts = useInfiniteQuery(alertPagesQuery(askedBy(search)))
  const unresolved = useQuery(alertsQuery)
  const rules = useRules()
  const shown = (alerts.data?.pages ?? []).flatMap((page) => page.items)
  const open = (unresolved.data?.items ?? []).filter((alert) => alert.state === 'open')
  const isNew = useArrivals(alerts.data?.pages[0]?.items.map((alert) => alert.id))
  const chips = useHereInSight(`${search.show} ${open.length}`)
  return (
    <>
      <title>{`${t('web.room.alerts')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.alerts')}</h1>
        <AlertTabs />
      </header>
      <div className="tool-bar">
        <nav ref={chips} className="chips" aria-label={t('web.filter')}>
          {views.map((view) => (
            <Link
              key={view ?? 'unresolved'}
              to="/alerts"
              search={withoutGaps({ ...search, show: view, silence: undefined })}
              className="chip"
              activeOptions={{ exact: true }}
              aria-current={search.show === view ? 'page' : undefined}
            >
              {t(view === undefined ? 'web.alerts.unresolved' : `web.alerts.show.${view}`)}{' '}
              {view === undefined && unresolved.data ? <span>{unresolved.data.items.length}</span> : null}
            </Link>
          ))}
          {(search.rule || search.silence) && (
            <Link
              to="/alerts"
              search={withoutGaps({
                ...search,
                ...{ rule: undefined, silence: undefined },
                show: search.show === 'silence' ? undefined : search.show,
              })}
              className="chip"
            >
              {t(search.silence ? 'web.alerts.of-silence' : 'web.alerts.of-rule')} ×
            </Link>
          )}
        </nav>
        <div className="chips stream-filters">
          <StreamFilters search={search} />
        </div>
        {open.length > 0 && (
          <span className="label push stream-open">{t('web.hand.alerts', { alerts: open.length })}</span>
        )}
      </div>
      {alerts.isPending && <Waiting rows={8} />}
      {alerts.error && <Trouble error={alerts.error} retry={alerts.refetch} />}
      {alerts.data && (
        <Later>
          {shown.length === 0 && <NoAlerts search={search} rules={rules} />}
          {shown.length > 0 && <StreamTable alerts={shown} now={now} isNew={isNew} />}
          {alerts.hasNextPage && (
            <p className="alert-foot">
              <button
                type="button"
                className="button"
                disabled={alerts.isFetchingNextPage}
                onClick={() => alerts.fetchNextPage()}
              >
                {t('web.alerts.more')}
              </button>
            </p>
          )}
          {shown.length > 0 && rules && <footer className="label alert-foot">{rules}</footer>}
        </Later>
      )}
    </>
  )
}

/** Which rules raise alerts now, in one line; null where there are none or they may not be read. */
function useRules(): string | null {
  const { t } = useText()
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const names = (rules.data?.items ?? []).filter((rule) => rule.enabled).map((rule) => rule.name)
  return names.length > 0 ? t('web.alerts.empty.rules', { names: names.join(t('web.list')) }) : null
}

/** Nothing is shown: what would make an alert appear, by the rules there are. */
function NoAlerts({ search, rules }: { search: AlertSearch; rules: string | null }) {
  const { t } = useText()
  const { show: view, ...filters } = search
  if (Object.keys(filters).length > 0 && view !== 'silence') {
    return (
      <Empty title={t('web.alerts.empty.narrowed')}>
        <p className="empty-ways">
          <Link to="/alerts" search={view ? { show: view } : {}}>
            {t('web.alerts.empty.widen')}
          </Link>
        </p>
      </Empty>
    )
  }
  if (view === 'silenced' || view === 'silence' || view === 'acknowledged') {
    return <Empty title={t(view === 'acknowledged' ? 'web.alerts.empty.acknowledged' : 'web.alerts.empty.silenced')} />
  }
  return (
    <Empty title={t(view === undefined ? 'web.alerts.empty.quiet' : 'web.alerts.empty.title')}>
      <p>{t('web.alerts.empty.text')}</p>
      {rules && <p>{rules}</p>}
      {view === undefined && (
        <p className="empty-ways">
          <Link to="/alerts" search={{ show: 'all' }}>
            {t('web.alerts.empty.all')}
          </Link>
        </p>
      )}
    </Empty>
  )
}
