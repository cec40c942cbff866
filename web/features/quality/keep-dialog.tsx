import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { QualityFinding } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { spanOf } from './span.ts'

/** The values are right whatever the check says: why, and a second person must agree. */
export function KeepDialog({ finding, onClose }: { finding: QualityFinding; onClose: () => void }) {
  const { t, language } = useText()
  const now = useNow(60_000)
  const [reason, setReason] = useState('')
  const keep = useAct('POST /api/quality-findings/:id/keep', () => {
    toast(t('web.correction.proposed'))
    onClose()
  })
  return (
    <Dialog title={t('web.quality.keep-title')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate({ params: { id: finding.id }, body: { expects: finding.version, reason: reason.trim() } })
        }}
      >
        <p className="quiet">
          {[
            finding.station?.name ?? finding.deviceName,
            factorName(finding.factor, language),
            spanOf(finding, now),
            wordOf('web.reason', finding.rule, t),
          ].join(t('web.join'))}
        </p>
        <label className="field">
          <span>{t('web.correction.reason')}</span>
          <textarea
            className="input"
            rows={4}
            required
            maxLength={2000}
            placeholder={t('web.quality.keep-hint')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <p className="label">{t('web.quality.keep-will')}</p>
        {keep.error && <Trouble error={keep.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === '' || keep.isPending}>
            {keep.isPending ? t('web.act.sending') : t('web.correction.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
