import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ledgerQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { secondsText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './ledger.css'

/** The chain: its head, its events, newest first, and the way to take it home and check it. */
export function LedgerPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const page = useQuery(ledgerQuery(cursors.at(-1)))
  return (
    <>
      <title>{`${t('web.room.ledger')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.ledger')}</h1>
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
          <div className="table-wrap">
            <table>
              <thead>
                <tr>
                  <th scope="col" className="number ledger-seq">
                    {t('web.column.seq')}
                  </th>
                  <th scope="col">{t('web.column.recorded')}</th>
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
                      <td className="nowrap">
                        {shortInstant(at, now).replace(/\d\d:\d\d$/, '')}
                        {secondsText(at)}
                      </td>
                      <td>
                        {wordOf('web.story', event.kind, t)} <span className="label">{event.kind}</span>
                      </td>
                      <td>
                        <span className="quiet">{wordOf('web.subject', event.subjectType, t)}</span>{' '}
                        <span className="mono">{event.subjectId.slice(-12)}</span>
                      </td>
                      <td className="mono">{event.hash.slice(0, 16)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
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
