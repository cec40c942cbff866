import { useState } from 'react'
import { type Verdict, verdicts } from '../../../src/domain/alerts/model.ts'
import { useAct } from '../../api/acts.ts'
import type { AlertDetail } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { alertTitle } from './words.ts'

// catalogue keys: web.alert.verdict.*, web.alert.verdict-note.*

/** What was behind an alert: it was real, the weather, or the instrument; and how one knows. */
export function VerifyDialog({ detail, onClose }: { detail: AlertDetail; onClose: () => void }) {
  const { t, language } = useText()
  const { alert } = detail
  const [verdict, setVerdict] = useState<Verdict | null>(alert.verdict)
  const [note, setNote] = useState('')
  const verify = useAct('POST /api/alerts/:id/verify', () => {
    toast(t('web.alert.verified-toast'))
    onClose()
  })
  return (
    <Dialog title={t('web.alert.verify')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (verdict === null) return
          const body = { expects: alert.version, verdict, note: note.trim() }
          verify.mutate({ params: { id: alert.id }, body })
        }}
      >
        <p className="quiet">{alertTitle(alert, t, language)}</p>
        <fieldset className="verdicts">
          <legend className="field-name">{t('web.alert.verdict')}</legend>
          {verdicts.map((one) => (
            <label key={one} className="verdict">
              <input type="radio" name="verdict" checked={verdict === one} onChange={() => setVerdict(one)} />
              <b>{wordOf('web.alert.verdict', one, t)}</b>
              <span className="label">{wordOf('web.alert.verdict-note', one, t)}</span>
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{t('web.alert.verify-note')}</span>
          <textarea
            className="input"
            rows={3}
            required
            maxLength={2000}
            placeholder={t('web.alert.verify-hint')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <p className="label">{t('web.alert.verify-will')}</p>
        {verify.error && <Trouble error={verify.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={verdict === null || note.trim() === '' || verify.isPending}
          >
            {verify.isPending ? t('web.act.sending') : t('web.alert.verify-button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
