import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { civilDayOf, DAY_MS, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { type CompleteDay, completenessQuery, type Device } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { daysOfMonth, monthAfter } from '../../time/inputs.ts'
import { useNow } from '../../time/use-now.ts'

const route = getRouteApi('/inside/devices/$id')

// catalogue keys: web.device.weekday.*

/** A month day by day: how many hours came of those expected, by number, height and shade. A day opens its hours. */
export function Completeness({ device }: { device: Device }) {
  const { t } = useText()
  const search = route.useSearch()
  const today = civilDayOf(useNow(60_000))
  const month = search.month ?? search.day?.slice(0, 7) ?? today.slice(0, 7)
  const { first, last } = daysOfMonth(month)
  const days = useQuery(completenessQuery(device.id, first, last < today ? last : today))
  const isNewest = month >= today.slice(0, 7)
  const items = days.data?.items ?? []
  const sum = (of: (day: CompleteDay) => number) => items.reduce((total, day) => total + of(day), 0)
  const expected = sum(({ hours }) => hours.expected)
  const received = sum(({ hours }) => hours.received)
  // Hours of before the device was connected were brought in: nobody owes minutes with them.
  const firstWithMinutes = items.find(({ minutes }) => minutes.received > 0)?.day
  const blanks = (weekdayOf(first) + 6) % 7
  return (
    <section className="panel">
      <header className="panel-head month-head">
        <h2>{t('web.device.completeness')}</h2>
        <span className="label">{t('web.device.completeness-note')}</span>
        <nav className="month-nav push" aria-label={t('web.device.month')}>
          <Link
            to="/devices/$id"
            params={{ id: device.id }}
            search={{ month: monthAfter(month, -1) }}
            aria-label={t('web.device.month-before')}
            className="button small"
          >
            ‹
          </Link>
          <b className="nowrap">{month}</b>
          <Link
            to="/devices/$id"
            params={{ id: device.id }}
            search={{ month: monthAfter(month, 1) }}
            aria-label={t('web.device.month-after')}
            className="button small"
            disabled={isNewest}
          >
            ›
          </Link>
        </nav>
      </header>
      {days.isPending && <Waiting rows={5} height={56} />}
      {days.error && <Trouble error={days.error} retry={days.refetch} />}
      {days.data && (
        <>
          <ol className="month" aria-label={t('web.device.completeness')}>
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <li key={`weekday ${weekday}`} className="label month-weekday" aria-hidden="true">
                {wordOf('web.device.weekday', String(weekday), t)}
              </li>
            ))}
            {Array.from({ length: blanks }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: empty places have no other identity
              <li key={`blank ${index}`} aria-hidden="true" />
            ))}
            {items.map((day) => (
              <li key={day.day}>
                <Day
                  id={device.id}
                  day={day}
                  month={month}
                  isHere={search.day === day.day}
                  hasMinutes={firstWithMinutes !== undefined && day.day >= firstWithMinutes}
                />
              </li>
            ))}
            {daysAfter(items.at(-1)?.day ?? first, last).map((day) => (
              <li key={day} className="month-day month-to-come">
                <span className="label">{Number(day.slice(8))}</span>
              </li>
            ))}
          </ol>
          <p className="label month-sum">
            {expected === 0
              ? t('web.device.nothing-expected')
              : t('web.device.month-sum', {
                  received,
                  expected,
                  share: ((received / expected) * 100).toFixed(1),
                  usable: sum(({ hours }) => hours.usable),
                })}
          </p>
        </>
      )}
    </section>
  )
}

/** The days of a month that are still to come: after `day`, up to `last`. */
function daysAfter(day: string, last: string): readonly string[] {
  const days: string[] = []
  for (let at = startOfCivilDay(day) + DAY_MS; at <= startOfCivilDay(last); at += DAY_MS) days.push(civilDayOf(at))
  return days
}

/** 0 = Sunday, as in a calendar of Shanghai. */
function weekdayOf(day: string): number {
  return new Date(startOfCivilDay(day) + 8 * 3_600_000).getUTCDay()
}

function Day(props: { id: string; day: CompleteDay; month: string; isHere: boolean; hasMinutes: boolean }) {
  const { t } = useText()
  const { id, day, month, isHere } = props
  const { hours, minutes } = day
  // Who sends no hours is measured by its minutes.
  const { received, expected } = hours.expected > 0 ? hours : minutes
  const share = expected === 0 ? 0 : received / expected
  const whole = t('web.device.day-label', {
    day: day.day,
    received: hours.received,
    expected: hours.expected,
    usable: hours.usable,
    minutes: minutes.received,
    allMinutes: minutes.expected,
  })
  const kind = expected === 0 ? 'none' : share >= 1 ? 'whole' : share === 0 ? 'empty' : 'part'
  return (
    <Link
      to="/devices/$id"
      params={{ id }}
      search={{ month, day: day.day }}
      className={`month-day month-${kind}`}
      activeOptions={{ exact: true }}
      aria-current={isHere ? 'page' : undefined}
      title={whole}
    >
      <span className="label">{Number(day.day.slice(8))}</span>
      <span className="month-number">
        {kind === 'none' ? '—' : kind === 'whole' ? received : `${received}/${expected}`}
      </span>
      {hours.usable < hours.received ? (
        <span className="label month-usable">{t('web.device.day-usable', { hours: hours.usable })}</span>
      ) : (
        props.hasMinutes &&
        hours.expected > 0 &&
        // The newest is still on its way.
        minutes.received < minutes.expected - 1 && (
          <span className="label month-usable">
            {t('web.device.day-minutes', { received: minutes.received, expected: minutes.expected })}
          </span>
        )
      )}

      <span className="unseen">{whole}</span>
      <i className="month-bar" style={{ height: `${share * 100}%` }} aria-hidden="true" />
    </Link>
  )
}
