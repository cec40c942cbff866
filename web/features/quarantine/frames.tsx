import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type QuarantinedFrame, quarantineQuery } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { secondsText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

/** Frame by frame, newest first: when, whose, why not, what is wrong with it, and its bytes. */
export function Frames({ mn }: { mn: string | undefined }) {
  const { t } = useText()
  const [cursors, setCursors] = useState<readonly string[]>([])
  const frames = useQuery(quarantineQuery(mn, cursors.at(-1)))
  const items = frames.data?.items ?? []
  return (
    <section>
      <header className="block-head">
        <h2>{t('web.quarantine.frames')}</h2>
        <span className="label">
          {mn === undefined ? t('web.quarantine.frames-all') : t('web.quarantine.frames-of', { mn })}
        </span>
        {mn !== undefined && <Link to="/quarantine">{t('web.quarantine.all')}</Link>}
      </header>
      {frames.isPending && <Waiting rows={4} />}
      {frames.error && <Trouble error={frames.error} retry={frames.refetch} />}
      {frames.data && items.length === 0 && mn !== undefined && <Empty title={t('web.quarantine.none-of')} />}
      {items.length > 0 && (
        <WideTable name={t('web.quarantine.frames')}>
          <table className="frames-table">
            <thead>
              <tr>
                <th scope="col">{t('web.column.received')}</th>
                <th scope="col">{t('web.column.mn')}</th>
                <th scope="col">{t('web.column.cn')}</th>
                <th scope="col">{t('web.column.reason')}</th>
                <th scope="col">{t('web.column.raw')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((frame) => (
                <FrameRow key={frame.seq} frame={frame} />
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      <Pages cursors={cursors} next={frames.data?.next ?? null} onTurn={setCursors} />
    </section>
  )
}

function FrameRow({ frame }: { frame: QuarantinedFrame }) {
  const { t } = useText()
  const now = useNow(60_000)
  const at = Date.parse(frame.receivedAt)
  return (
    <tr className={frame.replayed ? 'frames-taken' : undefined}>
      <td className="nowrap frames-at">
        {shortInstant(at, now).replace(/\d\d:\d\d$/, '')}
        {secondsText(at)}
      </td>
      <td className="mono frames-mn">{frame.mn || '—'}</td>
      <td className="mono frames-cn">{frame.cn || '—'}</td>
      <td className="frames-why">
        {wordOf('web.quarantine', frame.reason, t)}
        {frame.replayed && <span className="label"> {t('web.quarantine.taken')}</span>}
        {frame.problems.length > 0 && (
          <span className="label second">{frame.problems.map(({ text }) => text).join(t('web.join'))}</span>
        )}
      </td>
      <td className="frames-raw">
        {frame.text === null ? (
          <span className="quiet">{t('web.monitoring.purged')}</span>
        ) : (
          <details>
            <summary className="mono cut">{contentOf(frame.text)}</summary>
            <pre className="mono raw-text">{frame.text}</pre>
          </details>
        )}
      </td>
    </tr>
  )
}

/** What a frame carries: its head stands in the columns already. */
function contentOf(text: string): string {
  const at = text.indexOf(';CP=')
  return at === -1 ? text : `…${text.slice(at + 1)}`
}
