import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Alert, Case, Task } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { SeverityMark, StageMark, TaskMark } from '../../parts/marks.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useArrivals } from '../../parts/use-arrivals.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { alertWhat, amountText, timesText } from '../alerts/words.ts'
import { byNeed } from '../cases/order.ts'
import { SendTaskDialog } from '../tasks/send-dialog.tsx'

type List<T> = UseQueryResult<{ items: T[]; next: string | null }>

/** What needs a hand: alerts nobody has judged yet, cases by deadline, tasks on their way. */
export function NeedsHand(props: {
  alerts: List<Alert>
  cases: List<Case>
  tasks: List<Task>
  now: number
  /** seen from afar: no buttons, fewer rows, a case on one line */
  wall: boolean
}) {
  const { t, language } = useText()
  const me = useMe()
  const [sendFor, setSendFor] = useState<Alert | null>(null)
  const open = (props.alerts.data?.items ?? []).filter((alert) => alert.state === 'open')
  const most = props.wall ? { alerts: 3, cases: 4, tasks: 2 } : { alerts: 3, cases: 5, tasks: 2 }
  const isNew = useArrivals(props.alerts.data?.items.map((alert) => alert.id))
  const cases = (props.cases.data?.items ?? []).filter((one) => one.state !== 'closed').sort(byNeed(props.now))
  const tasks = (props.tasks.data?.items ?? []).filter((task) => task.state !== 'done')
  return (
    <aside className="cockpit-hand" aria-label={t('web.hand.name')}>
      {me.may('read-alerts') && (
        <Part
          title={t('web.room.alerts')}
          count={props.alerts.data && t('web.hand.alerts', { alerts: open.length })}
          list={props.alerts}
          empty={open.length === 0 ? t('web.hand.no-alerts') : null}
        >
          {open.slice(0, most.alerts).map((alert, index) => (
            <li key={alert.id} className={isNew(alert.id) ? 'arrive' : undefined}>
              <Link className="row" to="/alerts/$id" params={{ id: alert.id }}>
                <SeverityMark severity={alert.severity} />
                <span className={index === 0 ? 'row-title cut strong' : 'row-title cut'}>
                  {alertWhat(alert, t, language)}
                </span>
                <span className="quiet">{shortInstant(Date.parse(alert.raisedAt), props.now)}</span>
                <span className="row-sub">
                  {[
                    alert.stationName,
                    ...(alert.kind === 'stale'
                      ? [t('web.alerts.waited', { minutes: amountText(alert.lastValue, alert) })]
                      : alert.kind === 'threshold'
                        ? [t('web.field.over', { threshold: amountText(alert.threshold, alert) })]
                        : []),
                    timesText(alert, t),
                  ].join(t('web.join'))}
                </span>
              </Link>
              {index === 0 && !props.wall && me.may('send-task') && (
                <p className="row-acts">
                  <button type="button" className="button primary small" onClick={() => setSendFor(alert)}>
                    {t('web.send.title')}
                  </button>
                  <Link className="button small" to="/alerts/$id" params={{ id: alert.id }}>
                    {t('web.hand.look')}
                  </Link>
                </p>
              )}
            </li>
          ))}
        </Part>
      )}
      {me.may('read-case') && (
        <Part
          title={t('web.room.cases')}
          count={props.cases.data && t('web.hand.cases', { cases: cases.length })}
          list={props.cases}
          empty={cases.length === 0 ? t('web.hand.no-cases') : null}
        >
          {cases.slice(0, most.cases).map((one) => (
            <li key={one.id}>
              <Link className="row" to="/cases/$id" params={{ id: one.id }}>
                <StageMark stage={one.stage} late={one.late} />
                <span className="row-title cut">{one.title}</span>
                {one.dueAt ? <Due dueAt={Date.parse(one.dueAt)} now={props.now} /> : <span />}
                <span className="row-sub row-second">
                  {[wordOf('web.stage', one.stage, t), one.mainUnit ?? t('web.case.unassigned'), one.regionName].join(
                    t('web.join'),
                  )}
                </span>
              </Link>
            </li>
          ))}
        </Part>
      )}
      {me.may('read-task') && tasks.length > 0 && (
        <Part
          title={t('web.room.tasks')}
          count={t('web.hand.tasks', { tasks: tasks.length })}
          list={props.tasks}
          empty={null}
        >
          {tasks.slice(0, most.tasks).map((task) => (
            <li key={task.id}>
              <Link className="row" to="/tasks/$id" params={{ id: task.id }}>
                <TaskMark state={task.state} />
                <span className="row-title cut">
                  {t('web.task.of', { name: task.assignee.name, station: task.alert.stationName })}
                </span>
                <Due dueAt={Date.parse(task.dueAt)} now={props.now} />
                <span className="row-sub row-second">
                  {[wordOf('web.task.state', task.state, t), task.number].join(t('web.join'))}
                </span>
              </Link>
            </li>
          ))}
        </Part>
      )}
      {sendFor && <SendTaskDialog alert={sendFor} onClose={() => setSendFor(null)} />}
    </aside>
  )
}

function Part(props: {
  title: string
  count: string | undefined
  list: { isPending: boolean; error: unknown; refetch: () => void }
  empty: string | null
  children: ReactNode
}) {
  return (
    <section className="hand-part">
      <h2>
        {props.title} <span className="label">{props.count}</span>
      </h2>
      {props.list.isPending && <Waiting rows={2} />}
      {props.list.error ? <Trouble error={props.list.error} retry={props.list.refetch} /> : null}
      {props.list.isPending || props.list.error ? null : props.empty ? (
        <p className="hand-empty quiet">{props.empty}</p>
      ) : (
        <ul className="rows">{props.children}</ul>
      )}
    </section>
  )
}
