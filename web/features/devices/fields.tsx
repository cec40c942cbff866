import { useId, useState } from 'react'
import { factors as knownFactors } from '../../../src/standards/factors.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, wordOf } from '../../text/names.ts'
import type { DeviceDraft } from './draft.ts'
import { FormGroup, FormRow } from './form-row.tsx'
import { PairTable } from './pair-table.tsx'
import { StationSelect } from './station-select.tsx'
import type { StationsForLogger } from './stations-for-logger.ts'

// catalogue keys: web.device.edition.*, web.device.crc.*, web.device.charset.*, web.device.answers.*
// catalogue keys: web.device.template.*, web.device.unmarked.*, web.data-time.*

/** Units in which devices are known to send. */
const unitsSent = ['µg/m³', 'mg/m³', 'ng/m³', 'ppb', 'ppm', 'kPa', 'hPa', 'Pa', '°C', '%', 'm/s', '°'] as const
const editions = ['auto', '2005', '2017', '2025'] as const
const templates = ['edition', '2005', '2017', '2025'] as const
const minuteIntervals = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const

interface Given {
  draft: DeviceDraft
  onChange: (to: Partial<DeviceDraft>) => void
}

/** Who it is: MN, password, name, station. */
export function IdentityFields(
  props: Given & {
    stations: StationsForLogger
    mnIsFixed: boolean
    /** what an empty password means; undefined: one is needed */
    emptyPassword?: string
  },
) {
  const { t } = useText()
  const me = useMe()
  const { draft, onChange } = props
  return (
    <>
      <FormRow name={t('web.column.mn')} note={t('web.device.mn.note')}>
        {(ids) =>
          props.mnIsFixed ? (
            <output {...ids} className="mono set-fixed">
              {draft.mn}
            </output>
          ) : (
            <input
              {...ids}
              className="input mono"
              required
              maxLength={40}
              autoComplete="off"
              value={draft.mn}
              onChange={(event) => onChange({ mn: event.target.value })}
            />
          )
        }
      </FormRow>
      <FormRow name={t('web.device.password')} note={props.emptyPassword ?? t('web.device.password.note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required={props.emptyPassword === undefined}
            maxLength={32}
            autoComplete="off"
            value={draft.password}
            onChange={(event) => onChange({ password: event.target.value })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.column.station')} note={t('web.device.station.note')}>
        {(ids) => (
          <>
            <StationSelect {...ids} draft={draft} stations={props.stations} onChange={onChange} />
            {me.may('manage-devices') && (
              <p className="label set-aside">
                {t('web.device.no-station')}{' '}
                <a href="/settings/stations" target="_blank" rel="noreferrer" className="underlined">
                  {t('web.settings.add-station')}
                </a>
              </p>
            )}
          </>
        )}
      </FormRow>
      <FormRow name={t('web.device.name')} note={t('web.device.name.note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={200}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </FormRow>
    </>
  )
}

/** What it sends and how that is to be taken. */
export function DataFields({ draft, onChange }: Given) {
  const { t } = useText()
  const { settings } = draft
  const set = (to: Partial<DeviceDraft['settings']>) => onChange({ settings: { ...settings, ...to } })
  return (
    <>
      <FormRow name={t('web.column.data-time')} note={t('web.device.data-time.note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.dataTimeNames}
            onChange={(event) => onChange({ dataTimeNames: event.target.value === 'end' ? 'end' : 'start' })}
          >
            <option value="start">{t('web.data-time.start')}</option>
            <option value="end">{t('web.data-time.end')}</option>
          </select>
        )}
      </FormRow>
      <FormRow name={t('web.device.realtime')} note={t('web.device.realtime.note')}>
        {(ids) => (
          <span className="with-unit">
            <input
              {...ids}
              className="input number"
              type="number"
              min={1}
              max={3600}
              value={draft.realtimeSeconds}
              onChange={(event) => onChange({ realtimeSeconds: event.target.value })}
            />
            <span className="label">{t('web.device.seconds')}</span>
          </span>
        )}
      </FormRow>
      <FormRow name={t('web.device.minutes')} note={t('web.device.minutes.note')}>
        {(ids) => (
          <span className="with-unit">
            <select
              {...ids}
              className="input"
              value={draft.minuteInterval}
              onChange={(event) => onChange({ minuteInterval: event.target.value })}
            >
              {minuteIntervals.map((minutes) => (
                <option key={minutes} value={minutes}>
                  {minutes}
                </option>
              ))}
            </select>
            <span className="label">{t('web.device.minutes-unit')}</span>
          </span>
        )}
      </FormRow>
      <FormGroup name={t('web.device.sends')} note={t('web.device.sends.note')}>
        <p className="checks">
          <label>
            <input
              type="checkbox"
              checked={settings.sendsMinutes}
              onChange={(event) => set({ sendsMinutes: event.target.checked })}
            />
            {t('web.resolution.minute')}
          </label>
          <label>
            <input
              type="checkbox"
              checked={settings.sendsHours}
              onChange={(event) => set({ sendsHours: event.target.checked })}
            />
            {t('web.resolution.hour')}
          </label>
        </p>
      </FormGroup>
      <FormGroup name={t('web.column.factors')} note={t('web.device.factors.note')}>
        <FactorChecks factors={draft.factors} onChange={(factors) => onChange({ factors })} />
      </FormGroup>
      <FormRow name={t('web.device.unmarked')} note={t('web.device.unmarked.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.unmarked"
            options={['valid', 'invalid']}
            value={settings.unmarked}
            onChange={(unmarked) => set({ unmarked })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.device.commissioned')} note={t('web.device.commissioned.note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="datetime-local"
            value={draft.commissionedAt}
            onChange={(event) => onChange({ commissionedAt: event.target.value })}
          />
        )}
      </FormRow>
      <FormGroup name={t('web.device.recall')} note={t('web.device.recall.note')}>
        <p className="checks">
          <label>
            <input
              type="checkbox"
              checked={settings.recall}
              onChange={(event) => set({ recall: event.target.checked })}
            />
            {t('web.device.recall.on')}
          </label>
        </p>
      </FormGroup>
    </>
  )
}

/** What most loggers of the air send; the others are added by their code. */
const common = [...factorOrder, 'a34001', 'a01001', 'a01002', 'a01006', 'a01007', 'a01008']

function FactorChecks(props: { factors: readonly string[]; onChange: (factors: readonly string[]) => void }) {
  const { t, language } = useText()
  const listId = useId()
  const [code, setCode] = useState('')
  const listed = [...new Set([...common, ...props.factors])]
  const wanted = code.trim()
  const add = () => {
    if (wanted !== '' && !props.factors.includes(wanted)) props.onChange([...props.factors, wanted])
    setCode('')
  }
  return (
    <>
      <p className="checks">
        {listed.map((each) => (
          <label key={each}>
            <input
              type="checkbox"
              checked={props.factors.includes(each)}
              onChange={(event) =>
                props.onChange(
                  event.target.checked ? [...props.factors, each] : props.factors.filter((other) => other !== each),
                )
              }
            />
            {factorLabel(each, language)}
          </label>
        ))}
      </p>
      <p className="pair-line code-line">
        <input
          className="input"
          aria-label={t('web.device.factors.other')}
          placeholder={t('web.device.factors.other')}
          list={listId}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <button type="button" className="button small" disabled={wanted === ''} onClick={add}>
          {t('web.device.factors.add')}
        </button>
      </p>
      <datalist id={listId}>
        {knownFactors
          .filter((each) => !listed.includes(each.code))
          .map((each) => (
            <option key={each.code} value={each.code}>
              {each[language]}
            </option>
          ))}
      </datalist>
    </>
  )
}

/** Where it departs from the standard. */
export function DialectFields({ draft, onChange }: Given) {
  const { t, language } = useText()
  const { settings } = draft
  const set = (to: Partial<DeviceDraft['settings']>) => onChange({ settings: { ...settings, ...to } })
  const codes = [...new Set([...draft.factors, ...knownFactors.map(({ code }) => code)])]
  return (
    <>
      <FormRow name={t('web.device.edition')} note={t('web.device.edition.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.edition"
            options={editions}
            value={settings.edition}
            onChange={(edition) => set({ edition })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.device.crc')} note={t('web.device.crc.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.crc"
            options={['tolerant', 'strict', 'ignore']}
            value={settings.crc}
            onChange={(crc) => set({ crc })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.device.charset')} note={t('web.device.charset.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.charset"
            options={['auto', 'utf-8', 'gbk']}
            value={settings.charset}
            onChange={(charset) => set({ charset })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.device.answers')} note={t('web.device.answers.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.answers"
            options={['asked', 'always', 'never']}
            value={settings.answers}
            onChange={(answers) => set({ answers })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.device.template')} note={t('web.device.template.note')}>
        {(ids) => (
          <Choice
            ids={ids}
            prefix="web.device.template"
            options={templates}
            value={settings.answerTemplate}
            onChange={(answerTemplate) => set({ answerTemplate })}
          />
        )}
      </FormRow>
      <FormGroup name={t('web.device.aliases')} note={t('web.device.aliases.note')}>
        <PairTable
          pairs={draft.aliases}
          left={t('web.device.aliases.left')}
          right={t('web.device.aliases.right')}
          lefts={[]}
          rights={codes}
          onChange={(aliases) => onChange({ aliases })}
        />
      </FormGroup>
      <FormGroup name={t('web.device.units')} note={t('web.device.units.note')}>
        <PairTable
          pairs={draft.units}
          left={t('web.device.units.left')}
          right={t('web.device.units.right')}
          lefts={codes}
          rights={unitsSent}
          onChange={(units) => onChange({ units })}
        />
        <p className="label">
          {draft.units
            .filter(({ left }) => codes.includes(left))
            .map(({ left, right }) => `${factorLabel(left, language)} ${right}`)
            .join(t('web.list'))}
        </p>
      </FormGroup>
    </>
  )
}

function Choice<V extends string>(props: {
  ids: { id: string; 'aria-describedby': string }
  prefix: string
  options: readonly V[]
  value: V
  onChange: (value: V) => void
}) {
  const { t } = useText()
  return (
    <select
      {...props.ids}
      className="input"
      value={props.value}
      onChange={(event) => {
        const chosen = props.options.find((option) => option === event.target.value)
        if (chosen !== undefined) props.onChange(chosen)
      }}
    >
      {props.options.map((option) => (
        <option key={option} value={option}>
          {wordOf(props.prefix, option, t)}
        </option>
      ))}
    </select>
  )
}
