import type { CaseDetail, Step } from '../../api/queries.ts'
import { StageMark } from '../../parts/marks.tsx'
import { Photos } from '../../parts/photos.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'
import { storyLines } from './story-line.ts'

/** The story from the ledger, newest first; photos that came one after the other stand together. */
export function Story({ detail, now }: { detail: CaseDetail; now: number }) {
  const { t } = useText()
  const lines = storyLines(detail.story)
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.case.story')}</h2>
        <span className="label">{t('web.case.story-note', { steps: detail.story.length })}</span>
      </header>
      <ol className="story">
        {lines.map(({ step, stage, photoIds }) => {
          const photos = detail.photos.filter((photo) => photoIds.includes(photo.id))
          return (
            <li key={step.seq}>
              <time className="label" dateTime={step.actedAt}>
                {dayClockText(Date.parse(step.actedAt), now)}
              </time>
              <StageMark stage={stage} />
              <div>
                <p>
                  <Actor step={step} /> {wordOf('web.story', step.kind, t)}
                  {step.text && <span className="story-text">{t('web.story.text', { text: step.text })}</span>}
                </p>
                {photos.length > 0 && <Photos photos={photos} now={now} />}
              </div>
              <span className="label mono" title={t('web.story.hash', { seq: step.seq, hash: step.hash })}>
                {step.hash.slice(0, 6)}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Actor({ step }: { step: Step }) {
  const { t } = useText()
  if (step.actorKind === 'person')
    return step.actor ? <b>{step.actor}</b> : <span className="quiet">{t('web.person.erased')}</span>
  return <span className="quiet">{wordOf('web.actor', step.actorKind, t)}</span>
}
