import { Link } from '@tanstack/react-router'
import type { Station, StationNow } from '../../api/queries.ts'
import { Share } from '../../parts/share.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'

/** All stations by their last hour of one factor, highest first: how the one shown stands among them, and the way to another. */
export function Others(props: {
  stations: readonly Station[]
  latest: readonly StationNow[]
  here: Station
  factor: string
  /** what the rule on hourly values allows */
  limit: number | null
}) {
  const { t, language } = useText()
  const rows = props.stations
    .map((station) => {
      const now = props.latest.find((each) => each.stationId === station.id)
      return { station, value: now?.factors.find((each) => each.factor === props.factor)?.hour?.value ?? null }
    })
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  const highest = Math.max(props.limit ?? 0, ...rows.map((row) => row.value ?? 0))
  return (
    <div className="cockpit-others">
      <h3 className="label">
        {t('web.cockpit.others')} {factorLabel(props.factor, language)}
      </h3>
      <ul aria-label={t('web.cockpit.others')}>
        {rows.map(({ station, value }) => (
          <li key={station.id}>
            <Link
              to="/"
              search={{ station: station.code }}
              className={station.id === props.here.id ? 'plain here cut' : 'plain cut'}
            >
              {station.name}
            </Link>
            <span className="label nowrap">{wordOf('web.level', station.level, t)}</span>
            <Share value={value} of={highest} limit={props.limit} />
            <b>{value === null ? '—' : valueText(value, props.factor)}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}
