import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { SourceDetail } from '../../api/queries.ts'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { CardForm } from './card-form.tsx'
import { cardOf, draftOf } from './draft.ts'

/** Change what is written of a source. */
export function EditForm({ source }: { source: SourceDetail }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(() => draftOf(source))
  // Upon the version that the form was filled from: somebody else's change meanwhile is not written over.
  const [expects] = useState(source.version)
  const back = { to: '/sources/$id', params: { id: source.id }, search: {} } as const
  const change = useAct('POST /api/sources/:id', () => {
    toast(t('web.sources.changed', { name: source.name }))
    navigate(back)
  })
  return (
    <>
      <title>{`${source.name} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>
          <Link {...back} className="crumb">
            {source.name}
          </Link>{' '}
          / {t('web.sources.edit')}
        </h1>
      </header>
      <CardForm
        draft={draft}
        onChange={(to) => setDraft((before) => ({ ...before, ...to }))}
        codeIsFixed
        will={t('web.sources.edit-will')}
        error={change.error}
        isPending={change.isPending}
        cancel={
          <Link {...back} className="button">
            {t('web.dialog.cancel')}
          </Link>
        }
        onSave={(place) => change.mutate({ params: { id: source.id }, body: { ...cardOf(draft, place), expects } })}
      />
    </>
  )
}
