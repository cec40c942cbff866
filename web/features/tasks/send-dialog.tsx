import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { type Alert, peopleQuery, stationsQuery } from '../../api/queries.ts'
import { useGround } from '../../map/use-ground.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { alertTitle } from '../alerts/words.ts'
import { nearest } from './nearest.ts'
import './tasks.css'

const spans = [30, 60, 120, 240] as const

/** Send somebody to verify an alert on the spot: who, until when, what to look at; and what will happen. */
export function SendTaskDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const { t, language } = useText()
  const people = useQuery(peopleQuery('grid-member'))
  const [chosen, setChosen] = useState<string | null>(null)
  const [minutes, setMinutes] = useState<number>(60)
  const [instruction, setInstruction] = useState('')
  const { outlines } = useGround()
  const station = useQuery(stationsQuery).data?.items.find(({ id }) => id === alert.stationId)
  const place = station === undefined ? null : { lon: station.lonWgs84, lat: station.latWgs84 }
  const near = nearest(people.data?.items ?? [], outlines, place)
  const assigneeId = chosen ?? near[0]?.person.id
  const send = useAct('POST /api/tasks', (task, { body }) => {
    const name = near.find(({ person }) => person.id === body.assigneeId)?.person.name ?? ''
    toast(t('web.send.done', { number: task.number, name }))
    onClose()
  })
  const assignee = near.find(({ person }) => person.id === assigneeId)?.person
  return (
    <Dialog title={t('web.send.title')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          if (!assignee) return
          const text = instruction.trim()
          send.mutate({
            body: {
              alertId: alert.id,
              assigneeId: assignee.id,
              dueInMinutes: minutes,
              ...(text === '' ? {} : { instruction: text }),
            },
          })
        }}
      >
        <p className="quiet">{alertTitle(alert, t, language)}</p>
        <fieldset>
          <legend>{t('web.send.who')}</legend>
          {people.isPending && <Waiting rows={3} />}
          {people.error && <Trouble error={people.error} retry={people.refetch} />}
          {people.data?.items.length === 0 && <Empty title={t('web.send.nobody')} />}
          <div className="people-choice">
            {near.map(({ person, metres }) => (
              <label key={person.id}>
                <input
                  type="radio"
                  name="assignee"
                  value={person.id}
                  checked={person.id === assigneeId}
                  onChange={() => setChosen(person.id)}
                />
                <b>{person.name}</b>
                <span className="quiet cut">
                  {metres === null
                    ? person.region
                    : t(metres === 0 ? 'web.send.here' : 'web.send.away', {
                        region: person.region,
                        km: (metres / 1000).toFixed(1),
                      })}
                </span>
                <span className="label">
                  {person.openTasks === 0 ? t('web.send.free') : t('web.send.busy', { tasks: person.openTasks })}
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>{t('web.send.within')}</legend>
          <div className="choice">
            {spans.map((span) => (
              <label key={span}>
                <input
                  type="radio"
                  name="within"
                  value={span}
                  checked={minutes === span}
                  onChange={() => setMinutes(span)}
                />
                {span < 60 ? t('web.send.minutes', { minutes: span }) : t('web.send.hours', { hours: span / 60 })}
              </label>
            ))}
          </div>
        </fieldset>
        <label className="field">
          <span>{t('web.send.instruction')}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2000}
            value={instruction}
            placeholder={t('web.send.instruction-hint')}
            onChange={(event) => setInstruction(event.target.value)}
          />
        </label>
        {assignee && <p className="label">{t('web.send.will', { name: assignee.name })}</p>}
        {send.error && <Trouble error={send.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={!assignee || send.isPending}>
            {send.isPending ? t('web.act.sending') : t('web.send.submit')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
