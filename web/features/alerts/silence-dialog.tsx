import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LONGEST_SILENCE_MS } from '../../../src/domain/alerts/model.ts'
import { HOUR_MS, isoShanghai } from '../../../src/standards/civil-time.ts'
import { useAct } from '../../api/acts.ts'
import { rulesQuery, stationsQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName, factorOrder } from '../../text/names.ts'
import { inputOf, instantOfInput } from '../../time/inputs.ts'
import { useNow } from '../../time/use-now.ts'
import { timeText } from './words.ts'

/** What may be silenced: a rule, a station, a factor, or what two or three of them have in common. */
export interface SilenceScope {
  ruleId: string | null
  stationId: string | null
  factor: string | null
}

const lengthsHours = [2, 8, 24, 72] as const

/** Nobody is told of something, for a reason and until an end; what it keeps quiet is counted. */
export function SilenceDialog({ scope: first, onClose }: { scope: SilenceScope; onClose: () => void }) {
  const { t, language } = useText()
  const now = useNow(60_000)
  const rules = useQuery(rulesQuery)
  const stations = useQuery(stationsQuery)
  const [scope, setScope] = useState(first)
  const [until, setUntil] = useState(inputOf(now + 8 * HOUR_MS))
  const [reason, setReason] = useState('')
  const end = useAct('POST /api/silences/:id/end')
  const make = useAct('POST /api/silences', ({ id }) => {
    // It is new: nobody has changed it but whoever takes it back.
    toast(t('web.silence.made'), { undo: () => end.mutateAsync({ params: { id }, body: { expects: 1 } }) })
    onClose()
  })
  const lasts = instantOfInput(until)
  const isNamed = Object.values(scope).some((one) => one !== null)
  const isTimeWrong = lasts === null || lasts <= now || lasts > now + LONGEST_SILENCE_MS
  const factors = [...new Set([...factorOrder, ...(first.factor ? [first.factor] : [])])]
  return (
    <Dialog title={t('web.silence.title')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (lasts === null || isTimeWrong || !isNamed) return
          make.mutate({ body: { ...scope, until: isoShanghai(lasts), reason: reason.trim() } })
        }}
      >
        <label className="field">
          <span>{t('web.silence.rule')}</span>
          <select
            className="input"
            value={scope.ruleId ?? ''}
            onChange={(event) => setScope({ ...scope, ruleId: event.target.value || null })}
          >
            <option value="">{t('web.silence.any-rule')}</option>
            {(rules.data?.items ?? []).map((rule) => (
              <option key={rule.id} value={rule.id}>
                {rule.name}
              </option>
            ))}
          </select>
        </label>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.column.station')}</span>
            <select
              className="input"
              value={scope.stationId ?? ''}
              onChange={(event) => setScope({ ...scope, stationId: event.target.value || null })}
            >
              <option value="">{t('web.quality.all-stations')}</option>
              {(stations.data?.items ?? []).map((station) => (
                <option key={station.id} value={station.id}>
                  {station.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('web.station.factor')}</span>
            <select
              className="input"
              value={scope.factor ?? ''}
              onChange={(event) => setScope({ ...scope, factor: event.target.value || null })}
            >
              <option value="">{t('web.quality.all-factors')}</option>
              {factors.map((factor) => (
                <option key={factor} value={factor}>
                  {factorName(factor, language)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label className="field">
          <span>{t('web.silence.until')}</span>
          <input
            className="input"
            type="datetime-local"
            required
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </label>
        <p className="chips">
          {lengthsHours.map((hours) => (
            <button key={hours} type="button" className="chip" onClick={() => setUntil(inputOf(now + hours * HOUR_MS))}>
              {timeText(hours * 60, t)}
            </button>
          ))}
        </p>
        <label className="field">
          <span>{t('web.column.reason')}</span>
          <textarea
            className="input"
            rows={3}
            required
            maxLength={2000}
            placeholder={t('web.silence.hint')}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        {!isNamed && <p className="attention">{t('web.silence.needs-scope')}</p>}
        {isTimeWrong && (
          <p className="late" role="alert">
            {t('web.silence.needs-end')}
          </p>
        )}
        <p className="label">{t('web.silence.will')}</p>
        {make.error && <Trouble error={make.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button
            type="submit"
            className="button primary"
            disabled={!isNamed || isTimeWrong || reason.trim() === '' || make.isPending}
          >
            {make.isPending ? t('web.act.sending') : t('web.silence.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
