import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { regionsQuery, unitsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { newPassword } from './first-password.ts'
import { PasswordField } from './password-field.tsx'
import { cardOf, draftOf, roleOrder, toggled } from './person-draft.ts'
import type { RegisteredPerson } from './queries.ts'
import { RegionField } from './region-field.tsx'

/** Who a person is and what they may do. The way to the grave acts stands below, for who is there already. */
export function PersonCardForm(props: {
  person: RegisteredPerson | null
  onTold: (signInName: string, password: string) => void
  onClose: () => void
  onOther: (act: 'password' | 'suspend' | 'erase') => void
}) {
  const { t } = useText()
  const me = useMe()
  const { person } = props
  const units = useQuery(unitsQuery)
  const regions = useQuery(regionsQuery)
  const county = regions.data?.items.find(({ parentId }) => parentId === null)?.id ?? ''
  const [changed, setChanged] = useState<Partial<ReturnType<typeof draftOf>>>({})
  const draft = { ...draftOf(person, county), ...changed }
  const change = (to: typeof changed) => setChanged((before) => ({ ...before, ...to }))
  const [password, setPassword] = useState(newPassword)
  const add = useAct('POST /api/people', (_reply, { body }) => props.onTold(body.signInName, body.password))
  const save = useAct('POST /api/people/:id', () => {
    toast(t('web.settings.changed'))
    props.onClose()
  })
  const act = person === null ? add : save
  const submit = () => {
    const card = cardOf(draft)
    if (person === null) add.mutate({ body: { ...card, signInName: draft.signInName.trim(), password } })
    else save.mutate({ params: { id: person.id }, body: { ...card, expects: person.version } })
  }
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.roles.length > 0) submit()
      }}
    >
      <div className="two-fields">
        <label className="field">
          <span>{t('web.settings.name')}</span>
          <input
            className="input"
            required
            maxLength={64}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </label>
        <label className="field">
          <span>{t('web.settings.sign-in-name')}</span>
          <input
            className="input"
            required
            maxLength={64}
            autoComplete="off"
            disabled={person !== null}
            value={draft.signInName}
            onChange={(event) => change({ signInName: event.target.value })}
          />
        </label>
      </div>
      <fieldset>
        <legend>{t('web.settings.roles')}</legend>
        <div className="settings-roles">
          {roleOrder.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={draft.roles.includes(role)}
                onChange={() => change({ roles: toggled(draft.roles, role) })}
              />
              <span>
                {wordOf('web.role', role, t)} <span className="label">{wordOf('web.sign-in.does', role, t)}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="two-fields">
        <label className="field">
          <span>{t('web.settings.unit')}</span>
          <select className="input" value={draft.unitId} onChange={(event) => change({ unitId: event.target.value })}>
            <option value="">{t('web.settings.no-unit')}</option>
            {(units.data?.items ?? []).map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
          </select>
        </label>
        <RegionField value={draft.regionId} onChange={(regionId) => change({ regionId })} />
      </div>
      {person === null && <PasswordField value={password} onChange={setPassword} />}
      <p className="label">{t(person === null ? 'web.settings.add-person-will' : 'web.settings.change-person-will')}</p>
      {act.error && <Trouble error={act.error} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={props.onClose}>
          {t('web.dialog.cancel')}
        </button>
        <button
          type="submit"
          className="button primary"
          disabled={draft.roles.length === 0 || draft.regionId === '' || act.isPending}
        >
          {act.isPending ? t('web.act.sending') : t('web.settings.save')}
        </button>
      </div>
      {person !== null && (
        <div className="settings-acts">
          <button type="button" className="button small" onClick={() => props.onOther('password')}>
            {t('web.settings.give-password')}
          </button>
          {person.id !== me.personId && (
            <>
              <button type="button" className="button small" onClick={() => props.onOther('suspend')}>
                {t(person.state === 'suspended' ? 'web.settings.resume' : 'web.settings.suspend')}
              </button>
              <button type="button" className="button small" onClick={() => props.onOther('erase')}>
                {t('web.settings.erase')}
              </button>
            </>
          )}
        </div>
      )}
    </form>
  )
}
