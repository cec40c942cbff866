import { isoShanghai } from '../../../src/standards/civil-time.ts'
import type { Station } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'
import { FormGroup, FormRow } from '../devices/form-row.tsx'
import { type FeedDraft, nextKey } from './draft.ts'
import { NumberRow } from './number-row.tsx'

interface Props {
  draft: FeedDraft
  onChange: (to: Partial<FeedDraft>) => void
}

/** The source's codes, and the stations that they mean here. */
export function StationFields({ draft, onChange, stations }: Props & { stations: readonly Station[] }) {
  const { t } = useText()
  const set = (key: number, to: Partial<FeedDraft['stations'][number]>) =>
    onChange({ stations: draft.stations.map((one) => (one.key === key ? { ...one, ...to } : one)) })
  return (
    <FormGroup name={t('web.feed.field.stations')} note={t('web.feed.field.stations-note')}>
      <div className="pairs">
        {draft.stations.map((line) => (
          <p key={line.key} className="pair-line">
            <input
              className="input mono"
              aria-label={t('web.feed.field.code')}
              placeholder={t('web.feed.field.code')}
              required
              value={line.code}
              onChange={(event) => set(line.key, { code: event.target.value })}
            />
            <span aria-hidden="true">→</span>
            <select
              className="input"
              aria-label={t('web.column.station')}
              required
              value={line.stationId}
              onChange={(event) => set(line.key, { stationId: event.currentTarget.value })}
            >
              <option value="">{t('web.import.station-none')}</option>
              {stations.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="link"
              disabled={draft.stations.length === 1}
              aria-label={t('web.device.pair.remove', { name: line.code || t('web.feed.field.code') })}
              onClick={() => onChange({ stations: draft.stations.filter(({ key }) => key !== line.key) })}
            >
              {t('web.device.pair.remove-short')}
            </button>
          </p>
        ))}
        <button
          type="button"
          className="button small"
          onClick={() =>
            onChange({ stations: [...draft.stations, { key: nextKey(draft.stations), code: '', stationId: '' }] })
          }
        >
          {t('web.device.pair.add')}
        </button>
      </div>
    </FormGroup>
  )
}

/** What it is called, what it brings, when it is pulled, and from when on it is missed. */
export function NameFields({ draft, onChange }: Props) {
  const { t } = useText()
  const { schedule } = draft
  const change = (to: Partial<FeedDraft['schedule']>) => onChange({ schedule: { ...schedule, ...to } })
  return (
    <>
      <FormRow name={t('web.feed.field.name')} note={t('web.feed.field.name-note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={60}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </FormRow>
      <FormRow name={t('web.feed.field.brings')} note={t('web.feed.field.brings-note')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={draft.brings}
            onChange={(event) =>
              onChange({ brings: event.currentTarget.value === 'reviewed' ? 'reviewed' : 'real-time' })
            }
          >
            <option value="real-time">{t('web.feed.brings.real-time')}</option>
            <option value="reviewed">{t('web.feed.brings.reviewed')}</option>
          </select>
        )}
      </FormRow>
      <NumberRow
        name={t('web.feed.field.every')}
        note={t('web.feed.field.every-note')}
        unit={t('web.feed.unit.minutes')}
        least={1}
        most={1440}
        value={schedule.everyMinutes}
        onChange={(everyMinutes) => change({ everyMinutes })}
      />
      <NumberRow
        name={t('web.feed.field.at-minute')}
        note={t('web.feed.field.at-minute-note')}
        unit={t('web.feed.unit.minutes')}
        least={0}
        most={1439}
        value={schedule.atMinute}
        onChange={(atMinute) => change({ atMinute })}
      />
      <NumberRow
        name={t('web.feed.field.stale')}
        note={t('web.feed.field.stale-note')}
        unit={t('web.feed.unit.minutes')}
        least={1}
        most={172_800}
        value={schedule.staleMinutes}
        onChange={(staleMinutes) => change({ staleMinutes })}
      />
      <FormRow name={t('web.feed.field.since')} note={t('web.feed.field.since-note')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="datetime-local"
            value={draft.since === null ? '' : inputOf(Date.parse(draft.since))}
            onChange={(event) => {
              const instant = instantOfInput(event.target.value)
              onChange({ since: instant === null ? null : isoShanghai(instant) })
            }}
          />
        )}
      </FormRow>
    </>
  )
}
