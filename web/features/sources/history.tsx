import type { SourceDetail } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'

/** What became of a source, as the ledger tells it, newest first. */
export function History({ source, now }: { source: SourceDetail; now: number }) {
  const { t } = useText()
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.sources.history')}</h2>
        <span className="label">{t('web.case.story-note', { steps: source.story.length })}</span>
      </header>
      <ol className="source-story">
        {source.story.toReversed().map((step) => (
          <li key={step.seq}>
            <time className="label" dateTime={step.actedAt}>
              {dayClockText(Date.parse(step.actedAt), now)}
            </time>
            <p>
              {step.actorKind === 'person' ? (
                step.actor ? (
                  <b>{step.actor}</b>
                ) : (
                  <span className="quiet">{t('web.person.erased')}</span>
                )
              ) : (
                <span className="quiet">{wordOf('web.actor', step.actorKind, t)}</span>
              )}{' '}
              {wordOf('web.story', step.kind, t)}
              {step.reason && <span className="quiet">{t('web.story.text', { text: step.reason })}</span>}
            </p>
            <span className="label mono" title={t('web.story.hash', { seq: step.seq, hash: step.hash })}>
              {step.hash.slice(0, 6)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
