import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { SettingsFrame } from './frame.tsx'
import { PersonDialog } from './person-dialog.tsx'
import { roleOrder } from './person-draft.ts'
import { type RegisteredPerson, registerQuery } from './queries.ts'

const route = getRouteApi('/inside/settings/people')

// catalogue keys: web.settings.person-state.*, web.role.*

/** Everybody who may come in, what each may do and where; the ways to change that. */
export function PeoplePage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const navigate = useNavigate()
  const search = route.useSearch()
  const register = useQuery(registerQuery)
  const [opened, setOpened] = useState<RegisteredPerson | 'new' | null>(null)
  const mayManage = me.may('manage-people')
  const rolesOf = (person: RegisteredPerson) =>
    person.roles.map((role) => wordOf('web.role', role, t)).join(t('web.join'))
  const stateOf = (person: RegisteredPerson) => wordOf('web.settings.person-state', person.state, t)
  const word = (search.q ?? '').toLowerCase()
  const rows = (register.data?.items ?? []).filter(
    (person) =>
      (search.role === undefined || person.roles.includes(search.role)) &&
      (search.state === undefined || person.state === search.state) &&
      [person.name, person.signInName ?? '', person.unit ?? ''].some((text) => text.toLowerCase().includes(word)),
  )
  const show = (to: Partial<typeof search>) =>
    navigate({ to: '/settings/people', search: { ...search, ...to }, replace: true })
  const columns: readonly ShownColumn<RegisteredPerson>[] = [
    { key: 'name', name: t('web.settings.name'), value: ({ name }) => name, show: ({ name }) => <b>{name}</b> },
    { key: 'roles', name: t('web.settings.roles'), value: rolesOf },
    { key: 'unit', name: t('web.settings.unit'), value: ({ unit }) => unit ?? '' },
    { key: 'region', name: t('web.column.region'), value: ({ region }) => region },
    ...(mayManage
      ? [
          {
            key: 'sign-in',
            name: t('web.settings.sign-in-name'),
            value: (one: RegisteredPerson) => one.signInName ?? '',
          },
        ]
      : []),
    {
      key: 'state',
      name: t('web.column.state'),
      value: stateOf,
      show: (one) => <span className={`settings-state-${one.state}`}>{stateOf(one)}</span>,
    },
    {
      key: 'signed-in',
      name: t('web.settings.signed-in'),
      kind: 'instant',
      value: ({ signedInAt }) => (signedInAt === null ? null : Date.parse(signedInAt)),
      show: ({ signedInAt }) =>
        signedInAt === null ? (
          <span className="label">{t('web.settings.not-known')}</span>
        ) : (
          shortInstant(Date.parse(signedInAt), now)
        ),
    },
  ]
  return (
    <SettingsFrame part="people">
      {register.isPending && <Waiting rows={8} />}
      {register.error && <Trouble error={register.error} retry={register.refetch} />}
      {register.data && (
        <>
          <div className="tool-bar">
            <input
              className="input tool-search"
              type="search"
              aria-label={t('web.settings.search-people')}
              placeholder={t('web.settings.search-people')}
              value={search.q ?? ''}
              onChange={(event) => show({ q: event.target.value === '' ? undefined : event.target.value })}
            />
            <select
              className="input tool-select"
              aria-label={t('web.settings.roles')}
              value={search.role ?? ''}
              onChange={(event) => show({ role: roleOrder.find((role) => role === event.target.value) })}
            >
              <option value="">{t('web.settings.all-roles')}</option>
              {roleOrder.map((role) => (
                <option key={role} value={role}>
                  {wordOf('web.role', role, t)}
                </option>
              ))}
            </select>
            <select
              className="input tool-select"
              aria-label={t('web.column.state')}
              value={search.state ?? ''}
              onChange={(event) =>
                show({ state: (['active', 'suspended'] as const).find((state) => state === event.target.value) })
              }
            >
              <option value="">{t('web.settings.all-states')}</option>
              <option value="active">{t('web.settings.person-state.active')}</option>
              <option value="suspended">{t('web.settings.person-state.suspended')}</option>
            </select>
          </div>
          <ShownTable
            name={t('web.settings.people')}
            keptAs="settings-people"
            rows={rows}
            rowKey={({ id }) => id}
            columns={columns}
            first={{ key: 'name', isDown: false }}
            tools={
              mayManage && (
                <button type="button" className="button primary" onClick={() => setOpened('new')}>
                  {t('web.settings.add-person')}
                </button>
              )
            }
            {...(mayManage
              ? {
                  act: (person: RegisteredPerson) => (
                    <button
                      type="button"
                      className="button small"
                      aria-label={t('web.settings.change-of', { name: person.name })}
                      onClick={() => setOpened(person)}
                    >
                      {t('web.settings.change')}
                    </button>
                  ),
                }
              : {})}
          />
        </>
      )}
      {opened !== null && <PersonDialog person={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />}
    </SettingsFrame>
  )
}
