import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { AlertDetail } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/marks.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { ReportDialog } from '../cases/report-dialog.tsx'
import { SendTaskDialog } from '../tasks/send-dialog.tsx'
import { SilenceDialog } from './silence-dialog.tsx'
import { VerifyDialog } from './verify-dialog.tsx'
import { alertTitle, amountText, isOfLevel, unitWord } from './words.ts'

// catalogue keys: web.alert.summary.*

/** What an alert is, how it stands, and what may be done about it. */
export function AlertHead({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const acknowledge = useAct('POST /api/alerts/:id/acknowledge', () => toast(t('web.alert.acknowledged')))
  const [isSending, setSending] = useState(false)
  const [isVerifying, setVerifying] = useState(false)
  const [isSilencing, setSilencing] = useState(false)
  const [isOpening, setOpening] = useState(false)
  const { alert } = detail
  const isOfAir = isOfLevel(alert.kind)
  const toFeed = me.may('read-feeds') ? alert.feed : null
  const since = spanText(now - Date.parse(alert.raisedAt), t)
  const state =
    alert.state === 'open'
      ? t('web.alert.open-for', { span: since })
      : alert.state === 'acknowledged' && alert.acknowledgedBy
        ? t('web.alerts.acknowledged', { name: alert.acknowledgedBy })
        : wordOf('web.alert.state', alert.state, t)
  const over =
    alert.resolvedAt === null
      ? null
      : t('web.alert.over-since', { time: shortInstant(Date.parse(alert.resolvedAt), now) })
  return (
    <header className="alert-head">
      <SeverityMark severity={alert.severity} size={24} />
      <div>
        <p className="label">
          <Link to="/alerts" className="crumb" activeOptions={{ exact: true }}>
            {t('web.room.alerts')}
          </Link>{' '}
          /{' '}
          {[
            alert.number,
            wordOf('web.severity', alert.severity, t),
            // When it was over says that it is.
            ...(over !== null && alert.state === 'resolved' ? [over] : [state, ...(over === null ? [] : [over])]),
          ].join(t('web.join'))}
        </p>
        <h1>{alertTitle(alert, t, language)}</h1>
        <p className="quiet">
          {t(`web.alert.summary.${isOfLevel(alert.kind) ? 'level' : alert.kind}`, {
            first: shortInstant(Date.parse(alert.firstPeriodEnd), now),
            times: alert.exceedances,
            peak: amountText(alert.peakValue, alert),
            last: amountText(alert.lastValue, alert),
            unit: unitWord(alert.unit, t),
          })}
        </p>
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
        {me.may('report-case') && isOfAir && (
          <button type="button" className="button" onClick={() => setOpening(true)}>
            {t('web.alert.open-case')}
          </button>
        )}
        {me.may('send-task') && (
          <button
            type="button"
            className={alert.state === 'resolved' || toFeed ? 'button' : 'button primary'}
            onClick={() => setSending(true)}
          >
            {t('web.send.title')}
          </button>
        )}
        {toFeed && (
          <Link to="/feeds/$id" params={{ id: toFeed.id }} className="button primary">
            {t('web.alert.to-feed')}
          </Link>
        )}
      </div>
      {isVerifying && <VerifyDialog detail={detail} onClose={() => setVerifying(false)} />}
      {isSilencing && (
        <SilenceDialog
          scope={{ ruleId: alert.ruleId, stationId: alert.stationId, factor: alert.factor || null }}
          onClose={() => setSilencing(false)}
        />
      )}
      {isOpening && (
        <ReportDialog
          alert={{
            id: alert.id,
            number: alert.number,
            stationId: alert.stationId,
            title: alertTitle(alert, t, language),
          }}
          hasCases={detail.cases.length > 0}
          onClose={() => setOpening(false)}
        />
      )}
      {isSending && <SendTaskDialog alert={alert} onClose={() => setSending(false)} />}
    </header>
  )
}
