import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { baseMapKinds, pictures } from '../../../src/domain/maps/model.ts'
import { useAct } from '../../api/acts.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { type BaseMapDraft, draftOf, lackOf, sentOf } from './base-map-draft.ts'
import { BaseMapFiles } from './base-map-files.tsx'
import { BaseMapTrial } from './base-map-trial.tsx'
import { SettingsFrame } from './frame.tsx'
import { type BaseMapSetting, baseMapSettingQuery } from './queries.ts'

// catalogue keys: web.base-map.*

/** What lies under every map of the county: its own drawing alone, Tianditu, or a file of tiles. */
export function BaseMapPage() {
  const setting = useQuery(baseMapSettingQuery)
  return (
    <SettingsFrame part="base-map">
      {setting.isPending && <Waiting rows={6} />}
      {setting.error && <Trouble error={setting.error} retry={setting.refetch} />}
      {setting.data && (
        <div className="base-map">
          {/* Saved by whomever: what is set then is what is seen. */}
          <BaseMapForm key={setting.data.version} setting={setting.data} />
          <BaseMapTrial />
        </div>
      )}
    </SettingsFrame>
  )
}

function BaseMapForm({ setting }: { setting: BaseMapSetting }) {
  const { t } = useText()
  const maySet = useMe().may('manage-base-map')
  const [draft, setDraft] = useState(draftOf(setting))
  const change = (more: Partial<BaseMapDraft>) => setDraft({ ...draft, ...more })
  const save = useAct('POST /api/base-map', (_reply, { body }) => {
    // Whom a page may ask for tiles it was told when it was opened.
    if (body.kind === 'tianditu' && setting.kind !== 'tianditu') location.reload()
    else toast(t('web.settings.changed'))
  })
  const lack = lackOf(draft, setting)
  const sent = sentOf(draft, setting)
  const isSame =
    sent.key === null &&
    (['kind', 'picture', 'file', 'credit'] as const).every((field) => sent[field] === setting[field])
  return (
    <form
      className="base-map-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ body: sent })
      }}
    >
      <fieldset disabled={!maySet}>
        <legend className="unseen">{t('web.settings.base-map')}</legend>
        {baseMapKinds.map((kind) => (
          <label key={kind} className="base-map-kind">
            <input
              type="radio"
              name="kind"
              checked={draft.kind === kind}
              onChange={() => change({ kind })}
              aria-describedby={`base-map-${kind}`}
            />
            <span>
              <b>{t(`web.base-map.kind.${kind}`)}</b>
              <span id={`base-map-${kind}`} className="label base-map-note">
                {t(`web.base-map.note.${kind}`)}
              </span>
            </span>
          </label>
        ))}
        {draft.kind === 'tianditu' && <TiandituFields {...{ draft, change }} hasKey={setting.hasKey} />}
        {draft.kind === 'pmtiles' && (
          <BaseMapFiles setting={setting} chosen={draft.file} onChoose={(file) => change({ file })} />
        )}
        {draft.kind !== 'none' && (
          <label className="field">
            <span>{t('web.base-map.credit')}</span>
            <input
              className="input"
              maxLength={120}
              placeholder={t('web.base-map.credit-hint')}
              value={draft.credit}
              onChange={(event) => change({ credit: event.target.value })}
            />
            <span className="label">{t(`web.base-map.credit-note.${draft.kind}`)}</span>
          </label>
        )}
      </fieldset>
      {save.error && <Trouble error={save.error} />}
      {maySet && (
        <div className="base-map-foot">
          <button type="submit" className="button primary" disabled={lack !== null || isSame || save.isPending}>
            {save.isPending ? t('web.act.sending') : t('web.settings.save')}
          </button>
          <span className="label">{lack === null ? t('web.base-map.will') : t(`web.base-map.lack.${lack}`)}</span>
        </div>
      )}
    </form>
  )
}

function TiandituFields(props: {
  draft: BaseMapDraft
  change: (more: Partial<BaseMapDraft>) => void
  hasKey: boolean
}) {
  const { t } = useText()
  const { draft, change, hasKey } = props
  return (
    <>
      <label className="field">
        <span>{t('web.base-map.key')}</span>
        <input
          className="input mono"
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          placeholder={hasKey ? t('web.base-map.key-kept') : undefined}
          value={draft.key}
          onChange={(event) => change({ key: event.target.value })}
        />
        <span className="label">{t('web.base-map.key-note')}</span>
      </label>
      <fieldset className="theme-choice">
        <legend className="label">{t('web.base-map.picture')}</legend>
        {pictures.map((picture) => (
          <label key={picture}>
            <input
              type="radio"
              name="picture"
              checked={draft.picture === picture}
              onChange={() => change({ picture })}
            />
            <span>{t(`web.base-map.picture.${picture}`)}</span>
          </label>
        ))}
      </fieldset>
    </>
  )
}
