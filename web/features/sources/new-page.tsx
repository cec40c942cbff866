import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { unitsQuery } from '../../api/queries.ts'
import { Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { CardForm } from './card-form.tsx'
import { cardOf, newSource } from './draft.ts'

/** Enter a source into the register. */
export function NewSourcePage() {
  const { t } = useText()
  const me = useMe()
  const units = useQuery({ ...unitsQuery, enabled: me.may('read-units') })
  return (
    <>
      <title>{`${t('web.sources.add')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>
          <Link to="/sources" className="crumb">
            {t('web.room.sources')}
          </Link>{' '}
          / {t('web.sources.add')}
        </h1>
      </header>
      {units.isPending && me.may('read-units') ? (
        <Waiting rows={8} />
      ) : (
        // Who reaches by the own unit enters what the own unit answers for.
        <NewSource
          unitId={units.data?.items.find(({ name }) => name === me.unit && me.roles.includes('liaison'))?.id ?? ''}
        />
      )}
    </>
  )
}

function NewSource({ unitId }: { unitId: string }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(() => newSource(unitId))
  const add = useAct('POST /api/sources', (source, { body }) => {
    toast(t('web.sources.added', { name: body.name }))
    navigate({ to: '/sources/$id', params: { id: source.id } })
  })
  return (
    <CardForm
      draft={draft}
      onChange={(to) => setDraft((before) => ({ ...before, ...to }))}
      codeIsFixed={false}
      will={t('web.sources.add-will')}
      error={add.error}
      isPending={add.isPending}
      cancel={
        <Link to="/sources" className="button">
          {t('web.dialog.cancel')}
        </Link>
      }
      onSave={(place) => add.mutate({ body: { code: draft.code.trim(), ...cardOf(draft, place) } })}
    />
  )
}
