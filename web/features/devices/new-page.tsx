import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import './devices.css'
import { describedBy, newDraft } from './draft.ts'
import { DataFields, DialectFields, IdentityFields } from './fields.tsx'
import { useStationsForLogger } from './use-stations.ts'

/** Register a device before it speaks: who it is and where; the rest is as the standard has it until somebody says otherwise. */
export function NewDevicePage() {
  const { t } = useText()
  const navigate = useNavigate()
  const { stations, error, retry } = useStationsForLogger()
  const [draft, setDraft] = useState(newDraft)
  const change = (to: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...to }))
  const register = useAct('POST /api/devices', (device, { body }) => {
    toast(t('web.device.registered', { name: body.name ?? device.mn }))
    navigate({ to: '/devices/$id', params: { id: device.id } })
  })
  return (
    <>
      <title>{`${t('web.devices.register')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>
          <Link to="/devices" className="crumb">
            {t('web.monitoring.devices')}
          </Link>{' '}
          / {t('web.devices.register')}
        </h1>
      </header>
      <form
        className="set-form set-page"
        onSubmit={(event) => {
          event.preventDefault()
          register.mutate({
            body: {
              mn: draft.mn.trim(),
              password: draft.password,
              stationId: draft.stationId,
              name: draft.name.trim(),
              ...describedBy(draft),
            },
          })
        }}
      >
        {error && <Trouble error={error} retry={retry} />}
        <h2 className="set-title">{t('web.device.section.identity')}</h2>
        <IdentityFields draft={draft} onChange={change} stations={stations} mnIsFixed={false} />
        <h2 className="set-title">{t('web.device.section.data')}</h2>
        <DataFields draft={draft} onChange={change} />
        <details className="set-details">
          <summary>
            <b>{t('web.device.section.dialect')}</b>{' '}
            <span className="label">{t('web.device.section.dialect-note')}</span>
          </summary>
          <DialectFields draft={draft} onChange={change} />
        </details>
        <p className="label set-will">{t('web.device.register-will')}</p>
        {register.error && <Trouble error={register.error} />}
        <div className="set-foot">
          <Link to="/devices" className="button">
            {t('web.dialog.cancel')}
          </Link>
          <button type="submit" className="button primary" disabled={register.isPending}>
            {register.isPending ? t('web.act.sending') : t('web.device.register-button')}
          </button>
        </div>
      </form>
    </>
  )
}
