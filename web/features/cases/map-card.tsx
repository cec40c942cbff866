import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Case } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { SourceMark, StageMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'

/** What is told of a case that was pressed on the map: state, who mends it, until when; and the way to its page. */
export function MapCard({ one, now, onClose }: { one: Case; now: number; onClose: () => void }) {
  const { t } = useText()
  const isClosed = one.state === 'closed'
  const link = useRef<HTMLAnchorElement>(null)
  // Whoever opened it by pressing goes on by keyboard from here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: for another case anew
  useEffect(() => link.current?.focus({ preventScroll: true }), [one.id])
  return (
    <section
      className="map-card"
      aria-label={t('web.cases.card')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header>
        <b>{one.title}</b>
        <button type="button" className="button small push" aria-label={t('web.dialog.close')} onClick={onClose}>
          ×
        </button>
      </header>
      <p>
        <StageMark stage={one.stage} late={one.late && !isClosed} size={14} /> {wordOf('web.case.state', one.state, t)}
        <span className="push nowrap">
          {isClosed ? (
            <span className="label">
              {t('web.cases.closed-at', { time: shortInstant(Date.parse(one.changedAt), now) })}
            </span>
          ) : one.dueAt ? (
            <Due dueAt={Date.parse(one.dueAt)} now={now} />
          ) : (
            <span className="label">{t('web.cases.no-deadline')}</span>
          )}
        </span>
      </p>
      <p className="label">
        <SourceMark source={one.sourceClass} /> {wordOf('web.source', one.sourceClass, t)} · {one.regionName}
        {one.mainUnit !== null && ` · ${one.mainUnit}`}
      </p>
      <p>
        <span className="label">{one.number}</span>
        <Link ref={link} to="/cases/$id" params={{ id: one.id }} className="push">
          {t('web.cases.open-card')}
        </Link>
      </p>
    </section>
  )
}
