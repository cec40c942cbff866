import { useState } from 'react'
import { type SourceState, sourceStates } from '../../../src/domain/sources/model.ts'
import { civilDayOf } from '../../../src/standards/civil-time.ts'
import { useAct } from '../../api/acts.ts'
import { serverNow } from '../../api/clock.ts'
import type { SourceDetail } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

/** A source stands still, works again, or is gone: since when and why. */
export function StateDialog({ source, onClose }: { source: SourceDetail; onClose: () => void }) {
  const { t } = useText()
  const today = civilDayOf(serverNow())
  const choices = sourceStates.filter((state) => state !== source.state)
  const [state, setState] = useState<SourceState>(choices[0] ?? 'retired')
  const [since, setSince] = useState(today)
  const [reason, setReason] = useState('')
  const move = useAct('POST /api/sources/:id/state', (reply) => {
    toast(t('web.sources.moved', { name: source.name, state: wordOf('web.sources.state', reply.state, t) }))
    onClose()
  })
  return (
    <Dialog title={t('web.sources.change-state')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          const body = { state, since, reason: reason.trim(), expects: source.version }
          move.mutate({ params: { id: source.id }, body })
        }}
      >
        <fieldset>
          <legend>{t('web.sources.column.state')}</legend>
          <div className="choice">
            {choices.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="source-state"
                  value={each}
                  checked={state === each}
                  onChange={() => setState(each)}
                />
                {wordOf('web.sources.state', each, t)}
              </label>
            ))}
          </div>
        </fieldset>
        <label className="field">
          <span>{t('web.sources.since-day')}</span>
          <input
            type="date"
            className="input"
            required
            max={today}
            value={since}
            onChange={(event) => setSince(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('web.sources.reason')}</span>
          <input
            className="input"
            required
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {move.error && <Trouble error={move.error} />}
        <p className="label">{wordOf('web.sources.state-will', state, t)}</p>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={reason.trim() === '' || move.isPending}>
            {move.isPending ? t('web.act.sending') : t('web.sources.save')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
