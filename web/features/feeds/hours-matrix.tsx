import { useQuery } from '@tanstack/react-query'
import { civilDayOf, DAY_MS, HOUR_MS, isoShanghai, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { type FeedDetail, type FeedHours, feedHoursQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, hourLabel } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

// catalogue keys: web.feed.hour.*

const DAYS = 7
const states = ['received', 'revised', 'gap', 'none', 'expected'] as const

/** Of each station the hours of the last seven days: what came, what was revised, what is missing. */
export function HoursMatrix({ feed }: { feed: FeedDetail }) {
  const { t } = useText()
  const now = useNow(60_000)
  const today = startOfCivilDay(civilDayOf(now))
  const [from, to] = [today - (DAYS - 1) * DAY_MS, today + DAY_MS]
  const hours = useQuery(feedHoursQuery(feed.id, isoShanghai(from), isoShanghai(to)))
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.feed.hours')}</h2>
        <ul className="feed-legend">
          {states.map((state) => (
            <li key={state} className="label">
              <i className={`feed-hour feed-hour-${state}`} aria-hidden="true" /> {wordOf('web.feed.hour', state, t)}
            </li>
          ))}
          <li className="label">
            <i className="feed-hour feed-hour-reviewed" aria-hidden="true" /> {t('web.feed.reviewed')}
          </li>
        </ul>
      </header>
      {hours.isPending && <Waiting rows={DAYS} height={20} />}
      {hours.error && <Trouble error={hours.error} retry={hours.refetch} />}
      {(hours.data?.items ?? []).map((item) => (
        <StationHours key={item.code} item={item} from={from} now={now} />
      ))}
    </section>
  )
}

function StationHours({ item, from, now }: { item: FeedHours; from: number; now: number }) {
  const { t } = useText()
  const stations = useQuery(stationsQuery)
  const name = stations.data?.items.find(({ id }) => id === item.stationId)?.name ?? item.code
  const byEnd = new Map(item.hours.map((hour) => [Date.parse(hour.end), hour]))
  const ends = Array.from({ length: 24 }, (_, at) => (at + 1) * HOUR_MS)
  return (
    <WideTable name={t('web.feed.hours-of', { station: name })}>
      <table className="feed-matrix">
        <caption>
          {name} <span className="label mono">{item.code}</span>
        </caption>
        <thead>
          <tr>
            <th scope="col" title={t('web.hour-by-end')}>
              <span className="unseen">{t('web.feed.day')}</span>
            </th>
            {ends.map((end) => (
              <th key={end} scope="col" className="label">
                {end / HOUR_MS}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: DAYS }, (_, day) => from + day * DAY_MS).map((day) => (
            <tr key={day}>
              <th scope="row" className="label nowrap">
                {civilDayOf(day).slice(5)}
              </th>
              {ends.map((end) => {
                const hour = byEnd.get(day + end)
                const state = hour?.state ?? 'expected'
                const words = [
                  hourLabel(day + end),
                  wordOf('web.feed.hour', state, t),
                  hour?.reviewed ? t('web.feed.reviewed') : '',
                  hour !== undefined && hour.versions > 1 ? t('web.feed.versions', { versions: hour.versions }) : '',
                  hour?.changedAt ? t('web.feed.changed', { at: dayClockText(Date.parse(hour.changedAt), now) }) : '',
                ]
                const text = words.filter(Boolean).join(' · ')
                return (
                  <td key={end} title={text}>
                    <i className={`feed-hour feed-hour-${state}${hour?.reviewed ? ' feed-hour-reviewed' : ''}`} />
                    <span className="unseen">{text}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
