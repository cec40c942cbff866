import { Link } from '@tanstack/react-router'
import { caseStages } from '../../../src/domain/cases/model.ts'
import type { Case } from '../../api/queries.ts'
import { Due } from '../../parts/due.tsx'
import { SourceMark, StageMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant, spanText } from '../../time/format.ts'

/** Cases by stage; a late one has a brick edge. */
export function Board({ cases, now, isTall }: { cases: readonly Case[]; now: number; isTall: boolean }) {
  const { t } = useText()
  return (
    <div className={isTall ? 'board board-tall' : 'board'}>
      {caseStages.map((stage) => {
        const here = cases.filter((one) => one.stage === stage)
        return (
          <section key={stage} className="board-column" aria-label={wordOf('web.stage', stage, t)}>
            <h2>
              <StageMark stage={stage} /> {wordOf('web.stage', stage, t)} <span>{here.length}</span>
            </h2>
            {here.length === 0 && <p className="label board-empty">{wordOf('web.board.empty', stage, t)}</p>}
            <ul>
              {here.map((one) => (
                <li key={one.id}>
                  <Ticket one={one} now={now} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function Ticket({ one, now }: { one: Case; now: number }) {
  const { t } = useText()
  const changed = Date.parse(one.changedAt)
  return (
    <Link
      to="/cases/$id"
      params={{ id: one.id }}
      className={one.late && one.state !== 'closed' ? 'ticket ticket-late' : 'ticket'}
    >
      <span className="cut">{one.title}</span>
      <span className="ticket-sub">
        <SourceMark source={one.sourceClass} />
        <span className="label cut">{one.mainUnit ?? one.regionName}</span>
        <span className="label push nowrap">
          {one.state === 'closed' ? (
            t('web.cases.closed-at', { time: shortInstant(changed, now) })
          ) : one.dueAt ? (
            <Due dueAt={Date.parse(one.dueAt)} now={now} />
          ) : (
            t('web.case.since', { span: spanText(now - Date.parse(one.reportedAt), t) })
          )}
        </span>
      </span>
    </Link>
  )
}
