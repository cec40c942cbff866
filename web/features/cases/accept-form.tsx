import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { CaseDetail } from '../../api/queries.ts'
import { CrossMark, SeverityMark, TickMark } from '../../parts/marks.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { apartM } from './before-after.tsx'

/** Photos taken farther apart than this are pointed out, not refused. */
const APART_LIMIT_M = 50

/** Accept and close as two acts under one button. */
export function AcceptForm({ detail }: { detail: CaseDetail }) {
  const { t } = useText()
  const { case: one } = detail
  const verify = useAct('POST /api/cases/:id/verify')
  const close = useAct('POST /api/cases/:id/close')
  const [opinion, setOpinion] = useState('')
  const mayVerify = detail.may.includes('verify')
  const mayClose = detail.may.includes('close') || mayVerify
  const me = useMe()
  const closesToo = mayClose && me.may('close-case')
  const isBusy = verify.isPending || close.isPending

  async function decide(): Promise<void> {
    try {
      let version = one.version
      if (mayVerify) {
        const text = opinion.trim()
        const verified = await verify.mutateAsync({
          params: { id: one.id },
          body: { expects: version, ...(text === '' ? {} : { opinion: text }) },
        })
        version = verified.version
      }
      if (closesToo) await close.mutateAsync({ params: { id: one.id }, body: { expects: version } })
      toast(t(closesToo ? 'web.accept.done' : 'web.accept.verified', { number: one.number }))
    } catch {
      // Shown below from the act that failed; what went before it is kept and the page shows it.
    }
  }

  return (
    <section className="panel decision">
      <h2>{t(mayVerify ? 'web.accept.title' : 'web.accept.close-title')}</h2>
      <Checks detail={detail} />
      {mayVerify && (
        <label className="field">
          <span>{t('web.accept.opinion')}</span>
          <textarea
            className="input"
            rows={2}
            maxLength={2000}
            value={opinion}
            placeholder={t('web.accept.opinion-hint')}
            onChange={(event) => setOpinion(event.target.value)}
          />
        </label>
      )}
      {verify.error && <Trouble error={verify.error} />}
      {close.error && <Trouble error={close.error} />}
      <p className="label">{t(closesToo ? 'web.accept.will' : 'web.accept.will-verify')}</p>
      <button type="button" className="button primary wide tall" disabled={isBusy} onClick={decide}>
        {isBusy
          ? t('web.act.sending')
          : t(!mayVerify ? 'web.accept.button-close' : closesToo ? 'web.accept.button' : 'web.accept.button-verify')}
      </button>
    </section>
  )
}

/** What speaks for and against, from what the case itself holds. */
function Checks({ detail }: { detail: CaseDetail }) {
  const { t } = useText()
  const me = useMe()
  const newest = (part: 'before' | 'after') =>
    detail.photos
      .filter((photo) => photo.part === part)
      .toSorted((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt))[0]
  const before = newest('before')
  const after = newest('after')
  const apart = apartM(before, after)
  const rectifier = detail.parts.find((part) => part.part === 'rectifier')
  const result = detail.story.findLast((step) => step.kind === 'case.submitted')?.text
  return (
    <ul className="check-list">
      <li>
        {before && after ? <TickMark /> : <CrossMark />}
        <span>
          {t(before && after ? 'web.check.photos' : 'web.check.photos-missing')}
          <span className="label">
            {t('web.check.photo-count', {
              before: detail.photos.filter((photo) => photo.part === 'before').length,
              after: detail.photos.filter((photo) => photo.part === 'after').length,
            })}
          </span>
        </span>
      </li>
      <li>
        {apart !== null && apart <= APART_LIMIT_M ? <TickMark /> : <SeverityMark severity="attention" />}
        <span>
          {t(
            apart === null
              ? 'web.check.place-unknown'
              : apart <= APART_LIMIT_M
                ? 'web.check.place'
                : 'web.check.place-apart',
          )}
          <span className="label">
            {apart === null
              ? t('web.check.place-unknown-note')
              : t('web.check.place-note', { metres: Math.round(apart), limit: APART_LIMIT_M })}
          </span>
        </span>
      </li>
      {rectifier && (
        <li>
          {rectifier.person === me.name ? <CrossMark /> : <TickMark />}
          <span>
            {t('web.check.second')}
            <span className="label">
              {me.name} {rectifier.person === me.name ? '=' : '≠'} {rectifier.person}
            </span>
          </span>
        </li>
      )}
      {result && (
        <li>
          <TickMark />
          <span>
            {t('web.check.result')}
            <span className="label">{result}</span>
          </span>
        </li>
      )}
    </ul>
  )
}
