import { Link, useNavigate } from '@tanstack/react-router'
import type { Task } from '../../api/queries.ts'
import { Due, leftText } from '../../parts/due.tsx'
import { TaskMark } from '../../parts/marks.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { amountText, unitWord } from '../alerts/words.ts'
import { doneText } from './done-text.ts'

/** Tasks as rows, in the order in which they come until somebody sorts them. */
export function TasksTable({ tasks, now }: { tasks: readonly Task[]; now: number }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const whatOf = ({ alert }: Task) =>
    t('web.tasks.row', {
      station: alert.stationName,
      factor: factorName(alert.factor, language),
      value: amountText(alert.lastValue, alert),
      unit: unitWord(alert.unit, t),
    })
  const findingOf = ({ finding }: Task) => (finding === null ? null : wordOf('web.finding', finding, t))
  const columns: readonly ShownColumn<Task>[] = [
    {
      ...{ key: 'number', name: t('web.column.number'), className: 'label nowrap task-number' },
      value: (task) => task.number,
    },
    {
      ...{ key: 'task', name: t('web.column.task'), className: 'task-what' },
      value: whatOf,
      show: (task) => (
        <>
          <Link to="/tasks/$id" params={{ id: task.id }} className="row-link">
            {whatOf(task)}
          </Link>
          <span className="label second">
            {task.instruction && `${task.instruction}${t('web.join')}`}
            <span className="nowrap">{t('web.tasks.of-alert', { number: task.alert.number })}</span>
          </span>
        </>
      ),
    },
    {
      ...{ key: 'assignee', name: t('web.column.assignee'), className: 'task-who nowrap' },
      value: (task) => task.assignee.name,
    },
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'task-state nowrap' },
      value: (task) => wordOf('web.task.state', task.state, t),
      show: (task) => (
        <>
          <TaskMark state={task.state} /> {wordOf('web.task.state', task.state, t)}
        </>
      ),
    },
    {
      ...{ key: 'finding', name: t('web.column.finding'), className: 'nowrap' },
      value: findingOf,
      show: (task) =>
        task.finding === null ? (
          <span className="label">—</span>
        ) : task.caseId ? (
          <Link to="/cases/$id" params={{ id: task.caseId }}>
            {findingOf(task)}
          </Link>
        ) : (
          findingOf(task)
        ),
    },
    {
      ...{ key: 'sender', name: t('web.column.sender'), className: 'quiet nowrap' },
      value: (task) => task.sender.name,
    },
    {
      ...{ key: 'due', name: t('web.column.due'), kind: 'instant', align: 'right', className: 'nowrap' },
      value: (task) => Date.parse(task.dueAt),
      show: (task) => shortInstant(Date.parse(task.dueAt), now),
    },
    {
      ...{ key: 'left', name: t('web.column.left'), align: 'right', className: 'task-left' },
      value: (task) => doneText(task, now, t) ?? leftText(Date.parse(task.dueAt), now, t),
      order: (task) => Date.parse(task.doneAt ?? task.dueAt),
      show: (task) =>
        task.doneAt === null ? (
          <Due dueAt={Date.parse(task.dueAt)} now={now} />
        ) : (
          <span className="label">{doneText(task, now, t)}</span>
        ),
    },
  ]
  return (
    <ShownTable
      name={t('web.room.tasks')}
      keptAs="tasks"
      className="task-table two-lines"
      rows={tasks}
      rowKey={(task) => task.id}
      columns={columns}
      open={(task) => navigate({ to: '/tasks/$id', params: { id: task.id } })}
    />
  )
}
