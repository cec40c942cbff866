import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { Exclusion } from './queries.ts'

/** Refuse days that somebody wants taken out, or withdraw those that were: with the reason. */
export function EndDialog(props: { exclusion: Exclusion; how: 'refuse' | 'withdraw'; onClose: () => void }) {
  const { t } = useText()
  const { exclusion, how, onClose } = props
  const [reason, setReason] = useState('')
  const done = () => {
    toast(t(how === 'refuse' ? 'web.evaluation.refused' : 'web.evaluation.withdrawn'))
    onClose()
  }
  const refuse = useAct('POST /api/exclusions/:id/refuse', done)
  const withdraw = useAct('POST /api/exclusions/:id/withdraw', done)
  const act = how === 'refuse' ? refuse : withdraw
  const title = t(how === 'refuse' ? 'web.evaluation.refuse' : 'web.evaluation.withdraw')
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          act.mutate({ params: { id: exclusion.id }, body: { expects: exclusion.version, reason: reason.trim() } })
        }}
      >
        <p className="quiet">
          {exclusion.subject.name} {wordOf('web.evaluation.kind', exclusion.kind, t)}{' '}
          {t('web.evaluation.from-until', { from: exclusion.from, until: exclusion.until })}
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
        <p className="label">{t(how === 'refuse' ? 'web.evaluation.refuse-will' : 'web.evaluation.withdraw-will')}</p>
        {act.error && <Trouble error={act.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === '' || act.isPending}>
            {act.isPending ? t('web.act.sending') : title}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
