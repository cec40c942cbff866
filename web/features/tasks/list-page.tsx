import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Task, tasksQuery } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { TaskMark } from '../../parts/marks.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, valueText, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './tasks.css'

const route = getRouteApi('/inside/tasks')

/** Who was sent where and what came of it: open ones first, by deadline. */
export function TasksPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const showAll = route.useSearch().show === 'all'
  const tasks = useQuery(tasksQuery)
  const items = tasks.data?.items ?? []
  const open = items.filter((task) => task.state !== 'done')
  const shown = (showAll ? items : open).toSorted(
    (a, b) => Number(a.state === 'done') - Number(b.state === 'done') || Date.parse(a.dueAt) - Date.parse(b.dueAt),
  )
  return (
    <>
      <title>{`${t('web.room.tasks')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.tasks')}</h1>
        <nav className="chips" aria-label={t('web.filter')}>
          <Link to="/tasks" search={{}} className="chip" activeOptions={{ exact: true }}>
            {t('web.tasks.open')} <span>{open.length}</span>
          </Link>
          <Link to="/tasks" search={{ show: 'all' }} className="chip" activeOptions={{ exact: true }}>
            {t('web.tasks.all')} <span>{items.length}</span>
          </Link>
        </nav>
      </header>
      {tasks.isPending && <Waiting rows={8} />}
      {tasks.error && <Trouble error={tasks.error} retry={tasks.refetch} />}
      {tasks.data && shown.length === 0 && (
        <Empty title={t('web.tasks.empty.title')}>
          <p>{t('web.tasks.empty.text')}</p>
          <p className="empty-ways">
            {me.may('read-alerts') && <Link to="/alerts">{t('web.tasks.empty.go')}</Link>}
            {items.length > 0 && (
              <Link to="/tasks" search={{ show: 'all' }}>
                {t('web.tasks.empty.all', { tasks: items.length })}
              </Link>
            )}
          </p>
        </Empty>
      )}
      {shown.length > 0 && (
        <div className="table-wrap">
          <table className="task-table two-lines">
            <thead>
              <tr>
                <th scope="col">{t('web.column.number')}</th>
                <th scope="col">{t('web.column.task')}</th>
                <th scope="col">{t('web.column.assignee')}</th>
                <th scope="col">{t('web.column.state')}</th>
                <th scope="col">{t('web.column.finding')}</th>
                <th scope="col">{t('web.column.sender')}</th>
                <th scope="col" className="number">
                  {t('web.column.due')}
                </th>
                <th scope="col" className="number">
                  {t('web.column.left')}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((task) => (
                <TaskRow key={task.id} task={task} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function TaskRow({ task, now }: { task: Task; now: number }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  return (
    <tr onClick={() => navigate({ to: '/tasks/$id', params: { id: task.id } })}>
      <td className="label nowrap task-number">{task.number}</td>
      <td className="task-what">
        <Link
          to="/tasks/$id"
          params={{ id: task.id }}
          className="row-link"
          onClick={(event) => event.stopPropagation()}
        >
          {t('web.tasks.row', {
            station: task.alert.stationName,
            factor: factorLabel(task.alert.factor, language),
            value: valueText(task.alert.lastValue, task.alert.factor),
          })}
        </Link>
        <span className="label second cut">
          {[task.instruction, t('web.tasks.of-alert', { number: task.alert.number })]
            .filter(Boolean)
            .join(t('web.join'))}
        </span>
      </td>
      <td className="task-who nowrap">{task.assignee.name}</td>
      <td className="task-state nowrap">
        <TaskMark state={task.state} /> {wordOf('web.task.state', task.state, t)}
      </td>
      <td>
        {task.finding === null ? (
          <span className="label">—</span>
        ) : task.caseId ? (
          <Link to="/cases/$id" params={{ id: task.caseId }} onClick={(event) => event.stopPropagation()}>
            {wordOf('web.finding', task.finding, t)}
          </Link>
        ) : (
          wordOf('web.finding', task.finding, t)
        )}
      </td>
      <td className="quiet nowrap">{task.sender.name}</td>
      <td className="number">{shortInstant(Date.parse(task.dueAt), now)}</td>
      <td className="number task-left">
        {task.state === 'done' ? (
          <span className="label">
            {task.doneAt && t('web.tasks.done-at', { time: shortInstant(Date.parse(task.doneAt), now) })}
          </span>
        ) : (
          <Due dueAt={Date.parse(task.dueAt)} now={now} />
        )}
      </td>
    </tr>
  )
}
