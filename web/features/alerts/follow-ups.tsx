import { Link } from '@tanstack/react-router'
import { caseStates, stageOf } from '../../../src/domain/cases/model.ts'
import type { AlertDetail } from '../../api/queries.ts'
import { StageMark } from '../../parts/marks.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'

/** What came of an alert: who was sent, the cases, who was told. */
export function FollowUps({ detail }: { detail: AlertDetail }) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(30_000)
  return (
    <>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.tasks')}</h2>
          <span className="label">{detail.tasks.length || ''}</span>
        </header>
        {detail.tasks.length === 0 && (
          <p className="quiet">{t(me.may('send-task') ? 'web.alert.no-tasks-send' : 'web.alert.no-tasks')}</p>
        )}
        <ul className="lines">
          {detail.tasks.map((task) => (
            <li key={task.id}>
              <Link to="/tasks/$id" params={{ id: task.id }}>
                {task.number}
              </Link>
              <span>{task.assignee}</span>
              <span className="quiet push">{wordOf('web.task.state', task.state, t)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.cases')}</h2>
          <span className="label">{detail.cases.length || ''}</span>
        </header>
        {detail.cases.length === 0 && <p className="quiet">{t('web.alert.no-cases')}</p>}
        <ul className="lines">
          {detail.cases.map((one) => {
            const state = caseStates.find((each) => each === one.state)
            return (
              <li key={one.id}>
                {state && <StageMark stage={stageOf[state]} />}
                <Link to="/cases/$id" params={{ id: one.id }} className="cut">
                  {one.title}
                </Link>
                <span className="label">{one.number}</span>
                <span className="quiet push">{wordOf('web.case.state', one.state, t)}</span>
              </li>
            )
          })}
        </ul>
      </section>
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.messages')}</h2>
          <span className="label">{t('web.alert.messages-note')}</span>
        </header>
        {detail.messages.length === 0 && <p className="quiet">{t('web.alert.no-messages')}</p>}
        <ul className="lines">
          {detail.messages.map((message) => (
            <li key={message.id}>
              <span>{message.channel}</span>
              <span className={message.state === 'dead' ? 'late push' : 'quiet push'}>
                {message.sentAt
                  ? t('web.alert.told', { time: shortInstant(Date.parse(message.sentAt), now) })
                  : wordOf('web.message.state', message.state, t)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
