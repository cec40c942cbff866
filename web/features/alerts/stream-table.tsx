import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { severities } from '../../../src/domain/alerts/model.ts'
import { MINUTE_MS } from '../../../src/standards/civil-time.ts'
import { useAct } from '../../api/acts.ts'
import type { Alert } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { clockText, dateText, dayClockText, spanText } from '../../time/format.ts'
import { nextStep, type StreamRow, streamRows } from './stream.ts'
import { alertWhat, stateText, timesText } from './words.ts'

type Row = StreamRow<Alert>

/** The stream as rows under their days; repeats of a rule at a station are one row until somebody unfolds them. */
export function StreamTable(props: { alerts: readonly Alert[]; now: number; isNew: (id: string) => boolean }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const { alerts, now, isNew } = props
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => streamRows(alerts, unfolded), [alerts, unfolded])
  // Repeats stand beneath their newest, so the stream's order is one of places and not of instants.
  const places = useMemo(() => new Map(rows.map(({ alert }, place) => [alert.id, place])), [rows])
  const fold = (id: string) => {
    const next = new Set(unfolded)
    if (!next.delete(id)) next.add(id)
    setUnfolded(next)
  }
  const columns: readonly ShownColumn<Row>[] = [
    {
      ...{ key: 'severity', name: t('web.rule.severity'), className: 'nowrap stream-severity' },
      value: ({ alert }) => wordOf('web.severity', alert.severity, t),
      order: ({ alert }) => severities.indexOf(alert.severity),
      show: ({ alert }) => (
        <>
          <SeverityMark severity={alert.severity} />{' '}
          <span className="stream-severity-word">{wordOf('web.severity', alert.severity, t)}</span>
        </>
      ),
    },
    {
      ...{ key: 'what', name: t('web.alerts.what'), className: 'stream-what' },
      value: ({ alert }) => alertWhat(alert, t, language),
      show: ({ alert }) => (
        <Link
          to="/alerts/$id"
          params={{ id: alert.id }}
          className={alert.state === 'open' ? 'row-link strong' : 'row-link'}
        >
          {alertWhat(alert, t, language)}
        </Link>
      ),
    },
    {
      ...{ key: 'station', name: t('web.column.station'), className: 'stream-station' },
      value: ({ alert }) => alert.stationName,
    },
    {
      ...{ key: 'rule', name: t('web.alerts.rule'), className: 'quiet stream-more' },
      value: ({ alert }) => alert.ruleName,
    },
    {
      ...{ key: 'when', name: t('web.alerts.when'), kind: 'instant', className: 'nowrap stream-when' },
      value: ({ alert }) => Date.parse(alert.raisedAt),
      order: ({ alert }) => -(places.get(alert.id) ?? 0),
      show: ({ alert }) => {
        const at = Date.parse(alert.raisedAt)
        return (
          <time dateTime={alert.raisedAt} title={dayClockText(at, now)}>
            {clockText(at)}
          </time>
        )
      },
    },
    {
      ...{ key: 'lasting', name: t('web.alerts.lasting'), kind: 'number', className: 'nowrap stream-more' },
      value: ({ alert }) => Math.round(lastingMs(alert, now) / MINUTE_MS),
      show: ({ alert }) => spanText(lastingMs(alert, now), t),
    },
    {
      ...{ key: 'times', name: t('web.alerts.times'), kind: 'number', className: 'stream-times' },
      value: ({ alert }) => alert.exceedances,
      show: ({ alert }) => <span title={timesText(alert, t)}>{alert.exceedances}</span>,
    },
    {
      ...{ key: 'repeats', name: t('web.alerts.repeats'), kind: 'number', className: 'nowrap stream-repeats' },
      value: ({ times }) => times,
      show: ({ alert, times, under }) =>
        times > 1 ? (
          <button
            type="button"
            className="link fold"
            aria-expanded={unfolded.has(alert.id)}
            onClick={() => fold(alert.id)}
          >
            {t(unfolded.has(alert.id) ? 'web.alerts.fold' : 'web.alerts.unfold', { times })}
          </button>
        ) : under === null ? null : (
          <span className="label">{t('web.alerts.repeat')}</span>
        ),
    },
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'nowrap stream-state' },
      value: ({ alert }) => stateText(alert, now, t),
      show: ({ alert }) => (
        <>
          <span className={alert.state === 'open' ? 'strong' : alert.state === 'acknowledged' ? '' : 'quiet'}>
            {stateText(alert, now, t)}
          </span>
          {alert.verdict && <span className="label"> {wordOf('web.alert.verdict', alert.verdict, t)}</span>}
        </>
      ),
    },
  ]
  return (
    <div className="stream">
      <ShownTable
        name={t('web.room.alerts')}
        keptAs="alerts"
        rows={rows}
        rowKey={({ alert }) => alert.id}
        columns={columns}
        first={{ key: 'when', isDown: true }}
        groups={{ by: 'when', nameOf: ({ alert }) => dateText(Date.parse(alert.raisedAt), t) }}
        rowTestId="alert-row"
        rowClass={({ alert, under }) =>
          [isNew(alert.id) ? 'arrive' : '', under === null ? '' : 'stream-under'].join(' ').trim()
        }
        open={({ alert }) => navigate({ to: '/alerts/$id', params: { id: alert.id } })}
        act={({ alert }) => <Next alert={alert} />}
        actName={t('web.alerts.next')}
      />
    </div>
  )
}

/** From when it was raised to when it was over, or until now. [ms] */
function lastingMs({ raisedAt, resolvedAt }: Alert, now: number): number {
  return (resolvedAt === null ? now : Date.parse(resolvedAt)) - Date.parse(raisedAt)
}

/** The next step, taken here where one press is all of it. */
function Next({ alert }: { alert: Alert }) {
  const { t } = useText()
  const me = useMe()
  const acknowledge = useAct('POST /api/alerts/:id/acknowledge', () => toast(t('web.alert.acknowledged')))
  const next = nextStep(alert)
  if (next === 'acknowledge' && me.may('acknowledge-alert')) {
    return (
      <>
        <button
          type="button"
          className="button small"
          disabled={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ params: { id: alert.id }, body: { expects: alert.version } })}
        >
          {t('web.alert.acknowledge')}
        </button>
        {acknowledge.error && <Trouble error={acknowledge.error} />}
      </>
    )
  }
  if (next === 'verify' && me.may('verify-alert')) {
    return (
      <Link to="/alerts/$id" params={{ id: alert.id }} className="go">
        {t('web.alerts.to-verify')}
      </Link>
    )
  }
  return <span className="label">—</span>
}
