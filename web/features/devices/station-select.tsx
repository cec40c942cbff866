import type { Station } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import type { DeviceDraft } from './draft.ts'
import { atStation, type StationsForLogger } from './stations-for-logger.ts'

/** The station that a logger stands at; the name of the draft goes with it while nobody has written one. */
export function StationSelect(props: {
  draft: DeviceDraft
  stations: StationsForLogger
  onChange: (to: Partial<DeviceDraft>) => void
  id?: string
  'aria-describedby'?: string
}) {
  const { t } = useText()
  const { draft, stations, onChange, ...ids } = props
  const all = [...stations.without, ...stations.with]
  return (
    <select
      {...ids}
      className="input"
      required
      value={draft.stationId}
      onChange={(event) =>
        onChange(atStation(draft, event.target.value, all, (station) => t('web.device.name-at', { station })))
      }
    >
      <option value="" disabled>
        {t('web.assign.choose')}
      </option>
      <Group name={t('web.quarantine.stations-without')} stations={stations.without} />
      <Group name={t('web.quarantine.stations-with')} stations={stations.with} />
    </select>
  )
}

function Group({ name, stations }: { name: string; stations: readonly Station[] }) {
  if (stations.length === 0) return null
  return (
    <optgroup label={name}>
      {stations.map((station) => (
        <option key={station.id} value={station.id}>
          {station.name} {station.code}
        </option>
      ))}
    </optgroup>
  )
}
