import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { attributesOf, kindsOf, SOURCE_TEXT, sourceClasses, sourceKinds } from '../../../src/domain/sources/model.ts'
import { everybodyQuery, outlinesQuery, regionsQuery, unitsQuery } from '../../api/queries.ts'
import { whereAmI } from '../../parts/capture.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { inTree } from '../cases/regions.ts'
import { FormGroup, FormRow } from '../devices/form-row.tsx'
import { AttributeField } from './attribute-field.tsx'
import { placeOf, regionAt, type SourceDraft } from './draft.ts'

interface Given {
  draft: SourceDraft
  onChange: (to: Partial<SourceDraft>) => void
}

/** What it is: code, name, kind, and what its kind has. */
export function KindFields({ draft, onChange, codeIsFixed }: Given & { codeIsFixed: boolean }) {
  const { t } = useText()
  return (
    <>
      <FormRow name={t('web.sources.column.code')} note={t('web.sources.note.code')}>
        {(ids) =>
          codeIsFixed ? (
            <output {...ids} className="set-fixed">
              {draft.code}
            </output>
          ) : (
            <input
              {...ids}
              className="input"
              required
              maxLength={SOURCE_TEXT.code}
              value={draft.code}
              onChange={(event) => onChange({ code: event.target.value })}
            />
          )
        }
      </FormRow>
      <FormRow name={t('web.sources.column.name')} note={t('web.sources.note.name')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={SOURCE_TEXT.name}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.sources.column.kind')} note={t('web.sources.note.kind')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.kind}
            onChange={(event) => {
              const kind = sourceKinds.find((each) => each === event.target.value)
              if (kind) onChange({ kind })
            }}
          >
            {sourceClasses.map((one) => (
              <optgroup key={one} label={wordOf('web.source', one, t)}>
                {kindsOf[one].map((kind) => (
                  <option key={kind} value={kind}>
                    {wordOf('web.sources.kind', kind, t)}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        )}
      </FormRow>
      {attributesOf(draft.kind).map((attribute) => (
        <AttributeField
          key={attribute.key}
          attribute={attribute}
          value={draft.attributes[attribute.key] ?? ''}
          onChange={(value) => onChange({ attributes: { ...draft.attributes, [attribute.key]: value } })}
        />
      ))}
    </>
  )
}

/** Where it is: degrees as typed or as this device tells them, the region that its borders name, the address. */
export function PlaceFields({ draft, onChange }: Given) {
  const { t } = useText()
  const me = useMe()
  const [state, setState] = useState<'idle' | 'locating' | 'failed'>('idle')
  const mayRegions = me.may('read-stations')
  const regions = useQuery({ ...regionsQuery, enabled: mayRegions })
  const outlines = useQuery({ ...outlinesQuery, enabled: mayRegions })
  const within = regionAt(outlines.data?.items ?? [], placeOf(draft))
  const isElsewhere = within !== null && draft.regionId !== within.regionId
  async function locate(): Promise<void> {
    setState('locating')
    const fix = await whereAmI()
    setState(fix ? 'idle' : 'failed')
    if (fix) onChange({ lon: fix.lon.toFixed(6), lat: fix.lat.toFixed(6) })
  }
  const degreesInput = (key: 'lon' | 'lat', most: number) => (
    <input
      className="input"
      type="number"
      step="any"
      min={-most}
      max={most}
      required
      aria-label={t(key === 'lon' ? 'web.sources.column.lon' : 'web.sources.column.lat')}
      placeholder={t(key === 'lon' ? 'web.sources.column.lon' : 'web.sources.column.lat')}
      value={draft[key]}
      onChange={(event) => onChange({ [key]: event.target.value })}
    />
  )
  return (
    <>
      <FormGroup name={t('web.sources.place')} note={t('web.sources.note.place')}>
        <div className="source-degrees">
          {degreesInput('lon', 180)}
          {degreesInput('lat', 90)}
          <button type="button" className="button small" disabled={state === 'locating'} onClick={locate}>
            {t(state === 'locating' ? 'web.field.locating' : 'web.report.locate')}
          </button>
        </div>
        {state === 'failed' && (
          <p className="label" role="status">
            {t('web.report.position-failed')}
          </p>
        )}
      </FormGroup>
      <FormRow name={t('web.sources.column.region')} note={t('web.sources.note.region')}>
        {(ids) => (
          <>
            <select
              {...ids}
              className="input"
              value={draft.regionId}
              onChange={(event) => onChange({ regionId: event.target.value })}
            >
              <option value="">{t('web.sources.whole-county')}</option>
              {inTree(regions.data?.items ?? [])
                .filter(({ region }) => region.parentId !== null)
                .map(({ region, depth }) => (
                  <option key={region.id} value={region.id}>
                    {`${'\u2003'.repeat(depth - 1)}${region.name}`}
                  </option>
                ))}
            </select>
            {isElsewhere && (
              <p className="source-hint" role="status">
                {t('web.sources.by-borders', { region: within.name })}{' '}
                <button type="button" className="link" onClick={() => onChange({ regionId: within.regionId })}>
                  {t('web.sources.take-region')}
                </button>
              </p>
            )}
          </>
        )}
      </FormRow>
      <FormRow name={t('web.sources.column.address')} note={t('web.sources.note.address')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            maxLength={SOURCE_TEXT.address}
            value={draft.address}
            onChange={(event) => onChange({ address: event.target.value })}
          />
        )}
      </FormRow>
    </>
  )
}

/** Whose it is, and who answers for it. */
export function PeopleFields({ draft, onChange }: Given) {
  const { t } = useText()
  const me = useMe()
  const units = useQuery({ ...unitsQuery, enabled: me.may('read-units') })
  const people = useQuery({ ...everybodyQuery, enabled: me.may('read-people') })
  const all = units.data?.items ?? []
  const candidates = (people.data?.items ?? []).filter(
    ({ unitId, id }) => draft.unitId === '' || unitId === draft.unitId || id === draft.personId,
  )
  return (
    <>
      <FormGroup name={t('web.sources.column.owner')} note={t('web.sources.note.owner')}>
        <select
          className="input"
          aria-label={t('web.sources.owner-unit')}
          value={draft.ownerUnitId}
          onChange={(event) => onChange({ ownerUnitId: event.target.value })}
        >
          <option value="">{t('web.sources.owner-in-words')}</option>
          {all
            .filter(({ kind, id }) => kind === 'enterprise' || id === draft.ownerUnitId)
            .map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
        </select>
        {draft.ownerUnitId === '' && (
          <input
            className="input source-second"
            aria-label={t('web.sources.owner-in-words')}
            maxLength={SOURCE_TEXT.owner}
            value={draft.ownerName}
            onChange={(event) => onChange({ ownerName: event.target.value })}
          />
        )}
      </FormGroup>
      <FormRow name={t('web.sources.column.unit')} note={t('web.sources.note.unit')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.unitId}
            onChange={(event) => onChange({ unitId: event.target.value, personId: '' })}
          >
            <option value="">{t('web.sources.nobody')}</option>
            {all
              .filter(({ kind, id }) => kind !== 'enterprise' || id === draft.unitId)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </FormRow>
      <FormRow name={t('web.sources.column.person')} note={t('web.sources.note.person')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.personId}
            onChange={(event) => onChange({ personId: event.target.value })}
          >
            <option value="">{t('web.sources.nobody')}</option>
            {candidates.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </FormRow>
      <FormRow name={t('web.sources.notes')} note={t('web.sources.note.notes')}>
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={3}
            maxLength={SOURCE_TEXT.notes}
            value={draft.notes}
            onChange={(event) => onChange({ notes: event.target.value })}
          />
        )}
      </FormRow>
    </>
  )
}
