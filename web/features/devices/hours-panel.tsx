import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import {
  civilDayOf,
  DAY_MS,
  HOUR_MS,
  hourEndingAt,
  isoShanghai,
  startOfCivilDay,
} from '../../../src/standards/civil-time.ts'
import { type Device, type DeviceHour, deviceHoursQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { hourLabel } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { everyHour } from './every-hour.ts'
import { isClockOff } from './order.ts'
import { errorTexts, offsetText } from './words.ts'

const route = getRouteApi('/inside/devices/$id')

/** Hour by hour: frames, what came twice, what was kept, errors by kind, how far the clock was off. */
export function HoursPanel({ device }: { device: Device }) {
  const { t } = useText()
  const { day, month } = route.useSearch()
  const now = useNow(60_000)
  const to = day === undefined ? hourEndingAt(now) : startOfCivilDay(day) + DAY_MS
  const hours = useQuery(deviceHoursQuery(device.id, isoShanghai(to - DAY_MS), isoShanghai(to)))
  const came = hours.data?.items ?? []
  // Of what was not there yet nothing was due.
  const from = Math.max(to - DAY_MS, hourEndingAt(device.settings.commissionedAt) - HOUR_MS)
  const items = came.length === 0 ? [] : everyHour(came, from, to, now)
  const most = Math.max(1, ...items.map(({ frames }) => frames))
  return (
    <section className="panel split">
      <header className="panel-head">
        <h2>{day === undefined ? t('web.device.last-day') : t('web.device.hours-of', { day })}</h2>
        <span className="label">{t('web.device.hours-by-end')}</span>
        {day !== undefined && (
          <Link to="/devices/$id" params={{ id: device.id }} search={month ? { month } : {}} className="push">
            {t('web.device.last-day')}
          </Link>
        )}
      </header>
      {hours.isPending && <Waiting rows={8} height={32} />}
      {hours.error && <Trouble error={hours.error} retry={hours.refetch} />}
      {hours.data && items.length === 0 && (
        <Empty title={t('web.device.no-hours.title')}>
          {t(day === undefined ? 'web.device.no-hours.text' : 'web.device.no-hours.past')}
        </Empty>
      )}
      {items.length > 0 && (
        <WideTable name={t('web.device.hours')}>
          <table className="hours-table">
            <thead>
              <tr>
                <th scope="col" title={t('web.hour-by-end')}>
                  {t('web.alert.hour')}
                </th>
                <th scope="col">{t('web.device.frames')}</th>
                <th scope="col" className="number">
                  {t('web.device.duplicates')}
                </th>
                <th scope="col" className="number">
                  {t('web.device.quarantined')}
                </th>
                <th scope="col" className="number">
                  {t('web.devices.clock')}
                </th>
                <th scope="col">{t('web.devices.errors')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((hour, index) => (
                <HourRow
                  key={hour.end}
                  hour={hour}
                  most={most}
                  before={items[index - 1]}
                  isDated={day === undefined}
                  isRunning={Date.parse(hour.end) > now}
                />
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  )
}

function HourRow(props: {
  hour: DeviceHour
  before: DeviceHour | undefined
  most: number
  isDated: boolean
  isRunning: boolean
}) {
  const { hour, before, most } = props
  const { t } = useText()
  const end = Date.parse(hour.end)
  // The day once, where it begins.
  const day = civilDayOf(end - 1)
  const isNewDay = props.isDated && (before === undefined || civilDayOf(Date.parse(before.end) - 1) !== day)
  const errors = errorTexts(hour.errors, t)
  const offset = hour.offsetMs
  return (
    <tr>
      <td className="nowrap">
        {hourLabel(end)}{' '}
        {props.isRunning ? (
          <span className="label">{t('web.device.hour-running')}</span>
        ) : (
          isNewDay && <span className="label">{day.slice(5)}</span>
        )}
      </td>
      <td className="nowrap">
        <span className="hours-bar" aria-hidden="true">
          <i style={{ width: `${(hour.frames / most) * 100}%` }} />
        </span>
        {hour.frames}
      </td>
      <td className="number">{hour.duplicates || <span className="label">—</span>}</td>
      <td className="number">
        {hour.kept > 0 ? <b className="attention">{hour.kept}</b> : <span className="label">—</span>}
      </td>
      <td
        className="number"
        title={
          offset === null
            ? undefined
            : t('web.device.offset-range', { min: offsetText(offset.min, t), max: offsetText(offset.max, t) })
        }
      >
        {offset === null ? (
          <span className="label">—</span>
        ) : (
          <span className={isClockOff(offset.median) ? 'attention' : undefined}>{offsetText(offset.median, t)}</span>
        )}
      </td>
      <td>
        {hour.frames + hour.kept === 0 && !props.isRunning ? (
          <b className="attention">{t('web.device.hour-silent')}</b>
        ) : errors.length === 0 ? (
          <span className="label">—</span>
        ) : (
          errors.join(t('web.join'))
        )}
      </td>
    </tr>
  )
}
