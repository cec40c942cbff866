import type { CaseDetail } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { spanText, usedShare } from '../../time/format.ts'

/** The deadline of a case: what is left in figures, what is used as a bar. */
export function CaseClock(props: { clock: CaseDetail['clock']; isClosed: boolean; now: number }) {
  const { t } = useText()
  const { clock } = props
  if (clock === null) {
    return (
      <div className="case-clock">
        <p className="label">{t('web.clock.none')}</p>
        <p className="quiet">{t('web.clock.none-explain')}</p>
      </div>
    )
  }
  const startAt = Date.parse(clock.startAt)
  const dueAt = Date.parse(clock.dueAt)
  const stoppedAt = clock.stoppedAt === null ? null : Date.parse(clock.stoppedAt)
  const until = stoppedAt ?? props.now
  const late = until > dueAt
  const share = usedShare(startAt, dueAt, until)
  const name =
    stoppedAt !== null
      ? t(late ? 'web.clock.stopped-late' : 'web.clock.stopped')
      : t(late ? 'web.clock.late' : 'web.clock.left')
  const shown = stoppedAt !== null ? stoppedAt - startAt : Math.abs(dueAt - props.now)
  return (
    <div className={late ? 'case-clock case-clock-late' : 'case-clock'}>
      <p className="label">{name}</p>
      <p className="case-clock-figure">
        {spanText(shown, t)
          .split(' ')
          .map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: figures and units in turn, nothing moves
            <span key={index} className={/^\d/.test(part) ? 'figure' : 'unit'}>
              {part}
            </span>
          ))}
      </p>
      <span className="case-bar" aria-hidden="true">
        <i style={{ width: `${Math.min(share, 1) * 100}%` }} />
      </span>
      <p className="label">
        {t('web.clock.used', { used: spanText(until - startAt, t), whole: spanText(dueAt - startAt, t) })}
      </p>
    </div>
  )
}
