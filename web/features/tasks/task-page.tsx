import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type Task, taskQuery } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { TaskMark } from '../../parts/marks.tsx'
import { Photos } from '../../parts/photos.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorName, valueText, wordOf } from '../../text/names.ts'
import { dayClockText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './tasks.css'

const route = getRouteApi('/inside/tasks/$id')

/** One task as those who did not go there see it. */
export function TaskPage() {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const detail = useQuery(taskQuery(route.useParams().id))
  if (detail.isPending) return <Waiting rows={6} height={64} />
  if (detail.error) return <Trouble error={detail.error} retry={detail.refetch} />
  const { task, photos } = detail.data
  return (
    <article className="task-page">
      <title>{`${task.number} · ${t('web.brand')}`}</title>
      <header className="panel">
        <p className="label">
          <Link to="/tasks" className="crumb" activeOptions={{ exact: true }}>
            {t('web.room.tasks')}
          </Link>{' '}
          / {task.number}
        </p>
        <h1>
          {t('web.task.title', { station: task.alert.stationName, factor: factorName(task.alert.factor, language) })}
        </h1>
        <p className="quiet">
          {t('web.task.why', {
            value: valueText(task.alert.lastValue, task.alert.factor),
            threshold: valueText(task.alert.threshold, task.alert.factor),
            unit: task.alert.unit,
          })}{' '}
          {task.state !== 'done' && <Due dueAt={Date.parse(task.dueAt)} now={now} />}
        </p>
        {task.assignee.id === me.personId && task.state !== 'done' && (
          <p className="task-facts">
            <Link className="button primary" to="/field/$id" params={{ id: task.id }}>
              {t('web.task.go')}
            </Link>
          </p>
        )}
      </header>
      <Steps task={task} now={now} />
      <div className="task-columns">
        <section className="panel">
          <header className="panel-head">
            <h2>{t('web.case.facts')}</h2>
          </header>
          <dl className="facts">
            <dt>{t('web.column.alert')}</dt>
            <dd>
              <Link to="/alerts/$id" params={{ id: task.alert.id }}>
                {task.alert.number}
              </Link>
            </dd>
            <dt>{t('web.column.assignee')}</dt>
            <dd>{task.assignee.name}</dd>
            <dt>{t('web.column.sender')}</dt>
            <dd>{task.sender.name}</dd>
            <dt>{t('web.column.due')}</dt>
            <dd>{dayClockText(Date.parse(task.dueAt), now)}</dd>
            <dt>{t('web.column.instruction')}</dt>
            <dd>{task.instruction ?? <span className="quiet">{t('web.field.no-instruction')}</span>}</dd>
            <dt>{t('web.column.finding')}</dt>
            <dd>
              {task.finding === null ? '—' : wordOf('web.finding', task.finding, t)}{' '}
              {task.caseId && (
                <Link className="underlined" to="/cases/$id" params={{ id: task.caseId }}>
                  {t('web.task.case')}
                </Link>
              )}
            </dd>
          </dl>
        </section>
        <section className="panel split">
          <header className="panel-head">
            <h2>{t('web.photos')}</h2>
            <span className="label">{photos.length || ''}</span>
          </header>
          {photos.length === 0 ? (
            <p className="quiet">{t('web.task.no-photos')}</p>
          ) : (
            <Photos photos={photos} now={now} />
          )}
        </section>
      </div>
    </article>
  )
}

/** Sent, on the spot, done: when each was, and which one is waited for. */
function Steps({ task, now }: { task: Task; now: number }) {
  const { t } = useText()
  const steps = [
    { state: 'sent', at: task.sentAt },
    { state: 'checked-in', at: task.checkedInAt },
    { state: 'done', at: task.doneAt },
  ] as const
  const next = steps.findIndex(({ at }) => at === null)
  return (
    <ol className="task-steps" aria-label={t('web.column.state')}>
      {steps.map(({ state, at }, place) => (
        <li key={state} data-state={at !== null ? 'done' : place === next ? 'now' : 'ahead'}>
          <TaskMark state={state} /> {wordOf('web.task.state', state, t)}
          <span className="label">
            {at !== null
              ? dayClockText(Date.parse(at), now)
              : place === next && t('web.task.waiting', { name: task.assignee.name })}
          </span>
        </li>
      ))}
    </ol>
  )
}
