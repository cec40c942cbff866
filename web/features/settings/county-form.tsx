import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { CODE_PATTERN, NameAndCode } from './name-and-code.tsx'

/** What the county is called, and the code by which files know it. */
export function CountyForm(props: { code: string; name: string; onDone: () => void; onCancel?: () => void }) {
  const { t } = useText()
  const queries = useQueryClient()
  const [code, setCode] = useState(props.code)
  const [name, setName] = useState(props.name)
  const save = useAct('POST /api/county', () => {
    // The top bar says what the county is called.
    queries.invalidateQueries({ queryKey: ['session'] })
    props.onDone()
  })
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ body: { code: code.trim(), name: name.trim() } })
      }}
    >
      <NameAndCode
        name={name}
        onName={setName}
        code={code}
        onCode={setCode}
        words={{ name: t('web.settings.county-name'), code: t('web.settings.county-code') }}
        pattern={CODE_PATTERN}
      />
      <p className="label">{t('web.settings.county-will')}</p>
      {save.error && <Trouble error={save.error} />}
      <div className="dialog-foot">
        {props.onCancel && (
          <button type="button" className="button" onClick={props.onCancel}>
            {t('web.dialog.cancel')}
          </button>
        )}
        <button type="submit" className="button primary" disabled={save.isPending}>
          {save.isPending ? t('web.act.sending') : t('web.settings.save')}
        </button>
      </div>
    </form>
  )
}
