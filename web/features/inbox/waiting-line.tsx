import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Inbox } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { SeverityMark, StageMark, TaskMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { factorName, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'

export type WaitingThing = Inbox['waiting'][number]

// catalogue keys: web.inbox.act.*, web.inbox.feed.*, web.inbox.import.*

/** One thing that waits: what it is, what to do, until when; it leads to where that is done. */
export function WaitingLine({ waiting, now, onGo }: { waiting: WaitingThing; now: number; onGo: () => void }) {
  const { t, language } = useText()
  const since = 'since' in waiting ? shortInstant(Date.parse(waiting.since), now) : ''
  const line = (mark: ReactNode, title: string, sub: readonly string[], aside: ReactNode = since) => (
    <>
      {mark}
      <span className="row-title cut">{title}</span>
      <span className="label nowrap">{aside}</span>
      <span className="row-sub">{sub.filter((one) => one !== '').join(t('web.join'))}</span>
    </>
  )
  const link = { className: 'row', onClick: onGo }
  switch (waiting.kind) {
    case 'alerts':
      return (
        <Link to="/alerts" {...link}>
          {line(<SeverityMark severity={waiting.severity} />, t('web.inbox.alerts', { count: waiting.count }), [
            t('web.inbox.newest', { what: waiting.rule }),
            waiting.station,
          ])}
        </Link>
      )
    case 'case': {
      const { id, title, stage, late, may, place, number, dueAt, wasReturned } = waiting
      // What is sent back can be judged only as what is accepted can.
      const act = may.find((one) => one !== 'return') ?? 'return'
      return (
        <Link to="/cases/$id" params={{ id }} {...link}>
          {line(
            <StageMark stage={stage} late={late} />,
            title,
            [wordOf('web.inbox.act', act, t), wasReturned ? t('web.inbox.was-returned') : '', place, number],
            dueAt === null ? since : <Due dueAt={Date.parse(dueAt)} now={now} />,
          )}
        </Link>
      )
    }
    case 'task': {
      const { id, station, number, dueAt } = waiting
      return (
        <Link to="/field/$id" params={{ id }} {...link}>
          {line(
            <TaskMark state="sent" />,
            t('web.inbox.task', { station }),
            [number],
            dueAt === null ? since : <Due dueAt={Date.parse(dueAt)} now={now} />,
          )}
        </Link>
      )
    }
    case 'correction':
      return (
        <Link to="/quality" search={{ tab: 'corrections' }} {...link}>
          {line(
            <ToDo />,
            t('web.inbox.correction', { what: `${waiting.subject} ${factorName(waiting.factor, language)}` }),
            [t('web.inbox.proposed-by', { name: waiting.by })],
          )}
        </Link>
      )
    case 'exclusion': {
      const { subject, from, until, by } = waiting
      const days = from === until ? from : t('web.inbox.days', { from, until })
      return (
        <Link to="/evaluation" search={{ tab: 'exclusions' }} {...link}>
          {line(<ToDo />, t('web.inbox.exclusion', { what: subject }), [
            days,
            t('web.inbox.proposed-by', { name: by }),
          ])}
        </Link>
      )
    }
    case 'findings':
      return (
        <Link to="/quality" {...link}>
          {line(<ToDo />, t('web.inbox.findings', { count: waiting.count }), [t('web.inbox.findings-note')])}
        </Link>
      )
    case 'unknown-devices':
      return (
        <Link to="/quarantine" {...link}>
          {line(<ToDo />, t('web.inbox.unknown-devices', { count: waiting.count }), [
            t('web.inbox.newest', { what: waiting.mn }),
          ])}
        </Link>
      )
    case 'feed':
      return (
        <Link to="/feeds/$id" params={{ id: waiting.id }} {...link}>
          {line(<SeverityMark severity="attention" />, waiting.name, [wordOf('web.inbox.feed', waiting.state, t)])}
        </Link>
      )
    case 'import':
      return (
        <Link to="/import/$id" params={{ id: waiting.id }} {...link}>
          {line(<ToDo />, waiting.name, [wordOf('web.inbox.import', waiting.state, t)])}
        </Link>
      )
  }
}

/** Something to do that has no stage of its own. */
function ToDo() {
  return (
    <svg className="mark" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path className="mark-ring" d="M2.5 2.5h11v11h-11Z" />
    </svg>
  )
}
