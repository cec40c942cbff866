import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Feed, feedsQuery, stationsQuery } from '../../api/queries.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { type Translate, useText } from '../../text/language.ts'
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
      <div className="tool-bar feeds-tools" hidden={!me.may('read-feeds')}>
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

/** Those that need a hand first, until somebody sorts; what to do only while one of them needs a hand. */
function FeedsTable({ feeds }: { feeds: readonly Feed[] }) {
  const { t } = useText()
  const navigate = useNavigate()
  const now = useNow(10_000)
  const stations = useQuery(stationsQuery)
  const namesOf = (feed: Feed) =>
    feed.stations
      .map(({ stationId, code }) => stations.data?.items.find(({ id }) => id === stationId)?.name ?? code)
      .join(t('web.join'))
  const stateText = ({ state }: Feed) => wordOf('web.feed.state', state, t)
  const sortText = ({ kind, brings }: Feed) =>
    [wordOf('web.feed.kind', kind, t), wordOf('web.feed.brings', brings, t)].join(t('web.join'))
  const toDo: ShownColumn<Feed> = {
    ...{ key: 'todo', name: t('web.feeds.column.todo'), className: 'feeds-todo' },
    value: (feed) => todoTexts(feed, t).join(' '),
    show: (feed) => {
      const [what, todo] = todoTexts(feed, t)
      if (what === undefined) return <span className="label">—</span>
      return (
        <>
          {what} {todo !== undefined && <span className="quiet">{todo}</span>}
        </>
      )
    },
  }
  const columns: readonly ShownColumn<Feed>[] = [
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'nowrap' },
      value: stateText,
      show: (feed) => (
        <>
          <FeedMark state={feed.state} />{' '}
          <span className={feed.state === 'stale' || feed.state === 'failing' ? 'late' : undefined}>
            {stateText(feed)}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'name', name: t('web.feeds.column.name'), className: 'feeds-name' },
      value: ({ name }) => name,
      show: (feed) => (
        <>
          <Link to="/feeds/$id" params={{ id: feed.id }} className="row-link">
            {feed.name}
          </Link>
          <span className="label second">{sortText(feed)}</span>
        </>
      ),
    },
    { ...{ key: 'stations', name: t('web.column.station'), className: 'quiet feeds-stations' }, value: namesOf },
    {
      ...{ key: 'newest', name: t('web.feeds.column.newest'), kind: 'instant', align: 'right' },
      className: 'feeds-newest',
      value: ({ newest }) => (newest === null ? null : Date.parse(newest)),
      show: ({ newest }) => <Instant at={newest} now={now} />,
    },
    {
      ...{ key: 'success', name: t('web.feeds.column.success'), kind: 'instant', align: 'right' },
      className: 'feeds-success',
      value: ({ lastSuccessAt }) => (lastSuccessAt === null ? null : Date.parse(lastSuccessAt)),
      show: ({ lastSuccessAt }) => <Instant at={lastSuccessAt} now={now} />,
    },
    {
      ...{ key: 'gaps', name: t('web.feeds.column.gaps-note'), kind: 'number', className: 'feeds-gaps' },
      value: ({ gaps }) => gaps,
      show: ({ gaps }) =>
        gaps > 0 ? (
          <span className="attention">{t('web.feeds.gaps', { hours: gaps })}</span>
        ) : (
          <span className="label">0</span>
        ),
    },
    ...(feeds.some((feed) => todoTexts(feed, t).length > 0) ? [toDo] : []),
  ]
  return (
    <ShownTable
      name={t('web.feeds.title')}
      keptAs="feeds"
      className="feeds-table"
      rows={feeds}
      rowKey={({ id }) => id}
      columns={columns}
      open={({ id }) => navigate({ to: '/feeds/$id', params: { id } })}
    />
  )
}

/** What is wrong and what to do about it; empty: nothing. */
function todoTexts({ fault, paused, state }: Feed, t: Translate): readonly string[] {
  if (fault !== null && !paused) return [fault.what, fault.todo]
  return state === 'stale' ? [t('web.feed.nothing-new')] : []
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
