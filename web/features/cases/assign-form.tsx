import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { type CaseDetail, unitsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

const spans = [4, 24, 48, 72, 168] as const

/** Hand a reported case to a unit: who, who helps, until when, what is to be done. */
export function AssignForm({ detail }: { detail: CaseDetail }) {
  const { t } = useText()
  const units = useQuery(unitsQuery)
  const [unitId, setUnitId] = useState('')
  const [assisting, setAssisting] = useState<readonly string[]>([])
  const [hours, setHours] = useState<number>(48)
  const [instruction, setInstruction] = useState('')
  const { case: one } = detail
  const all = units.data?.items ?? []
  const unit = all.find((each) => each.id === unitId)
  const assign = useAct('POST /api/cases/:id/assign', ({ number }, { body }) =>
    toast(t('web.assign.done', { number, unit: all.find((each) => each.id === body.unitId)?.name ?? '' })),
  )
  const kinds = [...new Set(all.map((each) => each.kind))]
  return (
    <form
      className="panel decision"
      onSubmit={(event) => {
        event.preventDefault()
        if (!unit) return
        const text = instruction.trim()
        assign.mutate({
          params: { id: one.id },
          body: {
            expects: one.version,
            unitId: unit.id,
            assistingUnitIds: assisting.filter((id) => id !== unit.id),
            dueInHours: hours,
            ...(text === '' ? {} : { instruction: text }),
          },
        })
      }}
    >
      <h2>{t('web.assign.title')}</h2>
      {units.error && <Trouble error={units.error} retry={units.refetch} />}
      <label className="field">
        <span>{t('web.assign.unit')}</span>
        <select className="input" required value={unitId} onChange={(event) => setUnitId(event.target.value)}>
          <option value="" disabled>
            {t('web.assign.choose')}
          </option>
          {kinds.map((kind) => (
            <optgroup key={kind} label={wordOf('web.unit-kind', kind, t)}>
              {all
                .filter((each) => each.kind === kind)
                .map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </label>
      <details className="assisting">
        <summary>
          {t('web.assign.assisting')} <span className="label">{assisting.length || t('web.assign.nobody')}</span>
        </summary>
        <fieldset>
          <legend className="unseen">{t('web.assign.assisting')}</legend>
          <div className="checks">
            {all
              .filter((each) => each.id !== unitId)
              .map((each) => (
                <label key={each.id}>
                  <input
                    type="checkbox"
                    checked={assisting.includes(each.id)}
                    onChange={(event) =>
                      setAssisting(
                        event.target.checked ? [...assisting, each.id] : assisting.filter((id) => id !== each.id),
                      )
                    }
                  />
                  <span className="cut">{each.name}</span>
                </label>
              ))}
          </div>
        </fieldset>
      </details>
      <fieldset>
        <legend>{t('web.assign.within')}</legend>
        <div className="choice">
          {spans.map((span) => (
            <label key={span}>
              <input type="radio" name="within" value={span} checked={hours === span} onChange={() => setHours(span)} />
              {span < 72 ? t('web.send.hours', { hours: span }) : t('web.assign.days', { days: span / 24 })}
            </label>
          ))}
        </div>
      </fieldset>
      <label className="field">
        <span>{t('web.assign.instruction')}</span>
        <textarea
          className="input"
          rows={3}
          maxLength={2000}
          value={instruction}
          placeholder={t('web.assign.instruction-hint')}
          onChange={(event) => setInstruction(event.target.value)}
        />
      </label>
      {assign.error && <Trouble error={assign.error} />}
      <p className="label">{t('web.assign.will', { unit: unit?.name ?? t('web.assign.the-unit') })}</p>
      <button type="submit" className="button primary wide tall" disabled={!unit || assign.isPending}>
        {assign.isPending ? t('web.act.sending') : t('web.assign.button')}
      </button>
    </form>
  )
}
