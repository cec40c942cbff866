import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { classOfKind } from '../../../src/domain/sources/model.ts'
import { stationsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import '../devices/devices.css'
import { KindFields, PeopleFields, PlaceFields } from './card-fields.tsx'
import { placeOf, type SourceDraft } from './draft.ts'
import { PlaceDrawing } from './source-place.tsx'
import './sources.css'

/** The whole form of a source; what saves it and what leaves it are the page's. */
export function CardForm(props: {
  draft: SourceDraft
  onChange: (to: Partial<SourceDraft>) => void
  codeIsFixed: boolean
  will: string
  error: Error | null
  isPending: boolean
  cancel: ReactNode
  onSave: (place: { lonWgs84: number; latWgs84: number }) => void
}) {
  const { t } = useText()
  const me = useMe()
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const { draft, onChange } = props
  const place = placeOf(draft)
  const station = stations.data?.items[0]
  return (
    <form
      className="set-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (place !== null) props.onSave(place)
      }}
    >
      <h2 className="set-title">{t('web.sources.what')}</h2>
      <KindFields draft={draft} onChange={onChange} codeIsFixed={props.codeIsFixed} />
      <h2 className="set-title">{t('web.sources.where')}</h2>
      <PlaceFields draft={draft} onChange={onChange} />
      {place && station && <PlaceDrawing place={{ ...place, class: classOfKind(draft.kind) }} station={station} />}
      <h2 className="set-title">{t('web.sources.whose')}</h2>
      <PeopleFields draft={draft} onChange={onChange} />
      <p className="label set-will">{props.will}</p>
      {props.error && <Trouble error={props.error} />}
      <div className="set-foot">
        {props.cancel}
        <button
          type="submit"
          className="button primary"
          disabled={draft.code.trim() === '' || draft.name.trim() === '' || place === null || props.isPending}
        >
          {props.isPending ? t('web.act.sending') : t('web.sources.save')}
        </button>
      </div>
    </form>
  )
}
