import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type FeedDetail, feedPullsQuery } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, secondsText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

// catalogue keys: web.feed.pull.*, web.feed.cause.*

/** Each pull: when, why, what came of it. */
export function Pulls({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const now = useNow(60_000)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const pulls = useQuery(feedPullsQuery(feed.id, cursors.at(-1)))
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.feed.pulls')}</h2>
        <span className="label">{t('web.feed.pulls-note')}</span>
      </header>
      {pulls.isPending && <Waiting rows={6} height={32} />}
      {pulls.error && <Trouble error={pulls.error} retry={pulls.refetch} />}
      {pulls.data?.items.length === 0 && <Empty title={t('web.feed.no-pulls')} />}
      {pulls.data && pulls.data.items.length > 0 && (
        <>
          <WideTable name={t('web.feed.pulls')}>
            <table className="feed-pulls">
              <thead>
                <tr>
                  <th scope="col">{t('web.feed.when')}</th>
                  <th scope="col">{t('web.feed.outcome')}</th>
                  <th scope="col" className="number">
                    {t('web.feed.rows')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.feed.new')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.feed.revised')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.feed.refused')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.feed.size')}
                  </th>
                  <th scope="col" className="number">
                    {t('web.feed.took')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {pulls.data.items.map((pull) => (
                  <tr key={pull.id}>
                    <td className="nowrap feed-pull-when">
                      {dayClockText(Date.parse(pull.startedAt), now)}
                      {secondsText(Date.parse(pull.startedAt)).slice(5)}{' '}
                      <span className="label">{wordOf('web.feed.cause', pull.cause, t)}</span>
                    </td>
                    <td className={pull.state === 'failed' ? 'feed-pull-outcome late' : 'feed-pull-outcome'}>
                      {pull.fault?.what ?? wordOf('web.feed.pull', pull.state, t)}
                      {pull.fileName !== null && <span className="label mono"> {pull.fileName}</span>}
                    </td>
                    <td className="number" data-name={t('web.feed.rows')}>
                      {pull.rows}
                    </td>
                    <td className="number" data-name={t('web.feed.new')}>
                      {pull.newHours}
                    </td>
                    <td className="number" data-name={t('web.feed.revised')}>
                      {pull.revisedHours}
                    </td>
                    <td className="number" data-name={t('web.feed.refused')}>
                      {pull.refused > 0 ? (
                        <a
                          className="attention"
                          href={`/api/feeds/${feed.id}/pulls/${pull.id}/refused`}
                          title={t('web.feed.refused-file')}
                          download
                        >
                          {pull.refused}
                        </a>
                      ) : (
                        0
                      )}
                    </td>
                    <td className="number quiet feed-pull-cost">{sizeText(pull.bytes)}</td>
                    <td className="number quiet feed-pull-cost">{t('web.feed.ms', { ms: pull.ms })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
          <Pages cursors={cursors} next={pulls.data.next} onTurn={setCursors} />
        </>
      )}
    </section>
  )
}

/** `812 B`, `3.4 kB`, `1.2 MB` */
function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
