import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { tasksQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { TasksTable } from './table.tsx'
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
      {shown.length > 0 && <TasksTable tasks={shown} now={now} />}
    </>
  )
}
