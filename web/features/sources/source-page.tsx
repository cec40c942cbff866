import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type SourceDetail, sourceQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { EditForm } from './edit-form.tsx'
import { Facts } from './facts.tsx'
import { History } from './history.tsx'
import { SourcePlace } from './source-place.tsx'
import './sources.css'
import { StateDialog } from './state-dialog.tsx'

const route = getRouteApi('/inside/sources/$id')

/** One source: what is known of it, where it lies from the station, what became of it. */
export function SourcePage() {
  const source = useQuery(sourceQuery(route.useParams().id))
  const { edit } = route.useSearch()
  if (source.isPending) return <Waiting rows={8} height={56} />
  if (source.error) return <Trouble error={source.error} retry={source.refetch} />
  return edit && source.data.mayManage ? (
    <EditForm key={source.data.id} source={source.data} />
  ) : (
    <Card key={source.data.id} source={source.data} />
  )
}

function Card({ source }: { source: SourceDetail }) {
  const { t } = useText()
  const now = useNow(60_000)
  const [isMoving, setMoving] = useState(false)
  return (
    <article className="source">
      <title>{`${source.name} · ${t('web.brand')}`}</title>
      <header className="page-bar source-bar">
        <div>
          <p className="label">
            <Link to="/sources" className="crumb">
              {t('web.room.sources')}
            </Link>{' '}
            /{' '}
            {[source.code, wordOf('web.source', source.class, t), wordOf('web.sources.kind', source.kind, t)].join(
              t('web.join'),
            )}
          </p>
          <h1>{source.name}</h1>
        </div>
        {source.mayManage && (
          <div className="source-acts push">
            <button type="button" className="button" onClick={() => setMoving(true)}>
              {t('web.sources.change-state')}
            </button>
            <Link to="/sources/$id" params={{ id: source.id }} search={{ edit: true }} className="button primary">
              {t('web.sources.edit')}
            </Link>
          </div>
        )}
      </header>
      <div className="source-columns">
        <Facts source={source} />
        <div className="split">
          <SourcePlace source={source} />
          <History source={source} now={now} />
        </div>
      </div>
      {isMoving && <StateDialog source={source} onClose={() => setMoving(false)} />}
    </article>
  )
}
