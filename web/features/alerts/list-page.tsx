import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Alert, type AlertsAsked, alertPagesQuery, alertsQuery, rulesQuery } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useArrivals } from '../../parts/use-arrivals.ts'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { AlertTabs } from './tabs.tsx'
import type { AlertSearch } from './view.ts'
import { alertRow, amountText, timesText, unitWord } from './words.ts'
import './alerts.css'

const route = getRouteApi('/inside/alerts')

const views = [undefined, 'acknowledged', 'silenced', 'resolved', 'all'] as const

// catalogue keys: web.alerts.show.*

function askedBy({ show, rule, silence }: AlertSearch): AlertsAsked {
  const state = show === undefined ? 'unresolved' : show === 'all' || show === 'silence' ? undefined : show
  return { ...(state ? { state } : {}), ...(rule ? { rule } : {}), ...(silence ? { silence } : {}) }
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
              search={{ ...(view ? { show: view } : {}), ...(search.rule ? { rule: search.rule } : {}) }}
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
              search={search.show && search.show !== 'silence' ? { show: search.show } : {}}
              className="chip"
            >
              {t(search.silence ? 'web.alerts.of-silence' : 'web.alerts.of-rule')} ×
            </Link>
          )}
        </nav>
        <span className="label push">{t('web.hand.alerts', { alerts: open.length })}</span>
      </div>
      {alerts.isPending && <Waiting rows={8} />}
      {alerts.error && <Trouble error={alerts.error} retry={alerts.refetch} />}
      {alerts.data && shown.length === 0 && <NoAlerts view={search.show} rules={rules} />}
      <ul className="rows alert-rows" aria-label={t('web.room.alerts')}>
        {shown.map((alert) => (
          <li key={alert.id} className={isNew(alert.id) ? 'arrive' : undefined} data-testid="alert-row">
            <AlertRow alert={alert} now={now} />
          </li>
        ))}
      </ul>
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
function NoAlerts({ view, rules }: { view: AlertSearch['show']; rules: string | null }) {
  const { t } = useText()
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

function AlertRow({ alert, now }: { alert: Alert; now: number }) {
  const { t, language } = useText()
  return (
    <Link to="/alerts/$id" params={{ id: alert.id }} className="alert-row plain">
      <SeverityMark severity={alert.severity} />
      <span className="alert-what">
        <span className={alert.state === 'open' ? 'strong' : ''}>{alertRow(alert, t, language)}</span>
        <span className="label">
          {[alert.number, wordOf('web.severity', alert.severity, t), alert.ruleName].join(t('web.join'))}
        </span>
      </span>
      <span className="alert-numbers">
        <span>
          {alert.kind === 'stale'
            ? t('web.alerts.waited', { minutes: amountText(alert.lastValue, alert) })
            : alert.unit === 'min' || alert.unit === 'h'
              ? t('web.alerts.threshold-time', {
                  threshold: amountText(alert.threshold, alert),
                  unit: unitWord(alert.unit, t),
                })
              : t('web.alerts.threshold', { threshold: amountText(alert.threshold, alert) })}
        </span>
        <span className="label">
          {timesText(alert, t)}
          {alert.kind !== 'stale' && t('web.join') + t('web.alert.last', { value: amountText(alert.lastValue, alert) })}
        </span>
      </span>
      <span className="alert-state">
        <AlertState alert={alert} now={now} />
      </span>
      <time dateTime={alert.raisedAt} className="quiet nowrap" title={dayClockText(Date.parse(alert.raisedAt), now)}>
        {shortInstant(Date.parse(alert.raisedAt), now)}
      </time>
    </Link>
  )
}

/** How it stands: who has it, whether it is over, what it turned out to be. */
function AlertState({ alert, now }: { alert: Alert; now: number }) {
  const { t } = useText()
  const verdict = alert.verdict && <span className="label">{wordOf('web.alert.verdict', alert.verdict, t)}</span>
  if (alert.state === 'open') return <b>{t('web.alert.state.open')}</b>
  if (alert.state === 'resolved') {
    return (
      <>
        <span className="quiet">
          {wordOf('web.alert.state', alert.silenceId === null ? 'resolved' : 'resolved-silenced', t)}
          {alert.resolvedAt && ` ${shortInstant(Date.parse(alert.resolvedAt), now)}`}
        </span>
        {verdict}
      </>
    )
  }
  if (alert.state === 'silenced') return <span className="quiet">{wordOf('web.alert.state', 'silenced', t)}</span>
  return (
    <>
      {alert.acknowledgedBy
        ? t('web.alerts.acknowledged', { name: alert.acknowledgedBy })
        : t('web.alert.state.acknowledged')}
      {verdict ||
        (alert.acknowledgedAt && <span className="label">{shortInstant(Date.parse(alert.acknowledgedAt), now)}</span>)}
    </>
  )
}
