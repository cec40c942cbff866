import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { Device, Station } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { describedBy, newDraft } from '../devices/draft.ts'
import { loggerDoorQuery } from '../settings/queries.ts'
import { LoggerTable } from './logger-table.tsx'
import { type LoggerKeys, newKeys } from './proposed.ts'
import type { StepKey } from './steps.ts'

/** A logger to register: what is typed into it is proposed, and stands here to be read off. */
export function DeviceStep(props: {
  stations: readonly Station[]
  devices: readonly Device[]
  countyCode: string
  keys: LoggerKeys | null
  onRegistered: (keys: LoggerKeys) => void
  goTo: (step: StepKey) => void
}) {
  const { t } = useText()
  const [proposed] = useState(() => newKeys(props.countyCode))
  const [keys, setKeys] = useState(proposed)
  const [stationId, setStationId] = useState('')
  const door = useQuery(loggerDoorQuery)
  const here = stationId || (props.stations[0]?.id ?? '')
  const register = useAct('POST /api/devices', (_reply, { body }) =>
    props.onRegistered({ mn: body.mn, password: body.password }),
  )
  const known = props.devices[0]
  if (props.stations.length === 0) {
    return (
      <p>
        {t('web.welcome.station-first')}{' '}
        <button type="button" className="link" onClick={() => props.goTo('station')}>
          {t('web.welcome.step.station')}
        </button>
      </p>
    )
  }
  return (
    <>
      <p className="quiet">{t('web.welcome.note.device')}</p>
      {known !== undefined && <p>{t('web.welcome.device-is', { mn: known.mn })}</p>}
      <form
        className="guide-form"
        onSubmit={(event) => {
          event.preventDefault()
          const station = props.stations.find(({ id }) => id === here)
          register.mutate({
            body: {
              mn: keys.mn.trim(),
              password: keys.password,
              stationId: here,
              name: station?.name ?? keys.mn.trim(),
              ...describedBy(newDraft()),
            },
          })
        }}
      >
        <div className="two-fields">
          <label className="field">
            <span>{t('web.column.mn')}</span>
            <input
              className="input mono"
              required
              maxLength={40}
              value={keys.mn}
              onChange={(event) => setKeys({ ...keys, mn: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{t('web.welcome.logger-password')}</span>
            <input
              className="input mono"
              required
              maxLength={32}
              autoComplete="off"
              value={keys.password}
              onChange={(event) => setKeys({ ...keys, password: event.target.value })}
            />
          </label>
        </div>
        <label className="field">
          <span>{t('web.column.station')}</span>
          <select className="input" value={here} onChange={(event) => setStationId(event.target.value)}>
            {props.stations.map((station) => (
              <option key={station.id} value={station.id}>
                {station.name}
              </option>
            ))}
          </select>
        </label>
        {register.error && <Trouble error={register.error} />}
        <div className="guide-acts">
          <button type="submit" className="button primary" disabled={register.isPending}>
            {register.isPending ? t('web.act.sending') : t('web.device.register-button')}
          </button>
        </div>
      </form>
      {door.data && <LoggerTable door={door.data} mn={keys.mn} password={keys.password} />}
      {door.error && <Trouble error={door.error} retry={door.refetch} />}
    </>
  )
}
