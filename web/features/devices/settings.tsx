import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { type Device, stationsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { describedBy, draftOf } from './draft.ts'
import { DataFields, DialectFields, IdentityFields } from './fields.tsx'
import { FormGroup, FormRow } from './form-row.tsx'
import { useStationsForLogger } from './use-stations.ts'

// catalogue keys: web.device.edition.*, web.device.crc.*, web.device.charset.*, web.device.answers.*
// catalogue keys: web.device.template.*, web.device.unmarked.*, web.data-time.*

/** What a device is set to, each with what it does; the administrator changes it here. */
export function Settings({ device }: { device: Device }) {
  const { t } = useText()
  const me = useMe()
  const [isEditing, setEditing] = useState(false)
  if (isEditing) return <EditForm device={device} onClose={() => setEditing(false)} />
  return (
    <section className="set-form">
      {me.may('manage-devices') && (
        <p className="set-edit">
          <button type="button" className="button" onClick={() => setEditing(true)}>
            {t('web.device.edit')}
          </button>
        </p>
      )}
      <SettingsList device={device} />
    </section>
  )
}

function SettingsList({ device }: { device: Device }) {
  const { t, language } = useText()
  const now = useNow(60_000)
  const stations = useQuery(stationsQuery)
  const { settings } = device
  const label = (code: string) => {
    const name = factorLabel(code, language)
    return name === code ? code : `${name} ${code}`
  }
  const station = stations.data?.items.find((each) => each.id === device.boundTo?.id)
  return (
    <>
      <h2 className="set-title">{t('web.device.section.identity')}</h2>
      <Row name={t('web.column.mn')} value={<span className="mono">{device.mn}</span>} note={t('web.device.mn.note')} />
      <Row
        name={t('web.column.station')}
        value={station ? `${station.name} ${station.code}` : t('web.monitoring.unbound')}
        note={t('web.device.station.note')}
      />
      <Row name={t('web.device.name')} value={device.name} note={t('web.device.name.note')} />
      <h2 className="set-title">{t('web.device.section.data')}</h2>
      <Row
        name={t('web.column.data-time')}
        value={wordOf('web.data-time', device.dataTimeNames, t)}
        note={t('web.device.data-time.note')}
      />
      <Row
        name={t('web.device.realtime')}
        value={
          settings.realtimeSeconds === null
            ? t('web.device.none')
            : t('web.time.second', { value: settings.realtimeSeconds })
        }
        note={t('web.device.realtime.note')}
      />
      <Row
        name={t('web.device.minutes')}
        value={t('web.time.minute', { value: device.minuteInterval })}
        note={t('web.device.minutes.note')}
      />
      <Row name={t('web.device.sends')} value={sentWords(device, t)} note={t('web.device.sends.note')} />
      <Row
        name={t('web.column.factors')}
        value={<Factors labels={device.factors.map(label)} />}
        note={t('web.device.factors.note')}
      />
      <Row
        name={t('web.device.unmarked')}
        value={wordOf('web.device.unmarked', settings.unmarked, t)}
        note={t('web.device.unmarked.note')}
      />
      <Row
        name={t('web.device.commissioned')}
        value={settings.commissionedAt === 0 ? t('web.device.none') : dayClockText(settings.commissionedAt, now)}
        note={t('web.device.commissioned.note')}
      />
      <Row
        name={t('web.device.recall')}
        value={t(settings.recall ? 'web.device.yes' : 'web.device.no')}
        note={t('web.device.recall.note')}
      />
      <h2 className="set-title">{t('web.device.section.dialect')}</h2>
      <Row
        name={t('web.device.edition')}
        value={wordOf('web.device.edition', settings.edition, t)}
        note={t('web.device.edition.note')}
      />
      <Row
        name={t('web.device.crc')}
        value={wordOf('web.device.crc', settings.crc, t)}
        note={t('web.device.crc.note')}
      />
      <Row
        name={t('web.device.charset')}
        value={wordOf('web.device.charset', settings.charset, t)}
        note={t('web.device.charset.note')}
      />
      <Row
        name={t('web.device.answers')}
        value={wordOf('web.device.answers', settings.answers, t)}
        note={t('web.device.answers.note')}
      />
      <Row
        name={t('web.device.template')}
        value={wordOf('web.device.template', settings.answerTemplate, t)}
        note={t('web.device.template.note')}
      />
      <Row
        name={t('web.device.aliases')}
        value={pairTexts(settings.aliases, (left, right) => `${left} → ${label(right)}`, t)}
        note={t('web.device.aliases.note')}
      />
      <Row
        name={t('web.device.units')}
        value={pairTexts(settings.units, (left, right) => `${label(left)} → ${right}`, t)}
        note={t('web.device.units.note')}
      />
      <Row
        name={t('web.device.key')}
        value={t(device.enciphers ? 'web.device.key.set' : 'web.device.no')}
        note={t('web.device.key.note')}
      />
    </>
  )
}

/** One after the other, no name parted from its code by the end of a line. */
function Factors({ labels }: { labels: readonly string[] }) {
  const { t } = useText()
  if (labels.length === 0) return t('web.device.none')
  return labels.map((label, place) => (
    <Fragment key={label}>
      <span className="nowrap">{place < labels.length - 1 ? `${label}${t('web.list').trimEnd()}` : label}</span>{' '}
    </Fragment>
  ))
}

function Row({ name, value, note }: { name: string; value: React.ReactNode; note: string }) {
  return (
    <dl className="set-row">
      <dt className="set-name">{name}</dt>
      <dd className="set-value">{value}</dd>
      <dd className="label set-note">{note}</dd>
    </dl>
  )
}

function sentWords({ settings }: Device, t: Translate): string {
  const sent = [
    settings.sendsMinutes && t('web.resolution.minute'),
    settings.sendsHours && t('web.resolution.hour'),
  ].filter(Boolean)
  return sent.length === 0 ? t('web.device.none') : sent.join(t('web.list'))
}

function pairTexts(
  record: Readonly<Record<string, string>>,
  text: (left: string, right: string) => string,
  t: Translate,
): string {
  return (
    Object.entries(record)
      .map(([left, right]) => text(left, right))
      .join(t('web.list')) || t('web.device.none')
  )
}

function EditForm({ device, onClose }: { device: Device; onClose: () => void }) {
  const { t } = useText()
  const { stations } = useStationsForLogger()
  // What is written stays as written while the device goes on speaking.
  const [version] = useState(device.version)
  const [draft, setDraft] = useState(() => draftOf(device))
  const change = (to: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...to }))
  const save = useAct('POST /api/devices/:id', () => {
    toast(t('web.device.changed', { name: draft.name }))
    onClose()
  })
  return (
    <form
      className="set-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({
          params: { id: device.id },
          body: {
            expects: version,
            name: draft.name.trim(),
            ...describedBy(draft),
            ...(draft.password === '' ? {} : { password: draft.password }),
            ...(draft.dropsKey ? { sm4Key: '' as const } : draft.sm4Key === '' ? {} : { sm4Key: draft.sm4Key }),
            ...(draft.stationId === '' ? {} : { stationId: draft.stationId }),
          },
        })
      }}
    >
      <h2 className="set-title">{t('web.device.section.identity')}</h2>
      <IdentityFields
        draft={draft}
        onChange={change}
        stations={stations}
        mnIsFixed
        emptyPassword={t('web.device.password.kept')}
      />
      <h2 className="set-title">{t('web.device.section.data')}</h2>
      <DataFields draft={draft} onChange={change} />
      <h2 className="set-title">{t('web.device.section.dialect')}</h2>
      <DialectFields draft={draft} onChange={change} />
      <FormRow name={t('web.device.key')} note={t('web.device.key.note')}>
        {(ids) => (
          <input
            {...ids}
            className="input mono"
            minLength={16}
            maxLength={16}
            autoComplete="off"
            disabled={draft.dropsKey}
            placeholder={t(device.enciphers ? 'web.device.key.kept' : 'web.device.key.none')}
            value={draft.sm4Key}
            onChange={(event) => change({ sm4Key: event.target.value })}
          />
        )}
      </FormRow>
      {device.enciphers && (
        <FormGroup name={t('web.device.key.drop')} note={t('web.device.key.drop-note')}>
          <p className="checks">
            <label>
              <input
                type="checkbox"
                checked={draft.dropsKey}
                onChange={(event) => change({ dropsKey: event.target.checked })}
              />
              {t('web.device.key.drop-on')}
            </label>
          </p>
        </FormGroup>
      )}
      <p className="label set-will">{t('web.device.edit-will')}</p>
      {save.error && <Trouble error={save.error} />}
      <div className="set-foot">
        <button type="button" className="button" onClick={onClose}>
          {t('web.dialog.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={save.isPending}>
          {save.isPending ? t('web.act.sending') : t('web.device.edit-button')}
        </button>
      </div>
    </form>
  )
}
