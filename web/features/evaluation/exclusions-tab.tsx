import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayNumberOf } from '../../../src/standards/civil-days.ts'
import { useAct } from '../../api/acts.ts'
import { CrossMark, SeverityMark, TickMark } from '../../parts/marks.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { EndDialog } from './end-dialog.tsx'
import { ExcludeDialog } from './exclude-dialog.tsx'
import { type Exclusion, exclusionsQuery } from './queries.ts'

// catalogue keys: web.evaluation.kind.*, web.evaluation.exclusion.*

/** Days that were taken out of the evaluation, by whom and under which reference; and the way to propose more. */
export function ExclusionsTab() {
  const { t } = useText()
  const me = useMe()
  const [cursors, setCursors] = useState<readonly string[]>([])
  const [isProposing, setProposing] = useState(false)
  const [ending, setEnding] = useState<{ exclusion: Exclusion; how: 'refuse' | 'withdraw' } | null>(null)
  const exclusions = useQuery(exclusionsQuery(cursors.at(-1)))
  if (exclusions.isPending) return <Waiting rows={5} height={72} />
  if (exclusions.error) return <Trouble error={exclusions.error} retry={exclusions.refetch} />
  const { next } = exclusions.data
  // What somebody has to decide stands first.
  const items = exclusions.data.items.toSorted((a, b) => Number(b.mayDecide) - Number(a.mayDecide))
  const propose = me.may('propose-exclusion') && (
    <button type="button" className="button primary" onClick={() => setProposing(true)}>
      {t('web.evaluation.exclude')}
    </button>
  )
  return (
    <section className="evaluation-frame">
      <header className="block-head">
        <h2>{t('web.evaluation.exclusions')}</h2>
        <span className="label">{t('web.evaluation.exclusions-note')}</span>
        {items.length > 0 && <span className="evaluation-files">{propose}</span>}
      </header>
      {items.length === 0 && cursors.length === 0 ? (
        <Empty title={t('web.evaluation.exclusions-empty.title')}>
          <p>{t('web.evaluation.exclusions-empty.text')}</p>
          {propose && <p className="empty-ways">{propose}</p>}
        </Empty>
      ) : (
        <ul className="corrections" aria-label={t('web.evaluation.exclusions')}>
          {items.map((one) => (
            <li key={one.id}>
              <ExclusionRow exclusion={one} onEnd={(how) => setEnding({ exclusion: one, how })} />
            </li>
          ))}
        </ul>
      )}
      <Pages cursors={cursors} next={next} onTurn={setCursors} />
      {isProposing && <ExcludeDialog onClose={() => setProposing(false)} />}
      {ending && <EndDialog {...ending} onClose={() => setEnding(null)} />}
    </section>
  )
}

function ExclusionRow({ exclusion, onEnd }: { exclusion: Exclusion; onEnd: (how: 'refuse' | 'withdraw') => void }) {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const approve = useAct('POST /api/exclusions/:id/approve', () => toast(t('web.evaluation.approved')))
  const { state, from, until } = exclusion
  const isWaiting = state === 'proposed'
  const isOff = state === 'refused' || state === 'withdrawn'
  const days = dayNumberOf(until) - dayNumberOf(from) + 1
  const factors = exclusion.factors.toSorted((a, b) => factorOrder.indexOf(a) - factorOrder.indexOf(b))
  return (
    <article className={isOff ? 'correction exclusion exclusion-off' : 'correction exclusion'}>
      {isWaiting ? <SeverityMark severity="attention" /> : state === 'approved' ? <TickMark /> : <CrossMark />}
      <div className="correction-what">
        <p>
          <b>
            {exclusion.subject.name} {wordOf('web.evaluation.kind', exclusion.kind, t)}
          </b>{' '}
          <span className="nowrap">{from === until ? from : t('web.evaluation.from-until', { from, until })}</span>{' '}
          <span className="nowrap">
            {factors.map((factor) => factorLabel(factor, language)).join('+')}{' '}
            <span className="label">{t('web.time.day', { value: days })}</span>
          </span>
        </p>
        <p>
          {exclusion.authority} {exclusion.reference}
        </p>
        {exclusion.note !== null && <p className="quiet">{exclusion.note}</p>}
        <p className="label">
          {t('web.correction.proposed-by', {
            name: exclusion.proposedBy,
            time: shortInstant(Date.parse(exclusion.proposedAt), now),
          })}
        </p>
      </div>
      <div className="correction-state">
        <b>{wordOf('web.evaluation.exclusion', state, t)}</b>
        {exclusion.decidedBy !== null && exclusion.decidedAt !== null && (
          <span className="label">
            {exclusion.decidedBy} {shortInstant(Date.parse(exclusion.decidedAt), now)}
          </span>
        )}
        {exclusion.decisionReason !== null && <span className="quiet">{exclusion.decisionReason}</span>}
        {isWaiting && !exclusion.mayDecide && (
          <span className="label">
            {t(
              exclusion.proposedBy === me.name
                ? 'web.correction.own'
                : me.may('approve-exclusion')
                  ? 'web.correction.same-session'
                  : 'web.evaluation.others-decide',
            )}
          </span>
        )}
        {exclusion.mayDecide && <span className="label">{t('web.evaluation.approve-will')}</span>}
        <span className="correction-acts">
          {exclusion.mayDecide && (
            <>
              <button
                type="button"
                className="button small"
                disabled={approve.isPending}
                onClick={() => approve.mutate({ params: { id: exclusion.id }, body: { expects: exclusion.version } })}
              >
                {approve.isPending ? t('web.act.sending') : t('web.evaluation.approve')}
              </button>
              <button type="button" className="button small" onClick={() => onEnd('refuse')}>
                {t('web.evaluation.refuse')}
              </button>
            </>
          )}
          {exclusion.mayWithdraw && (
            <button type="button" className="button small" onClick={() => onEnd('withdraw')}>
              {t('web.evaluation.withdraw')}
            </button>
          )}
        </span>
        {approve.error && <Trouble error={approve.error} />}
      </div>
    </article>
  )
}
