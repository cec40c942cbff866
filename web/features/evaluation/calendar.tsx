import { type KeyboardEvent, useRef, useState } from 'react'
import { daysIn, monthPeriod } from '../../../src/standards/civil-days.ts'
import '../../charts/charts.css'
import { useSize } from '../../charts/use-size.ts'
import { useText } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'
import { DayBoxes } from './day-boxes.tsx'
import type { Calendar } from './queries.ts'

const MONTHS = 12
const DAYS = 31
/** Below this width months stand side by side and days below each other. [px] */
const NARROW = 700
/** Beside a month stand its good days and, at the end, their share. [px] */
const SHARE_WIDTH = 60
/** Height of the colour for each level, so that colour is not all that tells it. [px] */
const LEVEL_HEIGHT = 2

/** A year of days: the AQI as a number, its level by colour and height; a press opens a day, arrows walk from day to day. */
export function CalendarDrawing(props: { calendar: Calendar; onPick: (date: string) => void }) {
  const { t } = useText()
  const { ref, width } = useSize()
  const svg = useRef<SVGSVGElement | null>(null)
  const { calendar } = props
  const byDate = new Map(calendar.days.map((day) => [day.date, day]))
  const [at, setAt] = useState<string | undefined>(undefined)
  const reachable = at !== undefined && byDate.has(at) ? at : calendar.days[0]?.date
  const isNarrow = width < NARROW
  const [head, side] = isNarrow ? [20, 24] : [20, 40]
  const end = isNarrow ? 20 : 124
  const cell = isNarrow
    ? { width: (width - side) / MONTHS, height: 30 }
    : { width: (width - side - end) / DAYS, height: Math.min(44, Math.max(32, Math.round(width / 27))) }
  const height = isNarrow ? head + DAYS * cell.height + end : head + MONTHS * cell.height + 4
  const place = (month: number, day: number) =>
    isNarrow
      ? { x: side + (month - 1) * cell.width, y: head + (day - 1) * cell.height }
      : { x: side + (day - 1) * cell.width, y: head + (month - 1) * cell.height }
  const boxes = daysOfYear(calendar.year).map(({ date, month, day }) => {
    const { x, y } = place(month, day)
    return { date, x: x + 1, y: y + 1, width: Math.max(0, cell.width - 2), height: cell.height - 2 }
  })

  function walk(event: KeyboardEvent): void {
    const [along, across] = isNarrow ? (['Up', 'Left'] as const) : (['Left', 'Up'] as const)
    const step = new Map([
      [`Arrow${along}`, -1],
      [`Arrow${along === 'Left' ? 'Right' : 'Down'}`, 1],
      [`Arrow${across}`, -30],
      [`Arrow${across === 'Left' ? 'Right' : 'Down'}`, 30],
    ]).get(event.key)
    if (step === undefined || reachable === undefined) return
    event.preventDefault()
    const days = calendar.days
    const from = days.findIndex(({ date }) => date === reachable)
    const to = days[Math.min(days.length - 1, Math.max(0, from + step))]?.date
    if (to === undefined) return
    setAt(to)
    svg.current?.querySelector<SVGElement>(`[data-date="${to}"]`)?.focus()
  }

  return (
    <div ref={ref} className="chart calendar">
      {width > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a group of days in a drawing
        <svg
          ref={svg}
          width={width}
          height={height}
          role="group"
          aria-label={t('web.evaluation.calendar-of', { name: calendar.subject.name, year: calendar.year })}
          onKeyDown={walk}
        >
          {Array.from({ length: MONTHS }, (_, index) => index + 1).map((month) => {
            const { x, y } = place(month, 1)
            return (
              <text
                key={month}
                x={isNarrow ? x + cell.width / 2 : side - 8}
                y={isNarrow ? head - 6 : y + cell.height / 2 + 4}
                textAnchor={isNarrow ? 'middle' : 'end'}
              >
                {isNarrow ? month : monthName(month, t)}
              </text>
            )
          })}
          {Array.from({ length: DAYS }, (_, index) => index + 1).map((day) => {
            const { x, y } = place(1, day)
            return (
              <text
                key={day}
                x={isNarrow ? side - 6 : x + cell.width / 2}
                y={isNarrow ? y + cell.height / 2 + 4 : head - 6}
                textAnchor={isNarrow ? 'end' : 'middle'}
              >
                {day}
              </text>
            )
          })}
          {isNarrow ? (
            <text x={side - 6} y={height - 5} textAnchor="end">
              %
            </text>
          ) : (
            <>
              <text x={width - SHARE_WIDTH} y={head - 6} textAnchor="end">
                {t('web.evaluation.good-of')}
              </text>
              <text x={width} y={head - 6} textAnchor="end">
                {t('web.evaluation.good-share')}
              </text>
            </>
          )}
          <DayBoxes
            boxes={boxes}
            days={byDate}
            levelHeight={(level) => 2 + level * LEVEL_HEIGHT}
            corner={7}
            look="edged"
            reachable={reachable}
            onPick={(date) => {
              setAt(date)
              props.onPick(date)
            }}
          />
          {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: numbers in a drawing have no focus; each day tells its own */}
          <g aria-hidden="true">
            {boxes.map((box) => {
              const day = byDate.get(box.date)
              if (day === undefined) return null
              return (
                <text
                  key={box.date}
                  x={box.x + box.width / 2}
                  y={box.y + 11 + (box.height - 30) / 3}
                  textAnchor="middle"
                  className={day.isProvisional || !day.isComplete ? 'calendar-number calendar-part' : 'calendar-number'}
                >
                  {day.aqi ?? '–'}
                </text>
              )
            })}
          </g>
          {calendar.months.map(({ month, goodDays, countedDays, ratio }) => {
            const { x, y } = place(month, isNarrow ? DAYS : 1)
            if (isNarrow) {
              return (
                <text key={month} x={x + cell.width / 2} y={height - 5} textAnchor="middle" className="strong">
                  {ratio === null ? '–' : Math.round(ratio)}
                </text>
              )
            }
            return (
              <g key={month}>
                <text x={width - SHARE_WIDTH} y={y + cell.height / 2 + 4} textAnchor="end">
                  {goodDays}/{countedDays}
                </text>
                <text x={width} y={y + cell.height / 2 + 4} textAnchor="end" className="strong">
                  {ratio === null ? '–' : `${ratio.toFixed(1)} %`}
                </text>
              </g>
            )
          })}
        </svg>
      )}
    </div>
  )
}

function daysOfYear(year: number): { date: string; month: number; day: number }[] {
  return Array.from({ length: MONTHS }, (_, index) => index + 1).flatMap((month) =>
    Array.from({ length: daysIn(monthPeriod(year, month)) }, (_, index) => {
      const [mm, dd] = [month, index + 1].map((value) => String(value).padStart(2, '0'))
      return { date: `${year}-${mm}-${dd}`, month, day: index + 1 }
    }),
  )
}
