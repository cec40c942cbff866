import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { civilDayOf, DAY_MS } from '../../../src/standards/civil-time.ts'
import { inForce } from '../../../src/standards/dated.ts'
import { type ExclusionKind, exclusionRules } from '../../../src/standards/exclusions.ts'
import type { FactorCode } from '../../../src/standards/statistics-table.ts'
import { useAct } from '../../api/acts.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { subjectsQuery } from './queries.ts'

/** Propose days to be taken out, under the authority's reference; the kinds and factors are those of the law of the first day. */
export function ExcludeDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useText()
  const subjects = useQuery(subjectsQuery)
  const yesterday = civilDayOf(useNow(60_000) - DAY_MS)
  const [subjectId, setSubjectId] = useState('')
  const [kind, setKind] = useState<ExclusionKind>('sand-dust')
  const [from, setFrom] = useState(yesterday)
  const [until, setUntil] = useState(yesterday)
  const [left, setLeft] = useState<readonly FactorCode[]>([])
  const [authority, setAuthority] = useState('')
  const [reference, setReference] = useState('')
  const [note, setNote] = useState('')
  const propose = useAct('POST /api/exclusions', () => {
    toast(t('web.evaluation.proposed'))
    onClose()
  })
  const rule = inForce(exclusionRules, from === '' ? yesterday : from).value
  const factors = rule.factors.filter((factor) => !left.includes(factor))
  const items = subjects.data?.items ?? []
  const chosen = subjectId || (items.find(({ level }) => level === 'county')?.id ?? '')
  const isWrong = from === '' || until < from || until > yesterday || !rule.kinds.includes(kind) || factors.length === 0
  return (
    <Dialog title={t('web.evaluation.exclude')} onClose={onClose} wide>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWrong) return
          propose.mutate({ body: { subjectId: chosen, kind, from, until, factors, authority, reference, note } })
        }}
      >
        <div className="two-fields">
          <label className="field">
            <span>{t('web.evaluation.subject')}</span>
            <select className="input" value={chosen} onChange={(event) => setSubjectId(event.target.value)}>
              {items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('web.evaluation.kind')}</span>
            <select
              className="input"
              value={kind}
              onChange={(event) => setKind(rule.kinds.find((one) => one === event.target.value) ?? 'sand-dust')}
            >
              {rule.kinds.map((one) => (
                <option key={one} value={one}>
                  {wordOf('web.evaluation.kind', one, t)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.evaluation.first-day')}</span>
            <input
              className="input"
              type="date"
              required
              max={yesterday}
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t('web.evaluation.last-day')}</span>
            <input
              className="input"
              type="date"
              required
              max={yesterday}
              min={from}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          </label>
        </div>
        <fieldset className="checks">
          <legend className="label">{t('web.evaluation.factors')}</legend>
          {rule.factors.map((factor) => (
            <label key={factor}>
              <input
                type="checkbox"
                checked={!left.includes(factor)}
                onChange={() =>
                  setLeft(left.includes(factor) ? left.filter((one) => one !== factor) : [...left, factor])
                }
              />{' '}
              {factorLabel(factor, language)}
            </label>
          ))}
        </fieldset>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.evaluation.authority')}</span>
            <input
              className="input"
              required
              maxLength={200}
              value={authority}
              onChange={(event) => setAuthority(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t('web.evaluation.reference')}</span>
            <input
              className="input"
              required
              maxLength={200}
              value={reference}
              onChange={(event) => setReference(event.target.value)}
            />
          </label>
        </div>
        <label className="field">
          <span>{t('web.evaluation.note')}</span>
          <textarea
            className="input"
            rows={3}
            required
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        <p className="label">{t('web.evaluation.exclude-will')}</p>
        {propose.error && <Trouble error={propose.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={isWrong || propose.isPending}>
            {propose.isPending ? t('web.act.sending') : t('web.evaluation.propose')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
