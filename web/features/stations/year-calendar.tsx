import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { civilOf } from '../../../src/standards/civil-time.ts'
import type { Station } from '../../api/queries.ts'
import '../../charts/charts.css'
import { useSize } from '../../charts/use-size.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { LevelSums } from '../evaluation/calendar-tab.tsx'
import { DayBoxes } from '../evaluation/day-boxes.tsx'
import { DayDrawer } from '../evaluation/day-drawer.tsx'
import '../evaluation/evaluation.css'
import { type Calendar, calendarQuery } from '../evaluation/queries.ts'
import type { StationSearch } from './view.ts'
import { daysInWeeks } from './weeks.ts'

/** Shared with the strip below. [px] */
const GUTTER = 64
const HEAD = 20
const ROW = 20
/** The narrowest day that can be pressed. [px] */
const LEAST = 16
const WEEKS = 54
const weekdays = [0, 2, 4, 6] as const
/** Height of the bar of each level, so that it reads without colour. [px] */
const LEVEL_HEIGHT = 2.6

// catalogue keys: web.weekday.*

/** Every day of the year by its AQI, weeks side by side: a press opens a day, arrows walk from day to day. */
export function YearCalendar({ station, search, year }: { station: Station; search: StationSearch; year: number }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const thisYear = civilOf(useNow(60_000)).year
  const enabled = me.may('read-evaluations')
  const calendar = useQuery({ ...calendarQuery({ subject: station.id, year }), enabled })
  if (!enabled) return null
  const go = (next: StationSearch) =>
    navigate({
      to: '/stations/$code',
      params: { code: station.code },
      search: next,
      replace: true,
      resetScroll: false,
    })
  const open = (day: string | undefined) => {
    const { day: _day, ...rest } = search
    go(day === undefined ? rest : { ...rest, day })
  }
  const opened = calendar.data?.days.find(({ date }) => date === search.day)
  return (
    <section className="year-calendar">
      <header className="panel-head">
        <h2>{t('web.station.daily-aqi')}</h2>
        <select
          className="input year-choice"
          aria-label={t('web.evaluation.year')}
          value={year}
          onChange={(event) => {
            const { day: _day, year: _year, ...rest } = search
            const chosen = Number(event.target.value)
            go(chosen === thisYear ? rest : { ...rest, year: chosen })
          }}
        >
          {Array.from({ length: 6 }, (_, ago) => thisYear - ago)
            .concat(year < thisYear - 5 ? [year] : [])
            .map((one) => (
              <option key={one}>{one}</option>
            ))}
        </select>
        <span className="label">{t('web.station.calendar-note')}</span>
      </header>
      {calendar.isPending && <Waiting rows={4} height={30} />}
      {calendar.error && <Trouble error={calendar.error} retry={calendar.refetch} />}
      {calendar.data?.days.length === 0 && (
        <Empty title={t('web.evaluation.empty.title', { year })}>{t('web.evaluation.empty.text')}</Empty>
      )}
      {calendar.data && calendar.data.days.length > 0 && <Weeks calendar={calendar.data} onPick={open} />}
      {opened && calendar.data && (
        <DayDrawer day={opened} subject={calendar.data.subject} onClose={() => open(undefined)} />
      )}
    </section>
  )
}

/** Days by level of the same year. */
export function YearLevels({ station, year }: { station: Station; year: number }) {
  const me = useMe()
  const calendar = useQuery({ ...calendarQuery({ subject: station.id, year }), enabled: me.may('read-evaluations') })
  return calendar.data && calendar.data.days.length > 0 ? <LevelSums calendar={calendar.data} /> : null
}

function Weeks({ calendar, onPick }: { calendar: Calendar; onPick: (date: string) => void }) {
  const { t } = useText()
  const { ref, width } = useSize()
  const svg = useRef<SVGSVGElement | null>(null)
  const [at, setAt] = useState<string | undefined>(undefined)
  const byDate = new Map(calendar.days.map((day) => [day.date, day]))
  const reachable = at !== undefined && byDate.has(at) ? at : calendar.days.at(-1)?.date
  const cell = Math.max(LEAST, (width - GUTTER - 4) / WEEKS)
  const places = daysInWeeks(calendar.year)
  const height = HEAD + 7 * ROW + 4

  function walk(event: KeyboardEvent): void {
    const step = new Map([
      ['ArrowUp', -1],
      ['ArrowDown', 1],
      ['ArrowLeft', -7],
      ['ArrowRight', 7],
    ]).get(event.key)
    if (step === undefined || reachable === undefined) return
    event.preventDefault()
    const from = calendar.days.findIndex(({ date }) => date === reachable)
    const to = calendar.days[Math.min(calendar.days.length - 1, Math.max(0, from + step))]?.date
    if (to === undefined) return
    setAt(to)
    svg.current?.querySelector<SVGElement>(`[data-date="${to}"]`)?.focus()
  }

  // On a phone the year is wider than the screen: what is new stands at its right.
  const isWide = width > 0
  const newest = calendar.days.at(-1)?.date
  const newestWeek = places.find(({ date }) => date === newest)?.week ?? 0
  useLayoutEffect(() => {
    const scroller = svg.current?.closest('.table-wrap')
    if (isWide && scroller) scroller.scrollLeft = GUTTER + (newestWeek + 2) * LEAST - scroller.clientWidth
  }, [isWide, newestWeek])

  const name = t('web.evaluation.calendar-of', { name: calendar.subject.name, year: calendar.year })
  return (
    <WideTable name={name}>
      <div ref={ref} className="chart weeks">
        {width > 0 && (
          // biome-ignore lint/a11y/useSemanticElements: a group of days in a drawing
          <svg
            ref={svg}
            width={Math.max(width, GUTTER + WEEKS * cell)}
            height={height}
            role="group"
            aria-label={name}
            onKeyDown={walk}
          >
            {places
              .filter(({ day }) => day === 1)
              .map(({ month, week, weekday }) => (
                <text key={month} x={GUTTER + (week + (weekday > 0 ? 1 : 0)) * cell} y={HEAD - 7}>
                  {monthName(month, t)}
                </text>
              ))}
            {weekdays.map((weekday) => (
              <text key={weekday} x={GUTTER - 12} y={HEAD + weekday * ROW + 14} textAnchor="end">
                {t(`web.weekday.${weekday}`)}
              </text>
            ))}
            <DayBoxes
              boxes={places.map(({ date, week, weekday }) => ({
                date,
                x: GUTTER + week * cell + 1,
                y: HEAD + weekday * ROW + 1,
                width: cell - 2,
                height: ROW - 2,
              }))}
              days={byDate}
              levelHeight={(level) => 2 + level * LEVEL_HEIGHT}
              corner={6}
              look="plain"
              reachable={reachable}
              onPick={(date) => {
                setAt(date)
                onPick(date)
              }}
            />
          </svg>
        )}
      </div>
    </WideTable>
  )
}
