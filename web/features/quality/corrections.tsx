import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { type Correction, correctionsQuery } from '../../api/queries.ts'
import { CrossMark, SeverityMark, TickMark } from '../../parts/marks.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { periodText } from '../../time/period.ts'
import { useNow } from '../../time/use-now.ts'
import { exactText } from './changes.ts'
import { LookLink } from './look-link.tsx'
import { RefuseDialog } from './refuse-dialog.tsx'
import { spanOf } from './span.ts'

// catalogue keys: web.correction.kind.*, web.correction.state.*

/** Corrections, those that wait for a second person first; each with what it changes, why, and who decides. */
export function Corrections() {
  const { t } = useText()
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [refusing, setRefusing] = useState<Correction | null>(null)
  const corrections = useQuery(correctionsQuery(undefined, cursors.at(-1)))
  if (corrections.isPending) return <Waiting rows={6} height={72} />
  if (corrections.error) return <Trouble error={corrections.error} retry={corrections.refetch} />
  const items = corrections.data.items
  if (items.length === 0 && cursors.length === 0) {
    return <Empty title={t('web.correction.empty.title')}>{t('web.correction.empty.text')}</Empty>
  }
  return (
    <>
      <ul className="corrections" aria-label={t('web.quality.corrections')}>
        {items.map((correction) => (
          <li key={correction.id}>
            <CorrectionRow correction={correction} onRefuse={() => setRefusing(correction)} />
          </li>
        ))}
      </ul>
      <Pages cursors={cursors} next={corrections.data.next} onTurn={setCursors} />
      {refusing && <RefuseDialog correction={refusing} onClose={() => setRefusing(null)} />}
    </>
  )
}

function CorrectionRow({ correction, onRefuse }: { correction: Correction; onRefuse: () => void }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const approve = useAct('POST /api/corrections/:id/approve', () => toast(t('web.correction.approved')))
  const { changes, state, kind } = correction
  const ends = changes.map(({ end }) => end).sort((a, b) => Date.parse(a) - Date.parse(b))
  const [firstEnd, lastEnd] = [ends[0], ends.at(-1)]
  const isWaiting = state === 'proposed'
  const mayApprove = isWaiting && correction.mayDecide && me.may('approve-correction')
  return (
    <article className={isWaiting ? 'correction correction-waiting' : 'correction'}>
      <StateMark state={state} />
      <div className="correction-what">
        <p>
          <b>
            {t('web.correction.of', {
              kind: wordOf('web.correction.kind', kind, t),
              station: correction.station?.name ?? correction.deviceName,
              factor: factorName(correction.factor, language),
            })}
          </b>{' '}
          {/* Of one period the change below says which. */}
          {(changes.length > 1 || kind === 'keep') && firstEnd !== undefined && lastEnd !== undefined && (
            <>
              <span className="nowrap">{spanOf({ resolution: correction.resolution, firstEnd, lastEnd }, now)}</span>{' '}
              <span className="label">{t('web.quality.count', { periods: changes.length })}</span>
            </>
          )}
        </p>
        <Changes correction={correction} />
        {correction.reason !== null && (
          <p className="quiet">{t('web.correction.because', { reason: correction.reason })}</p>
        )}
        <p className="label">
          {t('web.correction.proposed-by', {
            name: correction.proposedBy,
            time: shortInstant(Date.parse(correction.proposedAt), now),
          })}
        </p>
      </div>
      <div className="correction-state">
        <b>{wordOf('web.correction.state', state, t)}</b>
        {correction.decidedBy !== null && correction.decidedAt !== null && (
          <span className="label">
            {correction.decidedBy} {shortInstant(Date.parse(correction.decidedAt), now)}
          </span>
        )}
        {correction.decisionReason !== null && <span className="quiet">{correction.decisionReason}</span>}
        {isWaiting && !correction.mayDecide && (
          <span className="label">
            {t(
              correction.proposedBy === me.name
                ? 'web.correction.own'
                : me.may('approve-correction')
                  ? 'web.correction.same-session'
                  : 'web.correction.others-decide',
            )}
          </span>
        )}
        {mayApprove && <span className="label">{t('web.correction.approve-will')}</span>}
        <span className="correction-acts">
          {mayApprove && (
            <>
              <button
                type="button"
                className="button small"
                disabled={approve.isPending}
                onClick={() => approve.mutate({ params: { id: correction.id }, body: { expects: correction.version } })}
              >
                {approve.isPending ? t('web.act.sending') : t('web.correction.approve')}
              </button>
              <button type="button" className="button small" onClick={onRefuse}>
                {t('web.correction.refuse')}
              </button>
            </>
          )}
          {firstEnd !== undefined && lastEnd !== undefined && (
            <LookLink {...correction} firstEnd={firstEnd} lastEnd={lastEnd} />
          )}
        </span>
        {approve.error && <Trouble error={approve.error} />}
      </div>
    </article>
  )
}

/** Up to three changes in a line; more behind a fold. */
function Changes({ correction }: { correction: Correction }) {
  const { t } = useText()
  const now = useNow(60_000)
  const { changes, kind, resolution } = correction
  if (kind === 'keep') return <p>{t('web.correction.keeps')}</p>
  const text = (value: number | null) => (value === null ? '—' : exactText(value))
  const line = (change: Correction['changes'][number]) =>
    t('web.correction.change', {
      period: periodText(resolution, Date.parse(change.end), now),
      before: text(change.before),
      after: kind === 'void' ? t('web.correction.voided') : text(change.after),
      unit: change.unit,
    })
  const ordered = changes.toSorted((a, b) => Date.parse(a.end) - Date.parse(b.end))
  const [first] = ordered
  if (first === undefined || ordered.length <= 3) return <p>{ordered.map(line).join(t('web.list'))}</p>
  return (
    <details className="correction-changes">
      <summary>{t('web.correction.show-changes', { first: line(first), periods: ordered.length })}</summary>
      <ul>
        {ordered.map((change) => (
          <li key={change.end}>{line(change)}</li>
        ))}
      </ul>
    </details>
  )
}

function StateMark({ state }: { state: Correction['state'] }) {
  if (state === 'proposed') return <SeverityMark severity="attention" />
  return state === 'refused' ? <CrossMark /> : <TickMark />
}
