import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { caseStates, stageOf } from '../../../src/domain/cases/model.ts'
import { useAct } from '../../api/acts.ts'
import { type AlertDetail, alertQuery } from '../../api/queries.ts'
import { SeverityMark, StageMark } from '../../parts/marks.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { dayClockText, hourLabel, secondsText, shortInstant, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { SendTaskDialog } from '../tasks/send-dialog.tsx'
import { AlertChart } from './alert-chart.tsx'
import { RulePanel } from './rule-panel.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { VerifyDialog } from './verify-dialog.tsx'
import { alertTitle, amountText, unitWord } from './words.ts'
import './alerts.css'

const route = getRouteApi('/inside/alerts/$id')

/** Exceedances shown before somebody asks for all. */
const FIRST_ROWS = 10

/** One alert: what was exceeded, by which rule, who was told, who was sent and what came of it. */
export function AlertPage() {
  const { t } = useText()
  const { id } = route.useParams()
  const detail = useQuery(alertQuery(id))
  if (detail.isPending) return <Waiting rows={8} height={64} />
  if (detail.error) return <Trouble error={detail.error} retry={detail.refetch} />
  return (
    <>
      <title>{`${detail.data.alert.number} · ${t('web.brand')}`}</title>
      <Head key={id} detail={detail.data} />
      <div className="alert-columns">
        <div className="alert-main">
          <AlertChart detail={detail.data} />
          <Exceedances detail={detail.data} />
        </div>
        <div className="split">
          <RulePanel detail={detail.data} />
          <FollowUps detail={detail.data} />
        </div>
      </div>
    </>
  )
}

function Head({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const acknowledge = useAct('POST /api/alerts/:id/acknowledge', () => toast(t('web.alert.acknowledged')))
  const [isSending, setSending] = useState(false)
  const [isVerifying, setVerifying] = useState(false)
  const [isSilencing, setSilencing] = useState(false)
  const { alert } = detail
  const since = spanText(now - Date.parse(alert.raisedAt), t)
  const state =
    alert.state === 'open'
      ? t('web.alert.open-for', { span: since })
      : alert.state === 'acknowledged' && alert.acknowledgedBy
        ? t('web.alerts.acknowledged', { name: alert.acknowledgedBy })
        : wordOf('web.alert.state', alert.state, t)
  const over = alert.resolvedAt && t('web.alert.over-since', { time: shortInstant(Date.parse(alert.resolvedAt), now) })
  return (
    <header className="alert-head">
      <SeverityMark severity={alert.severity} size={24} />
      <div>
        <p className="label">
          <Link to="/alerts" className="crumb" activeOptions={{ exact: true }}>
            {t('web.room.alerts')}
          </Link>{' '}
          /{' '}
          {[alert.number, wordOf('web.severity', alert.severity, t), state, ...(over ? [over] : [])].join(
            t('web.join'),
          )}
        </p>
        <h1>{alertTitle(alert, t, language)}</h1>
        <p className="quiet">
          {t(alert.kind === 'stale' ? 'web.alert.summary-stale' : 'web.alert.summary', {
            first: shortInstant(Date.parse(alert.firstPeriodEnd), now),
            times: alert.exceedances,
            peak: amountText(alert.peakValue, alert),
            last: amountText(alert.lastValue, alert),
            unit: unitWord(alert.unit, t),
          })}
        </p>
        {alert.feed && me.may('read-feeds') && (
          <p>
            <Link to="/feeds/$id" params={{ id: alert.feed.id }} className="underlined">
              {t('web.alert.to-feed')}
            </Link>
          </p>
        )}
        {alert.silenceId && (
          <p className="quiet">
            {t('web.alert.was-silenced', { times: alert.swallowed })}{' '}
            {me.may('read-rules') && (
              <Link to="/alerts/silences" className="underlined">
                {t('web.alerts.silences')}
              </Link>
            )}
          </p>
        )}
        {acknowledge.error && <Trouble error={acknowledge.error} />}
      </div>
      <div className="alert-acts no-print">
        {me.may('acknowledge-alert') && alert.state === 'open' && (
          <button
            type="button"
            className="button"
            disabled={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ params: { id: alert.id }, body: { expects: alert.version } })}
          >
            {t('web.alert.acknowledge')}
          </button>
        )}
        {me.may('silence-alerts') && alert.state !== 'resolved' && (
          <button type="button" className="button" onClick={() => setSilencing(true)}>
            {t('web.alert.silence')}
          </button>
        )}
        {me.may('verify-alert') && (
          <button type="button" className="button" onClick={() => setVerifying(true)}>
            {t(alert.verdict === null ? 'web.alert.verify' : 'web.alert.verify-again')}
          </button>
        )}
        {me.may('send-task') && (
          <button
            type="button"
            className={alert.state === 'resolved' ? 'button' : 'button primary'}
            onClick={() => setSending(true)}
          >
            {t('web.send.title')}
          </button>
        )}
      </div>
      {isVerifying && <VerifyDialog detail={detail} onClose={() => setVerifying(false)} />}
      {isSilencing && (
        <SilenceDialog
          scope={{ ruleId: alert.ruleId, stationId: alert.stationId, factor: alert.factor || null }}
          onClose={() => setSilencing(false)}
        />
      )}
      {isSending && <SendTaskDialog alert={alert} onClose={() => setSending(false)} />}
    </header>
  )
}

function Exceedances({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const { alert, exceedances } = detail
  // Of a feed it is when an hour was due: it has no line of its own and rests on no frame.
  const isStale = alert.kind === 'stale'
  const [isWhole, setWhole] = useState(false)
  const newest = exceedances.toSorted((a, b) => Date.parse(b.periodEnd) - Date.parse(a.periodEnd))
  const shown = isWhole ? newest : newest.slice(0, FIRST_ROWS)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t(isStale ? 'web.alert.stale-times' : 'web.alert.exceedances')}</h2>
        <span className="label">{t('web.alert.exceedances-note')}</span>
      </header>
      <div className="table-wrap exceedances">
        <table>
          <thead>
            <tr>
              <th scope="col">
                {t(isStale ? 'web.alert.due' : alert.resolution === 'hour' ? 'web.alert.hour' : 'web.alert.period-end')}
              </th>
              <th scope="col" className="number">
                {isStale
                  ? t('web.alert.waited')
                  : alert.kind === 'silent' || alert.kind === 'flat-line' || alert.kind === 'completeness'
                    ? t('web.alert.found')
                    : factorName(alert.factor, language)}{' '}
                {unitWord(alert.unit, t)}
              </th>
              {!isStale && (
                <>
                  <th scope="col" className="number">
                    {t('web.alert.line')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.alert.frame')}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => {
              const at = Date.parse(one.periodEnd)
              return (
                <tr key={`${one.periodEnd}-${one.frameSeq}`}>
                  <td className="nowrap">{isStale ? dayClockText(at, at) : periodEndText(alert.resolution, at)}</td>
                  <td className="number">
                    <b>{amountText(one.value, alert)}</b>
                  </td>
                  {!isStale && (
                    <>
                      <td className="number">{amountText(one.level, alert)}</td>
                      <td className="number label">{one.frameSeq === 0 ? '—' : one.frameSeq}</td>
                    </>
                  )}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {exceedances.length > shown.length && (
        <p className="more">
          <button type="button" className="link" onClick={() => setWhole(true)}>
            {t('web.alert.all', { times: exceedances.length })}
          </button>
        </p>
      )}
    </section>
  )
}

/** An hour by its label, a sample with its second, anything else by the minute. */
function periodEndText(resolution: string, at: number): string {
  if (resolution === 'hour') return `${dayClockText(at - 1, at).slice(0, 5)} ${hourLabel(at)}`
  return resolution === 'realtime' ? `${dayClockText(at, at).slice(0, 5)} ${secondsText(at)}` : dayClockText(at, at)
}

function FollowUps({ detail }: { detail: AlertDetail }) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  return (
    <>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.tasks')}</h2>
          <span className="label">{detail.tasks.length || ''}</span>
        </header>
        {detail.tasks.length === 0 && (
          <p className="quiet">{t(me.may('send-task') ? 'web.alert.no-tasks-send' : 'web.alert.no-tasks')}</p>
        )}
        <ul className="lines">
          {detail.tasks.map((task) => (
            <li key={task.id}>
              <Link to="/tasks/$id" params={{ id: task.id }}>
                {task.number}
              </Link>
              <span>{task.assignee}</span>
              <span className="quiet push">{wordOf('web.task.state', task.state, t)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.cases')}</h2>
          <span className="label">{detail.cases.length || ''}</span>
        </header>
        {detail.cases.length === 0 && <p className="quiet">{t('web.alert.no-cases')}</p>}
        <ul className="lines">
          {detail.cases.map((one) => {
            const state = caseStates.find((each) => each === one.state)
            return (
              <li key={one.id}>
                {state && <StageMark stage={stageOf[state]} />}
                <Link to="/cases/$id" params={{ id: one.id }} className="cut">
                  {one.title}
                </Link>
                <span className="label">{one.number}</span>
                <span className="quiet push">{wordOf('web.case.state', one.state, t)}</span>
              </li>
            )
          })}
        </ul>
      </section>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.messages')}</h2>
          <span className="label">{t('web.alert.messages-note')}</span>
        </header>
        {detail.messages.length === 0 && <p className="quiet">{t('web.alert.no-messages')}</p>}
        <ul className="lines">
          {detail.messages.map((message) => (
            <li key={message.id}>
              <span>{message.channel}</span>
              <span className={message.state === 'dead' ? 'late push' : 'quiet push'}>
                {message.sentAt
                  ? t('web.alert.told', { time: shortInstant(Date.parse(message.sentAt), now) })
                  : wordOf('web.message.state', message.state, t)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
