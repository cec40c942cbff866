import { useQuery } from '@tanstack/react-query'
import { type FeedDetail, feedRefusedQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

/** The rows that were refused last, each with the reason; nothing where none were. */
export function Refused({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const now = useNow(60_000)
  const refused = useQuery(feedRefusedQuery(feed.id))
  if (refused.error) return <Trouble error={refused.error} retry={refused.refetch} />
  const items = refused.data?.items ?? []
  if (items.length === 0) return null
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.feed.refused-rows')}</h2>
        <span className="label">{t('web.feed.refused-note', { rows: items.length })}</span>
      </header>
      <WideTable name={t('web.feed.refused-rows')}>
        <table className="feed-refused">
          <thead>
            <tr>
              <th scope="col">{t('web.feed.when')}</th>
              <th scope="col" className="number">
                {t('web.feed.row')}
              </th>
              <th scope="col">{t('web.feed.reason')}</th>
              <th scope="col">{t('web.feed.content')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((row) => (
              <tr key={`${row.pullId} ${row.line} ${row.fault}`}>
                <td className="nowrap quiet">{dayClockText(Date.parse(row.at), now)}</td>
                <td className="number" data-name={t('web.feed.row')}>
                  {row.line}
                </td>
                <td className="feed-reason">{row.reason}</td>
                <td className="mono feed-cells">{row.cells.join(' | ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  )
}
