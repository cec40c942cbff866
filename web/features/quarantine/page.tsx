import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useAct } from '../../api/acts.ts'
import { type QuarantinedDevice, quarantinedDevicesQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import { Frames } from './frames.tsx'
import './quarantine.css'

const route = getRouteApi('/inside/quarantine')

/** What was kept but not taken: who sent it and why, frame by frame, and the way to take it in. */
export function QuarantinePage() {
  const { t } = useText()
  const me = useMe()
  const { mn } = route.useSearch()
  return (
    <>
      <title>{`${t('web.monitoring.quarantine')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <Senders here={mn} />
      {me.may('read-devices') && <Frames key={mn ?? ''} mn={mn} />}
    </>
  )
}

/** Unknown ones first: they wait for somebody to adopt them. */
function Senders({ here }: { here: string | undefined }) {
  const { t } = useText()
  const now = useNow(30_000)
  const senders = useQuery(quarantinedDevicesQuery)
  const items = (senders.data?.items ?? []).toSorted(
    (a, b) => Number(a.known) - Number(b.known) || Date.parse(b.lastAt) - Date.parse(a.lastAt),
  )
  return (
    <section className="quarantine-who">
      <header className="block-head">
        <h2>{t('web.quarantine.who')}</h2>
        <span className="label">{t('web.quarantine.who-note')}</span>
      </header>
      {senders.isPending && <Waiting rows={3} />}
      {senders.error && <Trouble error={senders.error} retry={senders.refetch} />}
      {senders.data && items.length === 0 && (
        <Empty title={t('web.monitoring.no-quarantine.title')}>{t('web.monitoring.no-quarantine.text')}</Empty>
      )}
      {items.length > 0 && (
        <WideTable name={t('web.quarantine.who')}>
          <table className="senders-table">
            <thead>
              <tr>
                <th scope="col">{t('web.column.mn')}</th>
                <th scope="col">{t('web.quarantine.known')}</th>
                <th scope="col" className="number">
                  {t('web.device.frames')}
                </th>
                <th scope="col">{t('web.column.reason')}</th>
                <th scope="col" className="number">
                  {t('web.quarantine.first')}
                </th>
                <th scope="col" className="number">
                  {t('web.quarantine.last')}
                </th>
                <th scope="col">
                  <span className="unseen">{t('web.command.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((sender) => (
                <tr key={sender.mn} className={sender.mn === here ? 'here' : undefined}>
                  <td className="senders-mn">
                    <Link
                      to="/quarantine"
                      search={sender.mn === here ? {} : { mn: sender.mn }}
                      className="mono"
                      aria-label={t('web.quarantine.only', { mn: sender.mn || t('web.quarantine.no-mn') })}
                    >
                      {sender.mn || t('web.quarantine.no-mn')}
                    </Link>
                  </td>
                  <td className="nowrap senders-known">
                    {sender.mn === '' ? (
                      <span className="label">—</span>
                    ) : sender.known ? (
                      <span className="quiet">{t('web.quarantine.registered')}</span>
                    ) : (
                      <b className="attention">{t('web.quarantine.unknown')}</b>
                    )}
                  </td>
                  <td className="number senders-frames">{sender.frames}</td>
                  <td className="senders-why">{reasonsText(sender, t)}</td>
                  <td className="number quiet senders-first">{shortInstant(Date.parse(sender.firstAt), now)}</td>
                  <td className="number quiet senders-last">{shortInstant(Date.parse(sender.lastAt), now)}</td>
                  <td className="number senders-act">
                    <SenderAct sender={sender} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  )
}

function reasonsText(sender: QuarantinedDevice, t: ReturnType<typeof useText>['t']): string {
  return Object.entries(sender.reasons)
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, times]) => t('web.device.error-times', { error: wordOf('web.quarantine', reason, t), times }))
    .join(t('web.join'))
}

/** An unknown sender is adopted; what is known by now is taken in again. What has no MN is nobody's. */
function SenderAct({ sender }: { sender: QuarantinedDevice }) {
  const { t } = useText()
  const me = useMe()
  const replay = useAct('POST /api/quarantine/replay', ({ taken, stillKept }) =>
    toast(t('web.quarantine.replayed', { taken, kept: stillKept })),
  )
  if (!me.may('manage-devices') || sender.mn === '') return null
  if (!sender.known) {
    return (
      <Link to="/quarantine/adopt" search={{ mn: sender.mn }} className="button small">
        {t('web.quarantine.adopt')}
      </Link>
    )
  }
  return (
    <>
      <button
        type="button"
        className="button small"
        disabled={replay.isPending}
        onClick={() => replay.mutate({ body: { mn: sender.mn } })}
      >
        {replay.isPending ? t('web.act.sending') : t('web.quarantine.replay')}
      </button>
      {replay.error && <Trouble error={replay.error} />}
    </>
  )
}
