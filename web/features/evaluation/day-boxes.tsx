import { type MouseEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { aqiLevels, hexOf } from '../../../src/standards/aqi-levels.ts'
import { civilDayOf } from '../../../src/standards/civil-time.ts'
import { rectangle } from '../../charts/rectangle.ts'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { dayText } from './day-text.ts'
import type { CalendarDay } from './queries.ts'

/** Where a day stands in a drawing. [px] */
export interface DayBox {
  date: string
  x: number
  y: number
  width: number
  height: number
}

const colours = new Map<number, string>(aqiLevels.map((level) => [level.level, hexOf(level)]))

/**
 * The days of a year in a drawing: each a button with its level by colour and by height, today hatched, days left out with a
 * corner, days nothing is known of outlined. What looks alike is one path: drawn one by one a year has some two thousand shapes,
 * which a slow processor puts up, and takes away again, longer than all else of its page.
 */
export function DayBoxes(props: {
  boxes: readonly DayBox[]
  days: ReadonlyMap<string, CalendarDay>
  /** Height of the colour of a level. [px] */
  levelHeight: (level: number) => number
  /** Side of the corner of a day that is left out. [px] */
  corner: number
  /** Ground and edge of every day. */
  look: 'plain' | 'edged'
  /** The day that is reached by Tab. */
  reachable: string | undefined
  onPick: (date: string) => void
}) {
  const { t, language } = useText()
  const { boxes, days, corner, look } = props
  const hatch = useId()
  const tip = useRef<{ tell: (text: string | null) => void }>(null)
  const today = civilDayOf(useNow(60_000))
  const none = boxes.filter(({ date }) => !days.has(date))
  const known = boxes.flatMap((box) => {
    const day = days.get(box.date)
    return day === undefined ? [] : [{ box, day }]
  })
  const levels = new Map<number, string>()
  for (const { box, day } of known) {
    if (day.level === null) continue
    const height = props.levelHeight(day.level)
    const bar = rectangle({ ...box, y: box.y + box.height - height, height })
    levels.set(day.level, (levels.get(day.level) ?? '') + bar)
  }
  const grounds = known.map(({ box }) => rectangle(box)).join('')
  const hatched = known.filter(({ day }) => day.isProvisional).map(({ box }) => rectangle(box))
  const corners = known
    .filter(({ day }) => day.excluded.length > 0)
    .map(({ box }) => `M${box.x + box.width} ${box.y}h${-corner}l${corner} ${corner}z`)
  const todays = known.filter(({ box }) => box.date === today).map(({ box }) => rectangle(box))
  const pointAt = ({ target }: MouseEvent) => {
    const day = target instanceof Element ? days.get(target.getAttribute('data-date') ?? '') : undefined
    tip.current?.tell(day ? dayText(day, t, language) : null)
  }
  return (
    <g onPointerOver={pointAt} onPointerLeave={() => tip.current?.tell(null)}>
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="4" height="4" className="calendar-blank" />
          <path d="M0 0V4" className="calendar-hatch" />
        </pattern>
      </defs>
      <Tip ref={tip} />
      {none.length > 0 && <path className="calendar-none" d={none.map(rectangle).join('')} />}
      <path className={`calendar-ground-${look}`} d={grounds} />
      {hatched.length > 0 && <path fill={`url(#${hatch})`} d={hatched.join('')} />}
      {[...levels].map(([level, d]) => (
        <path key={level} className="calendar-level" fill={colours.get(level)} d={d} />
      ))}
      {corners.length > 0 && <path className="calendar-excluded" d={corners.join('')} />}
      {look === 'edged' && <path className="calendar-edge" d={grounds} />}
      {todays.length > 0 && <path className="calendar-today" d={todays.join('')} />}
      {known.map(({ box: { date, ...box }, day }) => (
        // biome-ignore lint/a11y/useSemanticElements: a button inside a drawing
        <rect
          key={date}
          {...box}
          role="button"
          data-date={date}
          tabIndex={date === props.reachable ? 0 : -1}
          aria-label={dayText(day, t, language)}
          className="calendar-day"
          onClick={() => props.onPick(date)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return
            event.preventDefault()
            props.onPick(date)
          }}
        />
      ))}
    </g>
  )
}

/** The day that is pointed at, in words; told beside the days, so that none of them is drawn anew for it. */
function Tip({ ref }: { ref: Ref<{ tell: (text: string | null) => void }> }) {
  const [text, tell] = useState<string | null>(null)
  useImperativeHandle(ref, () => ({ tell }), [])
  return text === null ? null : <title>{text}</title>
}
