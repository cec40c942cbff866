import { useId } from 'react'
import { factors, unitOf } from '../../../src/standards/factors.ts'
import { unitsLike } from '../../../src/standards/units.ts'
import { useText } from '../../text/language.ts'
import { FormGroup, FormRow } from '../devices/form-row.tsx'
import { type FeedDraft, nextKey } from './draft.ts'

type Reading = FeedDraft['reading']

/** How a document is read: where its rows are, and which field is what. */
export function ReadingFields(props: {
  draft: FeedDraft
  onChange: (to: Partial<FeedDraft>) => void
  /** Fields that were found, to choose from. */
  fields: readonly string[]
  /** Paths to rows that were found. */
  paths: readonly string[]
}) {
  const { t } = useText()
  const listId = useId()
  const { reading } = props.draft
  const change = (to: Partial<Reading>) => props.onChange({ reading: { ...reading, ...to } })
  const isJson = reading.form === 'json'
  const text = (
    name: 'rows' | 'station' | 'time' | 'hour' | 'timeFormat' | 'timeZone' | 'factorField' | 'valueField',
  ) => ({
    value: reading[name],
    onChange: (event: { target: { value: string } }) => change({ [name]: event.target.value }),
  })
  return (
    <>
      <datalist id={`${listId}-fields`}>
        {props.fields.map((field) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      <datalist id={`${listId}-rows`}>
        {props.paths.map((path) => (
          <option key={path} value={path} />
        ))}
      </datalist>
      <FormRow name={t('web.feed.field.form')} note={t('web.feed.field.form-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={reading.form}
            onChange={(event) => change({ form: event.currentTarget.value === 'table' ? 'table' : 'json' })}
          >
            <option value="json">{t('web.feed.form.json')}</option>
            <option value="table">{t('web.feed.form.table')}</option>
          </select>
        )}
      </FormRow>
      {isJson && (
        <FormRow name={t('web.feed.field.rows')} note={t('web.feed.field.rows-note')}>
          {(ids) => <input {...ids} className="input mono" list={`${listId}-rows`} {...text('rows')} />}
        </FormRow>
      )}
      <FormRow name={t('web.feed.field.time')} note={t('web.feed.field.time-note')}>
        {(ids) => <input {...ids} className="input mono" list={`${listId}-fields`} required {...text('time')} />}
      </FormRow>
      <FormRow name={t('web.feed.field.hour-named')} note={t('web.feed.field.hour-named-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={reading.hourNamed}
            onChange={(event) => change({ hourNamed: event.currentTarget.value === 'start' ? 'start' : 'end' })}
          >
            <option value="end">{t('web.import.hour.end')}</option>
            <option value="start">{t('web.import.hour.start')}</option>
          </select>
        )}
      </FormRow>
      <FormRow name={t('web.feed.field.station')} note={t('web.feed.field.station-note')}>
        {(ids) => <input {...ids} className="input mono" list={`${listId}-fields`} {...text('station')} />}
      </FormRow>
      <FormRow name={t('web.feed.field.layout')} note={t('web.feed.field.layout-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={reading.layout}
            onChange={(event) => change({ layout: event.currentTarget.value === 'long' ? 'long' : 'wide' })}
          >
            <option value="wide">{t('web.feed.layout.wide')}</option>
            <option value="long">{t('web.feed.layout.long')}</option>
          </select>
        )}
      </FormRow>
      {reading.layout === 'long' && (
        <>
          <FormRow name={t('web.feed.field.factor-field')} note={t('web.feed.field.factor-field-note')}>
            {(ids) => (
              <input {...ids} className="input mono" list={`${listId}-fields`} required {...text('factorField')} />
            )}
          </FormRow>
          <FormRow name={t('web.feed.field.value-field')} note={t('web.feed.field.value-field-note')}>
            {(ids) => (
              <input {...ids} className="input mono" list={`${listId}-fields`} required {...text('valueField')} />
            )}
          </FormRow>
        </>
      )}
      <FactorLines reading={reading} change={change} listId={`${listId}-fields`} />
      <details className="set-details">
        <summary>
          <b>{t('web.feed.more-reading')}</b> <span className="label">{t('web.feed.more-reading-note')}</span>
        </summary>
        <FormRow name={t('web.feed.field.time-format')} note={t('web.feed.field.time-format-note')}>
          {(ids) => <input {...ids} className="input mono" required {...text('timeFormat')} />}
        </FormRow>
        <FormRow name={t('web.feed.field.time-zone')} note={t('web.feed.field.time-zone-note')}>
          {(ids) => <input {...ids} className="input mono" required {...text('timeZone')} />}
        </FormRow>
        <FormRow name={t('web.feed.field.hour')} note={t('web.feed.field.hour-note')}>
          {(ids) => <input {...ids} className="input mono" list={`${listId}-fields`} {...text('hour')} />}
        </FormRow>
        <FormRow name={t('web.feed.field.missing')} note={t('web.feed.field.missing-note')}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={reading.missing.join(' ')}
              onChange={(event) => change({ missing: event.target.value.split(/\s+/).filter(Boolean) })}
            />
          )}
        </FormRow>
        <FormRow name={t('web.feed.field.missing-means')} note={t('web.feed.field.missing-means-note')}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={reading.missingMeans}
              onChange={(event) =>
                change({ missingMeans: event.currentTarget.value === 'no-value' ? 'no-value' : 'nothing' })
              }
            >
              <option value="nothing">{t('web.feed.missing.nothing')}</option>
              <option value="no-value">{t('web.feed.missing.no-value')}</option>
            </select>
          )}
        </FormRow>
        <FormRow name={t('web.feed.field.unknown')} note={t('web.feed.field.unknown-note')}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={reading.unknownStations}
              onChange={(event) =>
                change({ unknownStations: event.currentTarget.value === 'refuse' ? 'refuse' : 'skip' })
              }
            >
              <option value="skip">{t('web.feed.unknown.skip')}</option>
              <option value="refuse">{t('web.feed.unknown.refuse')}</option>
            </select>
          )}
        </FormRow>
        {!isJson && (
          <>
            <FormRow name={t('web.feed.field.header-line')} note={t('web.feed.field.header-line-note')}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  type="number"
                  min={1}
                  required
                  value={Number.isNaN(reading.headerLine) ? '' : reading.headerLine}
                  onChange={(event) => change({ headerLine: event.target.valueAsNumber })}
                />
              )}
            </FormRow>
            <FormRow name={t('web.feed.field.line-end')} note={t('web.feed.field.line-end-note')}>
              {(ids) => (
                <input
                  {...ids}
                  type="checkbox"
                  checked={reading.needsLineEnd}
                  onChange={(event) => change({ needsLineEnd: event.target.checked })}
                />
              )}
            </FormRow>
          </>
        )}
      </details>
    </>
  )
}

/** Field, factor and unit, a line each. */
function FactorLines(props: { reading: Reading; change: (to: Partial<Reading>) => void; listId: string }) {
  const { t, language } = useText()
  const { reading, change } = props
  const set = (key: number, to: Partial<Reading['factors'][number]>) =>
    change({ factors: reading.factors.map((one) => (one.key === key ? { ...one, ...to } : one)) })
  return (
    <FormGroup
      name={t('web.feed.field.factors')}
      note={t(reading.layout === 'wide' ? 'web.feed.field.factors-wide' : 'web.feed.field.factors-long')}
    >
      <div className="pairs">
        {reading.factors.map((line) => (
          <p key={line.key} className="feed-factor">
            <input
              className="input mono"
              aria-label={t('web.feed.field.factor-name')}
              placeholder={t('web.feed.field.factor-name')}
              list={reading.layout === 'wide' ? props.listId : undefined}
              required
              value={line.name}
              onChange={(event) => set(line.key, { name: event.target.value })}
            />
            <select
              className="input"
              aria-label={t('web.feed.field.factor')}
              value={line.factor}
              onChange={(event) => {
                const factor = event.currentTarget.value
                set(line.key, { factor, unit: unitOf(factor) })
              }}
            >
              {factors.map(({ code, alias, zh, en }) => (
                <option key={code} value={code}>
                  {alias ?? (language === 'zh' ? zh : en)}
                </option>
              ))}
            </select>
            <select
              className="input"
              aria-label={t('web.feed.field.unit')}
              value={line.unit}
              onChange={(event) => set(line.key, { unit: event.currentTarget.value })}
            >
              {unitsLike(unitOf(line.factor), line.factor).map((unit) => (
                <option key={unit}>{unit}</option>
              ))}
            </select>
            {reading.layout === 'wide' && (
              <label className="feed-optional" title={t('web.feed.field.optional-note')}>
                <input
                  type="checkbox"
                  checked={line.optional}
                  onChange={(event) => set(line.key, { optional: event.target.checked })}
                />{' '}
                {t('web.feed.field.optional')}
              </label>
            )}
            <button
              type="button"
              className="link"
              aria-label={t('web.device.pair.remove', { name: line.name || t('web.feed.field.factor-name') })}
              onClick={() => change({ factors: reading.factors.filter(({ key }) => key !== line.key) })}
            >
              {t('web.device.pair.remove-short')}
            </button>
          </p>
        ))}
        <button
          type="button"
          className="button small"
          onClick={() => {
            const factor = 'a34004'
            const line = { key: nextKey(reading.factors), name: '', factor, unit: unitOf(factor), optional: false }
            change({ factors: [...reading.factors, line] })
          }}
        >
          {t('web.feed.add-factor')}
        </button>
      </div>
    </FormGroup>
  )
}
