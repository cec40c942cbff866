import { useState } from 'react'
import { mayLieUnder, regionLevels } from '../../../src/domain/regions/model.ts'
import { useAct } from '../../api/acts.ts'
import type { Region } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { CODE_PATTERN, NameAndCode } from './name-and-code.tsx'
import { RegionField } from './region-field.tsx'

// catalogue keys: web.settings.region-level.*

/** A town, village or grid that is to be; its border is drawn next. */
export function RegionForm(props: { regions: readonly Region[]; onDone: (id: string) => void; onCancel: () => void }) {
  const { t } = useText()
  const [parentId, setParentId] = useState(props.regions[0]?.id ?? '')
  const parent = props.regions.find(({ id }) => id === parentId)
  const levels = regionLevels.flatMap((one) =>
    one !== 'county' && parent && mayLieUnder(one, parent.level) ? [one] : [],
  )
  const [wanted, setWanted] = useState<(typeof levels)[number]>('grid')
  const level = levels.find((one) => one === wanted) ?? levels[0]
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const add = useAct('POST /api/regions', ({ id }) => props.onDone(id))
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        if (level) add.mutate({ body: { code: code.trim(), name: name.trim(), level, parentId } })
      }}
    >
      <NameAndCode
        name={name}
        onName={setName}
        code={code}
        onCode={setCode}
        words={{ name: t('web.settings.region-name'), code: t('web.settings.region-code') }}
        pattern={CODE_PATTERN}
      />
      <div className="two-fields">
        <RegionField name={t('web.settings.region-above')} value={parentId} onChange={setParentId} />
        <label className="field">
          <span>{t('web.column.level')}</span>
          <select
            className="input"
            value={level ?? ''}
            onChange={(event) => setWanted(levels.find((one) => one === event.target.value) ?? wanted)}
          >
            {levels.map((one) => (
              <option key={one} value={one}>
                {wordOf('web.settings.region-level', one, t)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {level === undefined && <p className="late">{t('web.settings.region-lowest')}</p>}
      <p className="label">{t('web.settings.region-will')}</p>
      {add.error && <Trouble error={add.error} />}
      <div className="dialog-foot">
        <button type="button" className="button" onClick={props.onCancel}>
          {t('web.dialog.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={add.isPending || level === undefined}>
          {add.isPending ? t('web.act.sending') : t('web.settings.add-region')}
        </button>
      </div>
    </form>
  )
}
