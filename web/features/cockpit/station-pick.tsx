import { useNavigate } from '@tanstack/react-router'
import type { Station, StationNow } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { valueText, wordOf } from '../../text/names.ts'
import { leading } from './lead.ts'

/** The name of the station; where there are several, the way to another, by its last hour, the highest first. */
export function StationPick(props: {
  stations: readonly Station[]
  station: Station | undefined
  latest: readonly StationNow[]
  wall: boolean
}) {
  const { t } = useText()
  const navigate = useNavigate()
  const { station } = props
  const name = <h2 className="cut">{station?.name ?? ' '}</h2>
  if (props.wall || props.stations.length < 2 || station === undefined) return name
  const rows = props.stations
    .map((one) => {
      const now = props.latest.find(({ stationId }) => stationId === one.id)
      return { one, value: now?.factors.find(({ factor }) => factor === leading)?.hour?.value ?? null }
    })
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  return (
    <span className="pick">
      {name}
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path className="stroke" d="M2 4l4 4 4-4" />
      </svg>
      <select
        aria-label={t('web.cockpit.others')}
        value={station.code}
        onChange={(event) => navigate({ to: '/', search: { station: event.target.value } })}
      >
        {rows.map(({ one, value }) => (
          <option key={one.id} value={one.code}>
            {[one.name, wordOf('web.level', one.level, t), value === null ? '—' : valueText(value, leading)].join(' ')}
          </option>
        ))}
      </select>
    </span>
  )
}
