import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { TaskDetail } from '../../api/queries.ts'
import { whereAmI } from '../../parts/capture.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { factorName, valueText } from '../../text/names.ts'

/** Step one: I am here. The place goes along when the phone tells it; without it the work goes on and it is said so. */
export function CheckInStep({ detail }: { detail: TaskDetail }) {
  const { t, language } = useText()
  const { task } = detail
  const checkIn = useAct('POST /api/tasks/:id/check-in', (_, { body }) =>
    toast(
      body.accuracyM === null
        ? t('web.field.arrived-unplaced')
        : t('web.field.arrived', { metres: Math.round(body.accuracyM) }),
    ),
  )
  const [isLocating, setLocating] = useState(false)
  const isBusy = isLocating || checkIn.isPending

  async function arrive(): Promise<void> {
    setLocating(true)
    const fix = await whereAmI()
    setLocating(false)
    checkIn.mutate({
      params: { id: task.id },
      body: {
        expects: task.version,
        lon: fix?.lon ?? null,
        lat: fix?.lat ?? null,
        accuracyM: fix?.accuracyM ?? null,
      },
    })
  }

  return (
    <div className="field-body">
      <div className="field-why">
        <p className="field-value">
          <b>{valueText(task.alert.lastValue, task.alert.factor)}</b>
          <span>
            {factorName(task.alert.factor, language)}
            <br />
            <span className="quiet">{task.alert.unit}</span>
          </span>
          <span className="quiet field-value-note">
            {t('web.field.over', { threshold: valueText(task.alert.threshold, task.alert.factor) })}
          </span>
        </p>
        <h2>{t('web.field.instruction')}</h2>
        <p className="field-instruction">{task.instruction ?? t('web.field.no-instruction')}</p>
        <p className="quiet">
          {t('web.field.from', { name: task.sender.name })}
          {t('web.join')}
          {task.alert.number}
        </p>
        <p>
          <a href={`geo:${task.latWgs84},${task.lonWgs84}`}>
            {task.latWgs84.toFixed(4)} N, {task.lonWgs84.toFixed(4)} E
          </a>
        </p>
      </div>
      <div className="field-thumb">
        {checkIn.error && <Trouble error={checkIn.error} />}
        <p className="label">{t('web.field.place-note')}</p>
        <button type="button" className="button primary wide tall" disabled={isBusy} onClick={arrive}>
          {isLocating ? t('web.field.locating') : checkIn.isPending ? t('web.act.sending') : t('web.field.check-in')}
        </button>
      </div>
    </div>
  )
}
