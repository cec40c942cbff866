import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ledgerQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { type Actor, actorText } from '../../text/actors.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, hourLabel, secondsText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './ledger.css'
import { WideTable } from '../../parts/wide-table.tsx'

const route = getRouteApi('/inside/ledger')

/** The chain: its head, its events, newest first, and the way to take it home and check it. */
export function LedgerPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const show = route.useSearch().show ?? 'acts'
  // The way back through the pages belongs to what is shown.
  const [way, setWay] = useState<{ show: 'acts' | 'all'; cursors: readonly string[] }>({ show, cursors: [] })
  const cursors = way.show === show ? way.cursors : []
  const setCursors = (next: readonly string[]) => setWay({ show, cursors: next })
  const page = useQuery(ledgerQuery(show, cursors.at(-1)))
  return (
    <>
      <title>{`${t('web.room.ledger')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.ledger')}</h1>
        <nav className="chips" aria-label={t('web.filter')}>
          <Link to="/ledger" search={{}} className="chip" activeOptions={{ exact: true }}>
            {t('web.ledger.acts')}
          </Link>
          <Link to="/ledger" search={{ show: 'all' }} className="chip" activeOptions={{ exact: true }}>
            {t('web.ledger.all')}
          </Link>
        </nav>
        {page.data && (
          <span className="label">
            {t('web.ledger.head', { seq: page.data.head.seq })}{' '}
            <span className="mono">{page.data.head.hash.slice(0, 16)}…</span>
          </span>
        )}
        {me.may('export-ledger') && (
          <a className="button push" href="/api/ledger/export" download>
            {t('web.ledger.export')}
          </a>
        )}
      </header>
      {page.isPending && <Waiting rows={12} />}
      {page.error && <Trouble error={page.error} retry={page.refetch} />}
      {page.data?.items.length === 0 && <Empty title={t('web.ledger.empty.title')}>{t('web.ledger.empty.text')}</Empty>}
      {page.data && page.data.items.length > 0 && (
        <>
          <WideTable name={t('web.room.ledger')}>
            <table className="ledger-table">
              <thead>
                <tr>
                  <th scope="col" className="number ledger-seq">
                    {t('web.column.seq')}
                  </th>
                  <th scope="col">{t('web.column.recorded')}</th>
                  <th scope="col">{t('web.settings.who')}</th>
                  <th scope="col">{t('web.column.event')}</th>
                  <th scope="col">{t('web.column.subject')}</th>
                  <th scope="col">{t('web.column.hash')}</th>
                </tr>
              </thead>
              <tbody>
                {page.data.items.map((event) => {
                  const at = Date.parse(event.recordedAt)
                  return (
                    <tr key={event.seq}>
                      <td className="number">{event.seq}</td>
                      <td className="nowrap ledger-at">
                        {shortInstant(at, now).replace(/\d\d:\d\d$/, '')}
                        {secondsText(at)}
                      </td>
                      <td className="ledger-who">
                        {event.actor === null ? (
                          <span className="attention">{t('web.ledger.unreadable')}</span>
                        ) : (
                          <Who actor={event.actor} />
                        )}
                      </td>
                      <td className="ledger-event">
                        <SubjectMark type={event.subjectType} />{' '}
                        <span className="ledger-what">{wordOf('web.story', event.kind, t)}</span>{' '}
                        <span className="label ledger-kind">{event.kind}</span>
                      </td>
                      <td className="ledger-subject">
                        <Subject type={event.subjectType} id={event.subjectId} name={event.subject} now={now} />
                      </td>
                      <td className="mono ledger-hash">{event.hash.slice(0, 16)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </WideTable>
          <footer className="page-bar">
            <button
              type="button"
              className="button"
              disabled={cursors.length === 0}
              onClick={() => setCursors(cursors.slice(0, -1))}
            >
              {t('web.ledger.newer')}
            </button>
            <button
              type="button"
              className="button"
              disabled={page.data.next === null}
              onClick={() => page.data.next && setCursors([...cursors, page.data.next])}
            >
              {t('web.ledger.older')}
            </button>
            <span className="label push">{t('web.ledger.verify')}</span>
          </footer>
        </>
      )}
    </>
  )
}

const rooms = { alert: '/alerts/$id', task: '/tasks/$id', case: '/cases/$id' } as const
const acts = { alert: 'read-alerts', task: 'read-task', case: 'read-case' } as const

/** People stand out from what Weike does by itself. */
function Who({ actor }: { actor: Actor }) {
  const { t } = useText()
  const text = actorText(actor, t)
  return actor.kind === 'system' ? <span className="quiet">{text}</span> : <b>{text}</b>
}

/**
 * What an event is about, by its name or number, else by the end of its id: a way to it where it has a page; a sealed hour by its
 * device and the hour's end.
 */
function Subject({ type, id, name, now }: { type: string; id: string; name: string | null; now: number }) {
  const { t } = useText()
  const me = useMe()
  const word = wordOf('web.subject', type, t)
  const called = name ?? <span className="mono">{id.slice(-12)}</span>
  if (type === 'alert' || type === 'task' || type === 'case') {
    return (
      <>
        <span className="quiet">{word}</span>{' '}
        {me.may(acts[type]) ? (
          <Link to={rooms[type]} params={{ id }}>
            {called}
          </Link>
        ) : (
          called
        )}
      </>
    )
  }
  const [device = '', hour = ''] = id.split('@')
  if (type === 'telemetry' && /^\d+$/.test(hour)) {
    const endsAt = Number(hour)
    return (
      <>
        <span className="mono">{device.slice(-8)}</span>{' '}
        <span className="quiet">
          {dayClockText(endsAt - 1, now).replace(/\d\d:\d\d$/, '')}
          {hourLabel(endsAt)}
        </span>
      </>
    )
  }
  return (
    <>
      <span className="quiet">{word}</span> {called}
    </>
  )
}

/** People's acts stand out from what the machine seals every hour. */
function SubjectMark({ type }: { type: string }) {
  return <i className={type === 'telemetry' ? 'ledger-mark ledger-machine' : 'ledger-mark'} aria-hidden="true" />
}
