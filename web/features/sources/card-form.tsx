import { lazy, type ReactNode, Suspense } from 'react'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import '../devices/devices.css'
import { KindFields, PeopleFields, PlaceFields } from './card-fields.tsx'
import { placeOf, type SourceDraft } from './draft.ts'
import './sources.css'

const ChooseMap = lazy(() => import('../../map/choose-map.tsx').then(({ ChooseMap }) => ({ default: ChooseMap })))

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
  const { draft, onChange } = props
  const place = placeOf(draft)
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
      <Suspense>
        <ChooseMap
          at={place}
          onChoose={({ lonWgs84, latWgs84 }) => onChange({ lon: lonWgs84.toFixed(6), lat: latWgs84.toFixed(6) })}
        />
      </Suspense>
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
