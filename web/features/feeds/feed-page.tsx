import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useAct } from '../../api/acts.ts'
import { type FeedDetail, feedQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import './feeds.css'
import { HoursMatrix } from './hours-matrix.tsx'
import { Instant } from './list-page.tsx'
import { FeedMark } from './marks.tsx'
import { Pulls } from './pulls.tsx'
import { Refused } from './refused.tsx'

const route = getRouteApi('/inside/feeds/$id')

/** One feed: how it is and what to do, what came hour by hour, its pulls, the rows that were refused. */
export function FeedPage() {
  const { t } = useText()
  const { id } = route.useParams()
  const feed = useQuery(feedQuery(id))
  if (feed.isPending) return <Waiting rows={8} height={64} />
  if (feed.error) {
    return (
      <>
        <title>{`${t('web.feeds.title')} · ${t('web.brand')}`}</title>
        <header className="page-bar tabs-bar">
          <h1>{t('web.room.monitoring')}</h1>
          <MonitoringTabs />
        </header>
        <Trouble error={feed.error} retry={feed.refetch} />
      </>
    )
  }
  return (
    <>
      <title>{`${feed.data.name} · ${t('web.brand')}`}</title>
      <Head feed={feed.data} />
      <State feed={feed.data} />
      <HoursMatrix feed={feed.data} />
      <Pulls key={`pulls ${id}`} feed={feed.data} />
      <Refused feed={feed.data} />
    </>
  )
}

function Head({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const me = useMe()
  const pull = useAct('POST /api/feeds/:id/pull', () => toast(t('web.feed.pull-asked')))
  const back = useAct('POST /api/feeds/:id/pause')
  const pause = useAct('POST /api/feeds/:id/pause', ({ version }, { params, body }) =>
    toast(t(body.paused ? 'web.feed.paused' : 'web.feed.resumed', { name: feed.name }), {
      undo: () => back.mutateAsync({ params, body: { expects: version, paused: !body.paused } }),
    }),
  )
  const stations = useQuery(stationsQuery)
  return (
    <header className="feed-head">
      <div>
        <p className="label">
          <Link to="/feeds" className="crumb">
            {t('web.feeds.title')}
          </Link>{' '}
          / {[wordOf('web.feed.kind', feed.kind, t), wordOf('web.feed.brings', feed.brings, t)].join(t('web.join'))}
        </p>
        <h1>{feed.name}</h1>
        <p className="quiet feed-ways">
          {feed.stations.map(({ stationId, code }) => {
            const station = stations.data?.items.find(({ id }) => id === stationId)
            return station === undefined ? (
              <span key={code}>{code}</span>
            ) : (
              <Link key={code} to="/stations/$code" params={{ code: station.code }}>
                {station.name}
              </Link>
            )
          })}
        </p>
        {(pull.error ?? pause.error) && <Trouble error={pull.error ?? pause.error} />}
      </div>
      {me.may('manage-feeds') && (
        <div className="feed-acts">
          <Link to="/feeds/$id/edit" params={{ id: feed.id }} className="button">
            {t('web.feed.edit')}
          </Link>
          <button
            type="button"
            className={feed.paused ? 'button primary' : 'button'}
            disabled={pause.isPending}
            onClick={() =>
              pause.mutate({ params: { id: feed.id }, body: { expects: feed.version, paused: !feed.paused } })
            }
          >
            {t(feed.paused ? 'web.feed.resume' : 'web.feed.pause')}
          </button>
          {!feed.paused && (
            <button
              type="button"
              className="button primary"
              disabled={pull.isPending}
              onClick={() => pull.mutate({ params: { id: feed.id }, body: {} })}
            >
              {t('web.feed.pull-now')}
            </button>
          )}
        </div>
      )}
    </header>
  )
}

/** How it is in one line each; what to do stands out. */
function State({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const now = useNow(10_000)
  const isBad = feed.state === 'stale' || feed.state === 'failing'
  return (
    <section className="panel feed-state">
      <dl className="feed-facts">
        <div>
          <dt className="label">{t('web.column.state')}</dt>
          <dd className={isBad ? 'late' : undefined}>
            <FeedMark state={feed.state} /> {wordOf('web.feed.state', feed.state, t)}
          </dd>
        </div>
        <div>
          <dt className="label">{t('web.feeds.column.newest')}</dt>
          <dd>
            <Instant at={feed.newest} now={now} />
          </dd>
        </div>
        <div>
          <dt className="label">{t('web.feeds.column.success')}</dt>
          <dd>
            <Instant at={feed.lastSuccessAt} now={now} />
          </dd>
        </div>
        <div>
          <dt className="label">{t('web.feed.next')}</dt>
          <dd>
            {feed.nextPullAt === null
              ? feed.paused
                ? '—'
                : t('web.feed.soon')
              : shortInstant(Date.parse(feed.nextPullAt), now)}{' '}
            <span className="label nowrap">{t('web.feed.every', { minutes: feed.everyMinutes })}</span>
          </dd>
        </div>
        <div>
          <dt className="label">{t('web.feed.stale-at')}</dt>
          <dd>{feed.paused ? '—' : shortInstant(Date.parse(feed.staleAt), now)}</dd>
        </div>
        <div>
          <dt className="label">{t('web.feeds.column.gaps-note')}</dt>
          <dd>
            {t('web.feeds.gaps', { hours: feed.gaps })}{' '}
            {feed.givenUp > 0 && <span className="label">{t('web.feed.given-up', { hours: feed.givenUp })}</span>}
          </dd>
        </div>
        <div className="feed-place">
          <dt className="label">{t(feed.kind === 'http' ? 'web.feed.url' : 'web.feed.folder')}</dt>
          <dd className="mono">{feed.place}</dd>
        </div>
      </dl>
      {feed.fault !== null && !feed.paused && (
        <div className="trouble" role="alert">
          <p>
            <b>{feed.fault.what}</b>
          </p>
          <p className="quiet">{feed.fault.todo}</p>
        </div>
      )}
      {feed.fault === null && feed.state === 'stale' && (
        <div className="trouble" role="alert">
          <p>
            <b>{t('web.feed.nothing-new')}</b>
          </p>
          <p className="quiet">{t('web.feed.nothing-new-todo')}</p>
        </div>
      )}
    </section>
  )
}
