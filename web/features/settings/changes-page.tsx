import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type SettingType, settingTypes } from '../../../src/domain/ledger/model.ts'
import { Pages } from '../../parts/pages.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { actorText } from '../../text/actors.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { SettingsFrame } from './frame.tsx'
import { type Change, changesQuery } from './queries.ts'

const route = getRouteApi('/inside/settings/changes')

// catalogue keys: web.subject.*, web.story.*

/** Who changed what is set, newest first, out of the ledger. */
export function ChangesPage() {
  const { t } = useText()
  const now = useNow(30_000)
  const { type } = route.useSearch()
  // The way back through the pages belongs to what is shown.
  const [way, setWay] = useState<{ type: SettingType | undefined; cursors: readonly string[] }>({ type, cursors: [] })
  const cursors = way.type === type ? way.cursors : []
  const cursor = cursors.at(-1)
  const changes = useQuery(
    changesQuery({ ...(type === undefined ? {} : { type }), ...(cursor === undefined ? {} : { cursor }), limit: 100 }),
  )
  const columns: readonly ShownColumn<Change>[] = [
    {
      key: 'at',
      name: t('web.column.created'),
      kind: 'instant',
      value: ({ at }) => Date.parse(at),
      order: ({ seq }) => seq,
      show: ({ at }) => shortInstant(Date.parse(at), now),
    },
    {
      key: 'who',
      name: t('web.settings.who'),
      value: ({ actor }) => actorText(actor, t),
      show: ({ actor }) => <b>{actorText(actor, t)}</b>,
    },
    { key: 'what', name: t('web.column.event'), value: ({ kind }) => wordOf('web.story', kind, t) },
    { key: 'type', name: t('web.settings.kind'), value: ({ subjectType }) => wordOf('web.subject', subjectType, t) },
    {
      key: 'subject',
      name: t('web.column.subject'),
      value: ({ subject }) => subject ?? t('web.settings.gone'),
      show: ({ subject }) => subject ?? <span className="label">{t('web.settings.gone')}</span>,
    },
    { key: 'seq', name: t('web.settings.ledger-seq'), kind: 'number', value: ({ seq }) => seq },
  ]
  return (
    <SettingsFrame part="changes">
      <div className="tool-bar">
        <nav className="chips" aria-label={t('web.filter')}>
          <Link to="/settings/changes" search={{}} className="chip" activeOptions={{ exact: true }}>
            {t('web.settings.all')}
          </Link>
          {settingTypes.map((one) => (
            <Link
              key={one}
              to="/settings/changes"
              search={{ type: one }}
              className="chip"
              activeOptions={{ exact: true }}
            >
              {wordOf('web.subject', one, t)}
            </Link>
          ))}
        </nav>
      </div>
      {changes.isPending && <Waiting rows={10} />}
      {changes.error && <Trouble error={changes.error} retry={changes.refetch} />}
      {changes.data?.items.length === 0 && (
        <Empty title={t('web.settings.no-changes')}>{t('web.settings.no-changes-text')}</Empty>
      )}
      {changes.data && changes.data.items.length > 0 && (
        <>
          <ShownTable
            name={t('web.settings.changes')}
            keptAs="settings-changes"
            rows={changes.data.items}
            rowKey={({ seq }) => String(seq)}
            columns={columns}
            first={{ key: 'at', isDown: true }}
          />
          <Pages cursors={cursors} next={changes.data.next} onTurn={(next) => setWay({ type, cursors: next })} />
        </>
      )}
    </SettingsFrame>
  )
}
