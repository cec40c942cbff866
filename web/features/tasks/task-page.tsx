import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { taskQuery } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { Photos } from '../../parts/photos.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
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
  const at = (instant: string | null) => (instant === null ? '—' : dayClockText(Date.parse(instant), now))
  return (
    <article>
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
      <section className="panel">
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
          <dd>
            {task.sender.name} <span className="quiet">{at(task.sentAt)}</span>
          </dd>
          <dt>{t('web.column.due')}</dt>
          <dd>{at(task.dueAt)}</dd>
          <dt>{t('web.column.instruction')}</dt>
          <dd>{task.instruction ?? '—'}</dd>
          <dt>{t('web.column.state')}</dt>
          <dd>{wordOf('web.task.state', task.state, t)}</dd>
          <dt>{t('web.task.checked-in')}</dt>
          <dd>{at(task.checkedInAt)}</dd>
          <dt>{t('web.task.done')}</dt>
          <dd>{at(task.doneAt)}</dd>
          <dt>{t('web.column.finding')}</dt>
          <dd>
            {task.finding === null ? '—' : wordOf('web.finding', task.finding, t)}{' '}
            {task.caseId && (
              <Link to="/cases/$id" params={{ id: task.caseId }}>
                {t('web.task.case')}
              </Link>
            )}
          </dd>
        </dl>
      </section>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.photos')}</h2>
          <span className="label">{photos.length}</span>
        </header>
        {photos.length === 0 ? (
          <p className="quiet">{t('web.task.no-photos')}</p>
        ) : (
          <Photos photos={photos} now={now} />
        )}
      </section>
    </article>
  )
}
