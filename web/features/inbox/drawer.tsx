import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { call } from '../../api/client.ts'
import { ApiProblem } from '../../api/problem.ts'
import { type Inbox, inboxQuery } from '../../api/queries.ts'
import { Drawer } from '../../parts/drawer.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import './inbox.css'
import { NewsLine } from './news-line.tsx'
import { WaitingLine } from './waiting-line.tsx'

/** What waits for this person and what others did to what is theirs; closed, what it showed has been seen. */
export function InboxDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const now = useNow(30_000)
  const inbox = useQuery(inboxQuery)
  useSeenAtTheEnd(inbox.data)
  useEndElsewhere(onClose)
  const { data } = inbox
  return (
    <Drawer title={t('web.inbox.title')} onClose={onClose}>
      {inbox.isPending && <Waiting rows={6} height={56} />}
      {inbox.error && <Trouble error={inbox.error} retry={inbox.refetch} />}
      {data && (
        <div className="inbox">
          <Part title={t('web.inbox.waiting')} count={data.waits}>
            {data.waiting.length === 0 ? (
              <Nothing title={t('web.inbox.nothing')} text={t('web.inbox.nothing-text')} />
            ) : (
              <ul className="rows">
                {data.waiting.map((one) => (
                  <li key={`${one.kind} ${'id' in one ? one.id : ''}`}>
                    <WaitingLine waiting={one} now={now} onGo={onClose} />
                  </li>
                ))}
              </ul>
            )}
            {data.waits > data.waiting.length && (
              <p className="label inbox-rest">{t('web.inbox.rest', { count: data.waits - data.waiting.length })}</p>
            )}
          </Part>
          <Part
            title={t('web.inbox.news')}
            count={data.unseen}
            countText={t('web.inbox.unseen', { count: data.unseen })}
          >
            {data.news.length === 0 ? (
              <Nothing title={t('web.inbox.no-news')} text={t('web.inbox.no-news-text')} />
            ) : (
              <ul className="rows">
                {data.news.map((one) => (
                  <li key={one.seq}>
                    <NewsLine news={one} now={now} onGo={onClose} />
                  </li>
                ))}
              </ul>
            )}
          </Part>
        </div>
      )}
    </Drawer>
  )
}

function Part(props: { title: string; count: number; countText?: string; children: ReactNode }) {
  return (
    <section className="inbox-part">
      <h3>
        {props.title} {props.count > 0 && <span className="label">{props.countText ?? props.count}</span>}
      </h3>
      {props.children}
    </section>
  )
}

function Nothing({ title, text }: { title: string; text: string }) {
  return (
    <div className="inbox-nothing">
      <p>{title}</p>
      <p className="label">{text}</p>
    </div>
  )
}

/**
 * Tells the server, once the drawer goes, up to where was looked. While it is open what is new stays marked. When that cannot
 * be told, it stays new: nothing is lost by it.
 */
function useSeenAtTheEnd(data: Inbox | undefined): void {
  const queries = useQueryClient()
  const shown = useRef(data)
  shown.current = data ?? shown.current
  useEffect(
    () => () => {
      const newest = shown.current?.news[0]
      if (newest === undefined || !newest.isNew) return
      call('PUT /api/inbox/seen', { body: { upTo: newest.seq } })
        .then(() => queries.invalidateQueries({ queryKey: inboxQuery.queryKey }))
        .catch((error: unknown) => {
          if (!(error instanceof ApiProblem)) throw error
        })
    },
    [queries],
  )
}

/** Whoever has gone to another page, by a line or back, has left the drawer behind. */
function useEndElsewhere(onClose: () => void): void {
  const { pathname } = useLocation()
  const openedAt = useRef(pathname)
  useEffect(() => {
    if (pathname !== openedAt.current) onClose()
  }, [pathname, onClose])
}
