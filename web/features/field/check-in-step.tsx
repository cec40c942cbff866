import type { TaskDetail } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { factorName, valueText } from '../../text/names.ts'
import { useCheckIn } from './use-check-in.ts'

/** Step one: what it is about, the way there, and: I am here. */
export function CheckInStep({ detail }: { detail: TaskDetail }) {
  const { t, language } = useText()
  const { task } = detail
  const checkIn = useCheckIn(task)

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
          <a className="field-lead" href={`geo:${task.latWgs84},${task.lonWgs84}`}>
            {t('web.field.lead-there')}
          </a>{' '}
          <span className="label">
            {task.latWgs84.toFixed(4)} N, {task.lonWgs84.toFixed(4)} E
          </span>
        </p>
      </div>
      <div className="field-thumb">
        {checkIn.error && <Trouble error={checkIn.error} />}
        <p className="label">{t('web.field.place-note')}</p>
        <button type="button" className="button primary wide tall" disabled={checkIn.isBusy} onClick={checkIn.arrive}>
          {checkIn.words}
        </button>
      </div>
    </div>
  )
}
