import { useAct } from '../../api/acts.ts'
import type { CaseDetail } from '../../api/queries.ts'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'

// catalogue keys: web.step.*
const words = {
  acknowledge: {
    title: 'web.step.acknowledge.title',
    will: 'web.step.acknowledge.will',
    button: 'web.step.acknowledge.button',
    done: 'web.step.acknowledge.done',
  },
  begin: {
    title: 'web.step.begin.title',
    will: 'web.step.begin.will',
    button: 'web.step.begin.button',
    done: 'web.step.begin.done',
  },
} as const

/** An act without anything to fill in: receive the case, begin with it. */
export function StepForm({ detail, act }: { detail: CaseDetail; act: 'acknowledge' | 'begin' }) {
  const { t } = useText()
  const acknowledge = useAct('POST /api/cases/:id/acknowledge', ({ number }) =>
    toast(t(words.acknowledge.done, { number })),
  )
  const begin = useAct('POST /api/cases/:id/begin', ({ number }) => toast(t(words.begin.done, { number })))
  const doing = act === 'acknowledge' ? acknowledge : begin
  const { case: one, story } = detail
  const instruction = story.findLast((step) => step.kind === 'case.assigned')?.text
  return (
    <section className="panel decision">
      <header className="panel-head">
        <h2>{t(words[act].title)}</h2>
      </header>
      {instruction && (
        <p>
          <span className="label">{t('web.column.instruction')}</span>
          <br />
          {instruction}
        </p>
      )}
      {doing.error && <Trouble error={doing.error} />}
      <p className="label">{t(words[act].will)}</p>
      <button
        type="button"
        className="button primary wide tall"
        disabled={doing.isPending}
        onClick={() => doing.mutate({ params: { id: one.id }, body: { expects: one.version } })}
      >
        {doing.isPending ? t('web.act.sending') : t(words[act].button)}
      </button>
    </section>
  )
}
