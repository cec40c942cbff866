import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Alert, alertsQuery, rulesQuery } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useArrivals } from '../../parts/use-arrivals.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'
import { dayClockText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './alerts.css'

const route = getRouteApi('/inside/alerts')

/** The stream of alerts, newest first; a new one slides in once. */
export function AlertsPage() {
  const { t } = useText()
  const now = useNow(10_000)
  const showAll = route.useSearch().show === 'all'
  const alerts = useQuery(alertsQuery)
  const rules = useRules()
  const items = alerts.data?.items ?? []
  const open = items.filter((alert) => alert.state === 'open')
  const shown = showAll ? items : items.filter((alert) => alert.state !== 'resolved')
  const isNew = useArrivals(alerts.data?.items.map((alert) => alert.id))
  return (
    <>
      <title>{`${t('web.room.alerts')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.alerts')}</h1>
        <nav className="chips" aria-label={t('web.filter')}>
          <Link to="/alerts" search={{}} className="chip" activeOptions={{ exact: true }}>
            {t('web.alerts.unresolved')} <span>{items.filter((alert) => alert.state !== 'resolved').length}</span>
          </Link>
          <Link to="/alerts" search={{ show: 'all' }} className="chip" activeOptions={{ exact: true }}>
            {t('web.alerts.all')} <span>{items.length}</span>
          </Link>
        </nav>
        <span className="label push">{t('web.hand.alerts', { alerts: open.length })}</span>
      </header>
      {alerts.isPending && <Waiting rows={8} />}
      {alerts.error && <Trouble error={alerts.error} retry={alerts.refetch} />}
      {alerts.data && shown.length === 0 && <NoAlerts all={items.length} rules={rules} />}
      <ul className="rows alert-rows" aria-label={t('web.room.alerts')}>
        {shown.map((alert) => (
          <li key={alert.id} className={isNew(alert.id) ? 'arrive' : undefined} data-testid="alert-row">
            <AlertRow alert={alert} now={now} />
          </li>
        ))}
      </ul>
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

/** Nothing is open: what would make an alert appear, by the rules there are. */
function NoAlerts({ all, rules }: { all: number; rules: string | null }) {
  const { t } = useText()
  return (
    <Empty title={t(all > 0 ? 'web.alerts.empty.quiet' : 'web.alerts.empty.title')}>
      <p>{t('web.alerts.empty.text')}</p>
      {rules && <p>{rules}</p>}
      {all > 0 && (
        <p className="empty-ways">
          <Link to="/alerts" search={{ show: 'all' }}>
            {t('web.alerts.empty.all', { alerts: all })}
          </Link>
        </p>
      )}
    </Empty>
  )
}

function AlertRow({ alert, now }: { alert: Alert; now: number }) {
  const { t, language } = useText()
  const factor = factorLabel(alert.factor, language)
  return (
    <Link to="/alerts/$id" params={{ id: alert.id }} className="alert-row plain">
      <SeverityMark severity={alert.severity} />
      <span className="alert-what">
        <span className={alert.state === 'open' ? 'strong' : ''}>
          {t('web.alerts.row', {
            station: alert.stationName,
            factor,
            value: valueText(alert.peakValue, alert.factor),
            unit: alert.unit,
          })}
        </span>
        <span className="label">
          {[alert.number, wordOf('web.severity', alert.severity, t), alert.ruleName].join(t('web.join'))}
        </span>
      </span>
      <span className="alert-numbers">
        <span>{t('web.alerts.threshold', { threshold: valueText(alert.threshold, alert.factor) })}</span>
        <span className="label">
          {t('web.alert.times', { times: alert.exceedances })}
          {t('web.join')}
          {t('web.alert.last', { value: valueText(alert.lastValue, alert.factor) })}
        </span>
      </span>
      <span className="alert-state">
        {alert.state === 'open' ? (
          <b>{t('web.alert.state.open')}</b>
        ) : alert.acknowledgedBy ? (
          t('web.alerts.acknowledged', { name: alert.acknowledgedBy })
        ) : (
          wordOf('web.alert.state', alert.state, t)
        )}
        {alert.acknowledgedAt && <span className="label">{shortInstant(Date.parse(alert.acknowledgedAt), now)}</span>}
      </span>
      <time dateTime={alert.raisedAt} className="quiet nowrap" title={dayClockText(Date.parse(alert.raisedAt), now)}>
        {shortInstant(Date.parse(alert.raisedAt), now)}
      </time>
    </Link>
  )
}
