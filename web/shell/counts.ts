import { useQuery } from '@tanstack/react-query'
import { alertsQuery, casesQuery, tasksQuery } from '../api/queries.ts'
import { useMe } from './me.tsx'

/** What is open in each room, from the same lists that the rooms show. */
export function useOpenCounts(): Readonly<Record<'alerts' | 'tasks' | 'cases', number | undefined>> {
  const me = useMe()
  const alerts = useQuery({ ...alertsQuery, enabled: me.may('read-alerts') })
  const tasks = useQuery({ ...tasksQuery, enabled: me.may('read-task') })
  const cases = useQuery({ ...casesQuery, enabled: me.may('read-case') })
  return {
    alerts: alerts.data?.items.filter((alert) => alert.state === 'open').length,
    tasks: tasks.data?.items.filter((task) => task.state !== 'done').length,
    cases: cases.data?.items.filter((one) => one.state !== 'closed').length,
  }
}
