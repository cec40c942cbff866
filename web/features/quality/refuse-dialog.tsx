import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { Correction } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'

// catalogue keys: web.correction.kind.*

/** Refuse a correction as the second person, with the reason. */
export function RefuseDialog({ correction, onClose }: { correction: Correction; onClose: () => void }) {
  const { t, language } = useText()
  const [reason, setReason] = useState('')
  const refuse = useAct('POST /api/corrections/:id/refuse', () => {
    toast(t('web.correction.refused'))
    onClose()
  })
  return (
    <Dialog title={t('web.correction.refuse')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          refuse.mutate({
            params: { id: correction.id },
            body: { expects: correction.version, reason: reason.trim() },
          })
        }}
      >
        <p className="quiet">
          {t('web.correction.of', {
            kind: wordOf('web.correction.kind', correction.kind, t),
            station: correction.station?.name ?? correction.deviceName,
            factor: factorName(correction.factor, language),
          })}
          {correction.reason !== null &&
            `${t('web.join')}${t('web.correction.because', { reason: correction.reason })}`}
        </p>
        <label className="field">
          <span>{t('web.correction.refuse-reason')}</span>
          <textarea
            className="input"
            rows={4}
            required
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="label">{t('web.correction.refuse-will')}</p>
        {refuse.error && <Trouble error={refuse.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === '' || refuse.isPending}>
            {refuse.isPending ? t('web.act.sending') : t('web.correction.refuse-button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
