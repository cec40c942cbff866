import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { stationLevels } from '../../../src/domain/stations/model.ts'
import { useAct } from '../../api/acts.ts'
import { regionsQuery, type Station } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { NameAndCode } from './name-and-code.tsx'
import { PlaceFields, placeOf, type WrittenPlace } from './place-fields.tsx'
import { RegionField } from './region-field.tsx'

/** A station to add or to change: what it is called, what it is, where it stands. */
export function StationForm(props: {
  station: Station | null
  /** What a new one is, unless somebody says otherwise. */
  level: Station['level']
  onDone: (station: Station) => void
  onCancel?: () => void
}) {
  const { t } = useText()
  const { station } = props
  const regions = useQuery(regionsQuery)
  const county = regions.data?.items.find(({ parentId }) => parentId === null)?.id ?? ''
  const [code, setCode] = useState(station?.code ?? '')
  const [name, setName] = useState(station?.name ?? '')
  const [level, setLevel] = useState(station?.level ?? props.level)
  const [regionId, setRegionId] = useState(station?.regionId ?? '')
  const [place, setPlace] = useState<WrittenPlace>({
    lon: station === null ? '' : String(station.lonWgs84),
    lat: station === null ? '' : String(station.latWgs84),
    system: 'wgs84',
  })
  const add = useAct('POST /api/stations', props.onDone)
  const save = useAct('POST /api/stations/:id', props.onDone)
  const act = station === null ? add : save
  const submit = () => {
    const kept = placeOf(place)
    if (kept === null) return
    const card = { code: code.trim(), name: name.trim(), level, regionId: regionId || county, ...kept }
    if (station === null) add.mutate({ body: card })
    else save.mutate({ params: { id: station.id }, body: { ...card, expects: station.version } })
  }
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <NameAndCode
        name={name}
        onName={setName}
        code={code}
        onCode={setCode}
        words={{ name: t('web.settings.station-name'), code: t('web.settings.station-code') }}
      />
      <div className="two-fields">
        <label className="field">
          <span>{t('web.column.level')}</span>
          <select
            className="input"
            value={level}
            onChange={(event) => setLevel(stationLevels.find((one) => one === event.target.value) ?? level)}
          >
            {stationLevels.map((one) => (
              <option key={one} value={one}>
                {wordOf('web.level', one, t)}
              </option>
            ))}
          </select>
        </label>
        <RegionField value={regionId || county} onChange={setRegionId} />
      </div>
      <PlaceFields place={place} onChange={(to) => setPlace((before) => ({ ...before, ...to }))} />
      <p className="label">{t(station === null ? 'web.settings.station-add-will' : 'web.settings.station-will')}</p>
      {act.error && <Trouble error={act.error} />}
      <div className="dialog-foot">
        {props.onCancel && (
          <button type="button" className="button" onClick={props.onCancel}>
            {t('web.dialog.cancel')}
          </button>
        )}
        <button type="submit" className="button primary" disabled={act.isPending || county === ''}>
          {act.isPending
            ? t('web.act.sending')
            : t(station === null ? 'web.settings.add-station' : 'web.settings.save')}
        </button>
      </div>
    </form>
  )
}
