import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Feed, feedsQuery, stationsQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { ageText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import './feeds.css'
import { FeedMark } from './marks.tsx'
import { byNeed, needsHand } from './order.ts'

const route = getRouteApi('/inside/feeds')

// catalogue keys: web.feed.state.*, web.feed.brings.*, web.feed.kind.*

/** The feeds of the county and how each is, those that need a hand first. */
export function FeedsPage() {
  const { t } = useText()
  const me = useMe()
  const search = route.useSearch()
  const feeds = useQuery(feedsQuery)
  const all = (feeds.data?.items ?? []).toSorted(byNeed)
  const troubled = all.filter(needsHand)
  const filters = [
    { show: undefined, name: t('web.feeds.all'), items: all },
    { show: 'trouble', name: t('web.feeds.trouble'), items: troubled },
  ] as const
  const shown = search.show === 'trouble' ? troubled : all
  return (
    <>
      <title>{`${t('web.feeds.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <div className="tool-bar" hidden={!me.may('read-feeds')}>
        <nav className="chips" aria-label={t('web.filter')}>
          {filters.map(({ show, name, items }) => (
            <Link key={name} to="/feeds" search={show ? { show } : {}} className="chip" activeOptions={{ exact: true }}>
              {name} <span>{feeds.data ? items.length : ''}</span>
            </Link>
          ))}
        </nav>
        {me.may('manage-feeds') && (
          <Link to="/feeds/new" className="button primary push">
            {t('web.feeds.new')}
          </Link>
        )}
      </div>
      {feeds.isPending && <Waiting rows={4} />}
      {feeds.error && <Trouble error={feeds.error} retry={feeds.refetch} />}
      {feeds.data && all.length === 0 && (
        <Empty title={t('web.feeds.empty.title')}>
          <p>{t('web.feeds.empty.text')}</p>
          {me.may('manage-feeds') && (
            <p className="empty-ways">
              <Link to="/feeds/new">{t('web.feeds.new')}</Link>
            </p>
          )}
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && (
        <Empty title={t('web.feeds.no-trouble')}>
          <Link to="/feeds">{t('web.feeds.show-all', { feeds: all.length })}</Link>
        </Empty>
      )}
      {shown.length > 0 && <FeedsTable feeds={shown} />}
    </>
  )
}

function FeedsTable({ feeds }: { feeds: readonly Feed[] }) {
  const { t } = useText()
  const navigate = useNavigate()
  const now = useNow(10_000)
  const stations = useQuery(stationsQuery)
  const namesOf = (feed: Feed) =>
    feed.stations
      .map(({ stationId, code }) => stations.data?.items.find(({ id }) => id === stationId)?.name ?? code)
      .join(t('web.join'))
  return (
    <WideTable name={t('web.feeds.title')}>
      <table className="feeds-table">
        <thead>
          <tr>
            <th scope="col">{t('web.column.state')}</th>
            <th scope="col">{t('web.feeds.column.name')}</th>
            <th scope="col">{t('web.column.station')}</th>
            <th scope="col" className="number" title={t('web.hour-by-end')}>
              {t('web.feeds.column.newest')}
            </th>
            <th scope="col" className="number">
              {t('web.feeds.column.success')}
            </th>
            <th scope="col" className="number" title={t('web.feeds.column.gaps-note')}>
              {t('web.feeds.column.gaps')}
            </th>
            <th scope="col">{t('web.feeds.column.todo')}</th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <tr key={feed.id} onClick={() => navigate({ to: '/feeds/$id', params: { id: feed.id } })}>
              <td className="nowrap">
                <FeedMark state={feed.state} />{' '}
                <span className={feed.state === 'stale' || feed.state === 'failing' ? 'late' : undefined}>
                  {wordOf('web.feed.state', feed.state, t)}
                </span>
              </td>
              <td className="feeds-name">
                <Link
                  to="/feeds/$id"
                  params={{ id: feed.id }}
                  className="row-link"
                  onClick={(event) => event.stopPropagation()}
                >
                  {feed.name}
                </Link>{' '}
                <span className="label nowrap">
                  {wordOf('web.feed.kind', feed.kind, t)} · {wordOf('web.feed.brings', feed.brings, t)}
                </span>
              </td>
              <td className="quiet feeds-stations">{namesOf(feed)}</td>
              <td className="number feeds-newest">
                <Instant at={feed.newest} now={now} />
              </td>
              <td className="number feeds-success">
                <Instant at={feed.lastSuccessAt} now={now} />
              </td>
              <td className="number feeds-gaps">
                {feed.gaps > 0 ? (
                  <span className="attention">{t('web.feeds.gaps', { hours: feed.gaps })}</span>
                ) : (
                  <span className="label">0</span>
                )}
              </td>
              <td className="feeds-todo">
                {feed.fault !== null && !feed.paused ? (
                  <>
                    {feed.fault.what} <span className="quiet">{feed.fault.todo}</span>
                  </>
                ) : feed.state === 'stale' ? (
                  t('web.feed.nothing-new')
                ) : (
                  <span className="label">—</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

/** When, and how long ago. */
export function Instant({ at, now }: { at: string | null; now: number }) {
  const { t } = useText()
  if (at === null) return <span className="quiet">{t('web.monitoring.never')}</span>
  const instant = Date.parse(at)
  return (
    <>
      {shortInstant(instant, now)}{' '}
      <span className="label nowrap">{t('web.monitoring.ago', { age: ageText(Math.max(0, now - instant), t) })}</span>
    </>
  )
}
