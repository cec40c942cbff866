import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { CaseDetail } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'

/** Not good enough: back to rectification, with the reason. */
export function ReturnDialog({ detail, onClose }: { detail: CaseDetail; onClose: () => void }) {
  const { t } = useText()
  const back = useAct('POST /api/cases/:id/return', ({ number }) => {
    toast(t('web.return.done', { number }))
    onClose()
  })
  const [reason, setReason] = useState('')
  const { case: one } = detail
  return (
    <Dialog title={t('web.return.title')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          back.mutate({ params: { id: one.id }, body: { expects: one.version, reason: reason.trim() } })
        }}
      >
        <label className="field">
          <span>{t('web.return.reason')}</span>
          <textarea
            className="input"
            rows={4}
            required
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="label">{t('web.return.will')}</p>
        {back.error && <Trouble error={back.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === '' || back.isPending}>
            {back.isPending ? t('web.act.sending') : t('web.return.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
