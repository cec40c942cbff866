import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  areCircles,
  type CircleRadii,
  circleAt,
  circles as circleNames,
  distanceM,
  radiiOfCircles,
  radiusBounds,
} from '../../../src/domain/stations/model.ts'
import { useAct } from '../../api/acts.ts'
import type { Reply } from '../../api/client.ts'
import { rulesQuery, sourcesQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'

// catalogue keys: web.settings.circle.*

/** How far each circle reaches, from the inside; what that changes is told before it is saved. */
export function CirclesForm(props: { circles: Reply<'GET /api/circles'>; onDone: () => void; onCancel: () => void }) {
  const { t } = useText()
  const { circles } = props
  // A row is written in one place, whatever stands in it.
  const [written, setWritten] = useState<readonly string[]>(() => circles.radiiKm.map(String))
  const save = useAct('POST /api/circles', props.onDone)
  const radii = written.map((text) => (text.trim() === '' ? Number.NaN : Number(text)))
  const fits = areCircles(radii)
  const send = (radiiKm: number[]) => save.mutate({ body: { radiiKm, expects: circles.version } })
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault()
        if (fits) send(radii)
      }}
    >
      {written.map((text, at) => {
        const name = circleNames[at]
        return (
          name !== undefined && (
            <label key={name} className="field">
              <span>{`${wordOf('web.settings.circle', name, t)} · km`}</span>
              <input
                className="input"
                type="number"
                step="0.1"
                min={radiusBounds.least}
                max={radiusBounds.most}
                required
                value={text}
                onChange={(event) => setWritten(written.with(at, event.target.value))}
              />
            </label>
          )
        )
      })}
      <p className="settings-with-button">
        <button
          type="button"
          className="button small"
          disabled={written.length >= circleNames.length}
          onClick={() => setWritten([...written, ''])}
        >
          {t('web.settings.circle-add')}
        </button>
        <button
          type="button"
          className="button small"
          disabled={written.length <= 1}
          onClick={() => setWritten(written.slice(0, -1))}
        >
          {t('web.settings.circle-less')}
        </button>
      </p>
      {!fits && (
        <p className="late">{t('web.settings.circles-order', { ...radiusBounds, count: circleNames.length })}</p>
      )}
      <p className="label">{t('web.settings.circles-will')}</p>
      {fits && radii.join() !== circles.radiiKm.join() && (
        <Effects now={radiiOfCircles(circles.radiiKm)} then={radiiOfCircles(radii)} />
      )}
      {save.error && <Trouble error={save.error} />}
      <div className="dialog-foot">
        {circles.isOwn && (
          <button type="button" className="button" disabled={save.isPending} onClick={() => send([])}>
            {t('web.settings.circles-back', { km: circles.usualKm.join(' · ') })}
          </button>
        )}
        <button type="button" className="button push" onClick={props.onCancel}>
          {t('web.dialog.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={save.isPending || !fits}>
          {save.isPending ? t('web.act.sending') : t('web.settings.save')}
        </button>
      </div>
    </form>
  )
}

/** What another reach of the circles moves, out of what is registered now. */
function Effects({ now, then }: { now: CircleRadii; then: CircleRadii }) {
  const { t } = useText()
  const me = useMe()
  const stations = useQuery(stationsQuery).data?.items
  const sources = useQuery({ ...sourcesQuery({}), enabled: me.may('read-sources') }).data?.items
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') }).data?.items
  const centre = stations?.[0]
  if (centre === undefined) return null
  const moved = (places: readonly { lonWgs84: number; latWgs84: number }[]) =>
    places.filter((place) => {
      const metres = distanceM(centre, place)
      return circleAt(metres, now) !== circleAt(metres, then)
    }).length
  const byCircle = (rules ?? []).filter(({ enabled, narrowing }) => enabled && narrowing.circle !== null)
  const lost = byCircle.filter(({ narrowing }) => narrowing.circle !== null && then[narrowing.circle] === undefined)
  return (
    <ul className="label settings-effects">
      <li>{t('web.settings.circles-move', { sources: moved(sources ?? []), stations: moved(stations ?? []) })}</li>
      <li>{t('web.settings.circles-rules', { rules: byCircle.length })}</li>
      {lost.length > 0 && (
        <li className="late">
          {t('web.settings.circles-lost', { rules: lost.map(({ name }) => name).join(t('web.join')) })}
        </li>
      )}
    </ul>
  )
}
