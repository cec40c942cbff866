import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Averaging, averagings, type TargetFactor, targetFactors } from '../../../src/domain/targets/model.ts'
import { useAct } from '../../api/acts.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName } from '../../text/names.ts'
import { monthName } from '../../time/format.ts'
import { subjectsQuery } from '../evaluation/queries.ts'
import type { Target } from './queries.ts'
import { targetText, whatText } from './words.ts'

const months = Array.from({ length: 12 }, (_, at) => at + 1)

/** Sets a target, sets it anew, or takes it back; what it replaces is said before. */
export function TargetDialog(props: {
  year: number
  /** the one to change; null: a new one */
  target: Target | null
  /** of the year, with their history */
  standing: readonly Target[]
  onClose: () => void
}) {
  const { t, language } = useText()
  const { target, year } = props
  const subjects = useQuery(subjectsQuery)
  const county = subjects.data?.items.find(({ level }) => level === 'county')
  const [chosen, setChosen] = useState(target?.subject.id ?? '')
  const [factor, setFactor] = useState<TargetFactor>(target?.factor ?? 'a34004')
  const [averaging, setAveraging] = useState<Averaging>(target?.averaging ?? 'year')
  const [month, setMonth] = useState<number | null>(target?.month ?? null)
  const [value, setValue] = useState(target?.value == null ? '' : String(target.value))
  const [basis, setBasis] = useState(target?.basis ?? '')
  const set = useAct('POST /api/targets', (_reply, { body }) => {
    toast(t(body.value === null ? 'web.targets.taken-back' : 'web.targets.was-set'))
    props.onClose()
  })
  const subjectId = chosen || (county?.id ?? '')
  const ofMonth = averaging === 'year' ? null : averaging === 'month' ? (month ?? 1) : month
  const there = props.standing.find(
    (one) =>
      one.isStanding &&
      one.subject.id === subjectId &&
      one.factor === factor &&
      one.averaging === averaging &&
      one.month === ofMonth,
  )
  const decimals = factor === 'a34004' ? 1 : 0
  const number = Number(value)
  const isSame = there !== undefined && there.value === number && there.basis === basis.trim()
  const isWrong =
    value.trim() === '' ||
    !(number > 0) ||
    number >= 1000 ||
    Number(number.toFixed(decimals)) !== number ||
    subjectId === '' ||
    isSame
  const send = (wanted: number | null) =>
    set.mutate({
      body: { subjectId, factor, averaging, year, month: ofMonth, value: wanted, basis, replaces: there?.id ?? null },
    })
  const items = (subjects.data?.items ?? []).filter(({ type, level }) => type === 'station' || level === 'county')
  return (
    <Dialog title={t('web.targets.set')} onClose={props.onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWrong) send(number)
        }}
      >
        <div className="two-fields">
          <label className="field">
            <span>{t('web.targets.subject')}</span>
            <select className="input" value={subjectId} onChange={(event) => setChosen(event.target.value)}>
              {items.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('web.station.factor')}</span>
            <select
              className="input"
              value={factor}
              onChange={(event) => setFactor(targetFactors.find((one) => one === event.target.value) ?? 'a34004')}
            >
              {targetFactors.map((one) => (
                <option key={one} value={one}>
                  {factorName(one, language)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="two-fields">
          <label className="field">
            <span>{t('web.targets.what')}</span>
            <select
              className="input"
              value={averaging}
              onChange={(event) => setAveraging(averagings.find((one) => one === event.target.value) ?? 'year')}
            >
              {averagings.map((one) => (
                <option key={one} value={one}>
                  {t(`web.targets.averaging.${one}`)}
                </option>
              ))}
            </select>
          </label>
          {averaging !== 'year' && (
            <label className="field">
              <span>{t('web.targets.month')}</span>
              <select
                className="input"
                value={ofMonth ?? ''}
                onChange={(event) => setMonth(event.target.value === '' ? null : Number(event.target.value))}
              >
                {averaging === 'day' && <option value="">{t('web.targets.whole-year')}</option>}
                {months.map((one) => (
                  <option key={one} value={one}>
                    {monthName(one, t)}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <label className="field">
          <span>{t(decimals === 1 ? 'web.targets.value-tenths' : 'web.targets.value-whole')}</span>
          <input
            className="input"
            inputMode="decimal"
            required
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </label>
        <label className="field">
          <span>{t('web.targets.basis-hint')}</span>
          <input
            className="input"
            required
            maxLength={200}
            value={basis}
            onChange={(event) => setBasis(event.target.value)}
          />
        </label>
        <p className="label">
          {there && there.value !== null
            ? `${t('web.targets.will-replace', {
                what: whatText(there, t),
                value: targetText(there),
                basis: there.basis,
              })} ${t('web.targets.back-will')}`
            : t('web.targets.will-set')}
        </p>
        {set.error && <Trouble error={set.error} />}
        <div className="dialog-foot">
          {there && there.value !== null && (
            <button
              type="button"
              className="button"
              // The document by which it was set is no reason to take it back.
              disabled={set.isPending || basis.trim() === '' || basis.trim() === there.basis}
              onClick={() => send(null)}
            >
              {t('web.targets.take-back')}
            </button>
          )}
          <button type="submit" className="button primary" disabled={isWrong || set.isPending}>
            {set.isPending ? t('web.act.sending') : t('web.targets.save')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
