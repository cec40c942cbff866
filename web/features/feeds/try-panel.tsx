import { type UseMutationResult, useMutation } from '@tanstack/react-query'
import { factorOf } from '../../../src/standards/factors.ts'
import { call, type Input } from '../../api/client.ts'
import type { FeedTry } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { type FeedDraft, tryOf } from './draft.ts'

type Trying = UseMutationResult<FeedTry, Error, Input<'POST /api/feeds/try'>['body']>

/** Fetches once and writes nothing. */
export function useTry(): Trying {
  return useMutation({
    mutationFn: (body: Input<'POST /api/feeds/try'>['body']): Promise<FeedTry> => call('POST /api/feeds/try', { body }),
  })
}

/** What is there at all: its status, its beginning, where it has rows. */
export function Look(props: { draft: FeedDraft; id: string | null; look: Trying; onSeen: (tried: FeedTry) => void }) {
  const { t } = useText()
  const { draft, id, look } = props
  return (
    <div className="feed-try">
      <p>
        <button
          type="button"
          className="button"
          disabled={look.isPending}
          onClick={() => look.mutate(tryOf(draft, id, true), { onSuccess: props.onSeen })}
        >
          {t(look.isPending ? 'web.feed.looking' : 'web.feed.look')}
        </button>{' '}
        <span className="label">{t('web.feed.look-note')}</span>
      </p>
      <div aria-live="polite">
        {look.error && <Trouble error={look.error} />}
        {look.data && <Came tried={look.data} />}
        {look.data && look.data.found.length > 0 && (
          <ul className="feed-found">
            {look.data.found.slice(0, 4).map((rows) => (
              <li key={rows.path}>
                <b className="mono">{rows.path}</b>{' '}
                <span className="label">{t('web.feed.found-rows', { rows: rows.rows })}</span>{' '}
                <span className="mono quiet">{rows.fields.join(', ')}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

/** What came, or why not; its first 2 kB. */
function Came({ tried }: { tried: FeedTry }) {
  const { t } = useText()
  return (
    <>
      <p className="label">
        <span className="mono">{tried.told}</span> ·{' '}
        {tried.status !== null && `${t('web.feed.status', { status: tried.status })} · `}
        {t('web.feed.came', { bytes: tried.bytes, ms: tried.ms })}
      </p>
      {tried.fault && (
        <div className="trouble" role="alert">
          <p>
            <b>{tried.fault.what}</b>
          </p>
          <p className="quiet">{tried.fault.todo}</p>
        </div>
      )}
      {tried.head !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
        <section className="feed-raw" tabIndex={0} aria-label={t('web.feed.raw')}>
          <pre>{tried.head}</pre>
        </section>
      )}
    </>
  )
}

/** What would be taken, as it would be taken. */
export function TryOut({ draft, id, trial }: { draft: FeedDraft; id: string | null; trial: Trying }) {
  const { t } = useText()
  const { data } = trial
  return (
    <div className="feed-try">
      <p>
        <button
          type="button"
          className="button"
          disabled={trial.isPending}
          onClick={() => trial.mutate(tryOf(draft, id, false))}
        >
          {t(trial.isPending ? 'web.feed.trying' : 'web.feed.try')}
        </button>{' '}
        <span className="label">{t('web.feed.try-note')}</span>
      </p>
      <div aria-live="polite">
        {trial.error && <Trouble error={trial.error} />}
        {data?.fault && (
          <div className="trouble" role="alert">
            <p>
              <b>{data.fault.what}</b>
            </p>
            <p className="quiet">{data.fault.todo}</p>
          </div>
        )}
        {data?.read && <Read read={data.read} />}
      </div>
    </div>
  )
}

function Read({ read }: { read: NonNullable<FeedTry['read']> }) {
  const { t } = useText()
  const now = useNow(60_000)
  return (
    <>
      <p>
        <b>{t('web.feed.tried', { rows: read.rows, values: read.values.length })}</b>{' '}
        <span className="label">{t('web.feed.tried-more', { refused: read.refused, others: read.others })}</span>
      </p>
      {read.values.length > 0 && (
        <WideTable name={t('web.feed.tried-values')}>
          <table className="feed-values">
            <thead>
              <tr>
                <th scope="col">{t('web.feed.field.code')}</th>
                <th scope="col" title={t('web.hour-by-end')}>
                  {t('web.alert.hour')}
                </th>
                <th scope="col">{t('web.feed.field.factor')}</th>
                <th scope="col" className="number">
                  {t('web.feed.value')}
                </th>
              </tr>
            </thead>
            <tbody>
              {read.values.slice(0, 12).map((one) => (
                <tr key={`${one.code} ${one.end} ${one.factor}`}>
                  <td className="mono">{one.code}</td>
                  <td className="nowrap">{dayClockText(Date.parse(one.end), now)}</td>
                  <td>{factorOf(one.factor)?.alias ?? one.factor}</td>
                  <td className="number nowrap">
                    {one.value ?? '—'} <span className="label">{one.unit}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
      {read.problems.length > 0 && (
        <ul className="feed-problems">
          {read.problems.slice(0, 8).map((row) => (
            <li key={`${row.line} ${row.fault}`}>
              <span className="label">{t('web.feed.row-number', { line: row.line })}</span> {row.reason}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
