import { type Translate, useText } from '../text/language.ts'
import { remaining, remainingText, usedShare } from '../time/format.ts'

/** `余 3:39` or, late, `逾期 3:12` in bold brick; days and hours beyond 24 h. */
export function Due({ dueAt, now }: { dueAt: number; now: number }) {
  const { t } = useText()
  return <span className={remaining(dueAt, now).late ? 'late nowrap' : 'nowrap due'}>{leftText(dueAt, now, t)}</span>
}

/** What is left until a deadline, in words: `余 3:39`, `逾期 3:12`. */
export function leftText(dueAt: number, now: number, t: Translate): string {
  const left = remaining(dueAt, now)
  const time = remainingText(left, t)
  return left.late ? t('web.due.late', { time }) : t('web.due.left', { time })
}

/** How much of a deadline is used: a tick at the deadline, an overshoot past it. */
export function TimeBar({ startAt, dueAt, now }: { startAt: number; dueAt: number; now: number }) {
  const share = usedShare(startAt, dueAt, now)
  const width = Math.min(share, 1.14) * 64
  return (
    <svg
      className={share > 1 ? 'time-bar time-bar-late' : 'time-bar'}
      width="76"
      height="12"
      viewBox="0 0 76 12"
      aria-hidden="true"
    >
      <rect className="time-bar-whole" x="0" y="4" width="64" height="4" />
      <rect className="time-bar-used" x="0" y="4" width={width} height="4" />
      <path className="time-bar-tick" d="M64.5 1V11" />
    </svg>
  )
}
