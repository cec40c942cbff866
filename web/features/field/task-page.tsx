import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type TaskDetail, taskQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { remaining, remainingText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { CheckInStep } from './check-in-step.tsx'
import { DoneStep } from './done-step.tsx'
import './field.css'
import { FindingStep } from './finding-step.tsx'

const route = getRouteApi('/inside/field/$id')

/** One task in three steps: check in, photograph, hand in. Only the button of the step at hand is in the thumb's reach. */
export function FieldTaskPage() {
  const { id } = route.useParams()
  const detail = useQuery(taskQuery(id))
  if (detail.isPending) return <Waiting rows={4} height={96} />
  if (detail.error) return <Trouble error={detail.error} retry={detail.refetch} />
  return <FieldTask key={id} detail={detail.data} />
}

function FieldTask({ detail }: { detail: TaskDetail }) {
  const { t } = useText()
  const { task, photos } = detail
  const step = task.state === 'sent' ? 1 : task.state === 'done' ? 4 : photos.length === 0 ? 2 : 3
  return (
    <div className="field-task">
      <title>{`${task.number} · ${t('web.brand')}`}</title>
      <FieldHead detail={detail} step={step} />
      {step === 1 && <CheckInStep detail={detail} />}
      {(step === 2 || step === 3) && <FindingStep detail={detail} />}
      {step === 4 && <DoneStep detail={detail} />}
    </div>
  )
}

function FieldHead({ detail, step }: { detail: TaskDetail; step: number }) {
  const { t } = useText()
  const now = useNow(10_000)
  const { task } = detail
  const left = remaining(Date.parse(task.dueAt), now)
  const names = [t('web.field.step.check-in'), t('web.field.step.photo'), t('web.field.step.finish')]
  return (
    <header className="field-task-head" data-theme="dark">
      <div className="field-task-title">
        <Link to="/field" className="plain field-back" aria-label={t('web.field.back')}>
          <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
            <path className="stroke" d="M15 4 7 12 15 20" />
          </svg>
        </Link>
        <div>
          <h1>{t('web.field.near-station', { station: task.alert.stationName })}</h1>
          <p className="quiet">{task.number}</p>
        </div>
        {task.state !== 'done' && (
          <p className="field-left">
            <b className={left.late ? 'late' : ''}>{remainingText(left, t)}</b>
            <span className="quiet">{t(left.late ? 'web.field.late' : 'web.field.left')}</span>
          </p>
        )}
      </div>
      <ol className="field-steps" aria-label={t('web.field.steps')}>
        {names.map((name, index) => {
          const place = index + 1
          const state = place < step ? 'done' : place === step ? 'now' : 'ahead'
          return (
            <li key={name} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
              {place} {name}
              {state === 'done' && ' ✓'}
            </li>
          )
        })}
      </ol>
    </header>
  )
}
