import type { CaseDetail } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { AcceptForm } from './accept-form.tsx'
import { AssignForm } from './assign-form.tsx'
import { StepForm } from './step-form.tsx'
import { SubmitForm } from './submit-form.tsx'

/** What the signed-in person may do with the case now, what will happen, and the one button that does it. */
export function Decision({ detail, now }: { detail: CaseDetail; now: number }) {
  const { t } = useText()
  const may = (act: CaseDetail['may'][number]) => detail.may.includes(act)
  const key = detail.case.id
  if (may('assign')) return <AssignForm key={key} detail={detail} />
  if (may('acknowledge')) return <StepForm key={`${key}-acknowledge`} detail={detail} act="acknowledge" />
  if (may('begin')) return <StepForm key={`${key}-begin`} detail={detail} act="begin" />
  if (may('submit')) return <SubmitForm key={key} detail={detail} now={now} />
  // One form for both acts, so that it stays while the first of them changes the state.
  if (may('verify') || may('close')) return <AcceptForm key={key} detail={detail} />
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{detail.case.state === 'closed' ? t('web.decision.closed') : t('web.decision.waiting')}</h2>
      </header>
      <p className="quiet">{wordOf('web.decision.next', detail.case.state, t)}</p>
    </section>
  )
}
