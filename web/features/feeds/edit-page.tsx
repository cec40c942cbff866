import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { type FeedDetail, feedQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import '../devices/devices.css'
import { bodyOf, draftOf, type FeedDraft, fieldsOf, guessed, newDraft } from './draft.ts'
import './feeds.css'
import { NameFields, StationFields } from './name-fields.tsx'
import { PlaceFields } from './place-fields.tsx'
import { ReadingFields } from './reading-fields.tsx'
import { Look, TryOut, useTry } from './try-panel.tsx'

const route = getRouteApi('/inside/feeds/$id/edit')

/** Set a feed up: where to look, what is there, how it is read, and once tried, when. */
export function NewFeedPage() {
  const { t } = useText()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(newDraft)
  const add = useAct('POST /api/feeds', ({ id }, { body }) => {
    toast(t('web.feed.added', { name: body.name }))
    navigate({ to: '/feeds/$id', params: { id } })
  })
  return (
    <>
      <title>{`${t('web.feeds.new')} · ${t('web.brand')}`}</title>
      <Crumb name={t('web.feeds.new')} />
      <FeedForm
        draft={draft}
        onChange={setDraft}
        id={null}
        hasToken={false}
        error={add.error}
        isSending={add.isPending}
        onSend={() => add.mutate({ body: bodyOf(draft) })}
      />
    </>
  )
}

export function EditFeedPage() {
  const { t } = useText()
  const { id } = route.useParams()
  const feed = useQuery(feedQuery(id))
  return (
    <>
      <title>{`${feed.data?.name ?? t('web.feeds.title')} · ${t('web.brand')}`}</title>
      <Crumb name={feed.data?.name ?? ''} />
      {feed.isPending && <Waiting rows={8} />}
      {feed.error && <Trouble error={feed.error} retry={feed.refetch} />}
      {feed.data && <Edit key={`${id} ${feed.data.version}`} feed={feed.data} />}
    </>
  )
}

function Edit({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(() => draftOf(feed))
  const change = useAct('POST /api/feeds/:id', () => {
    toast(t('web.feed.changed-toast', { name: draft.name }))
    navigate({ to: '/feeds/$id', params: { id: feed.id } })
  })
  return (
    <FeedForm
      draft={draft}
      onChange={setDraft}
      id={feed.id}
      hasToken={feed.hasToken}
      error={change.error}
      isSending={change.isPending}
      onSend={() => change.mutate({ params: { id: feed.id }, body: { ...bodyOf(draft), expects: feed.version } })}
    />
  )
}

function Crumb({ name }: { name: string }) {
  const { t } = useText()
  return (
    <header className="page-bar">
      <h1>
        <Link to="/feeds" className="crumb">
          {t('web.feeds.title')}
        </Link>{' '}
        / {name}
      </h1>
    </header>
  )
}

function FeedForm(props: {
  draft: FeedDraft
  onChange: (draft: FeedDraft) => void
  /** Of the feed that is changed; null: it is a new one. */
  id: string | null
  hasToken: boolean
  error: Error | null
  isSending: boolean
  onSend: () => void
}) {
  const { t } = useText()
  const { draft, id } = props
  const stations = useQuery(stationsQuery)
  const look = useTry()
  const trial = useTry()
  const change = (to: Partial<FeedDraft>) => props.onChange({ ...draft, ...to })
  const fields = fieldsOf(look.data, draft.reading.rows)
  return (
    <form
      className="set-form feed-form set-page"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSend()
      }}
    >
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      <h2 className="set-title">{t('web.feed.step.where')}</h2>
      <PlaceFields draft={draft} onChange={change} hasToken={props.hasToken} />
      <Look
        draft={draft}
        id={id}
        look={look}
        onSeen={(tried) => {
          // What somebody has said already is not guessed again.
          if (draft.reading.time === '') change({ reading: guessed(draft.reading, tried) })
        }}
      />
      <h2 className="set-title">{t('web.feed.step.read')}</h2>
      <ReadingFields
        draft={draft}
        onChange={change}
        fields={fields}
        paths={(look.data?.found ?? []).map(({ path }) => path)}
      />
      <h2 className="set-title">{t('web.feed.step.stations')}</h2>
      <StationFields draft={draft} onChange={change} stations={stations.data?.items ?? []} />
      <TryOut draft={draft} id={id} trial={trial} />
      <h2 className="set-title">{t('web.feed.step.when')}</h2>
      <NameFields draft={draft} onChange={change} />
      <p className="label set-will">{t('web.feed.will')}</p>
      {props.error && <Trouble error={props.error} />}
      <div className="set-foot">
        <Link to="/feeds" className="button">
          {t('web.dialog.cancel')}
        </Link>
        <button type="submit" className="button primary" disabled={props.isSending}>
          {props.isSending ? t('web.act.sending') : t(id === null ? 'web.feed.add' : 'web.feed.save')}
        </button>
      </div>
    </form>
  )
}
