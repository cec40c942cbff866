import { Link, useNavigate } from '@tanstack/react-router'
import type { Case } from '../../api/queries.ts'
import { Due, TimeBar } from '../../parts/due.tsx'
import { SourceMark, StageMark } from '../../parts/marks.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, shortInstant } from '../../time/format.ts'

/** The cases as rows, in the order of need. */
export function CasesTable({ cases, now }: { cases: readonly Case[]; now: number }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  return (
    <div className="table-wrap cases-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{t('web.column.number')}</th>
            <th scope="col">{t('web.column.case')}</th>
            <th scope="col">{t('web.column.source')}</th>
            <th scope="col">{t('web.column.region')}</th>
            <th scope="col">{t('web.column.unit')}</th>
            <th scope="col">{t('web.column.state')}</th>
            <th scope="col">{t('web.column.reported')}</th>
            <th scope="col">{t('web.column.used')}</th>
            <th scope="col" className="number">
              {t('web.column.due')}
            </th>
            <th scope="col" className="number" aria-sort="ascending">
              {t('web.column.left')} ↑
            </th>
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <tr key={one.id} onClick={() => navigate({ to: '/cases/$id', params: { id: one.id } })}>
              <td className="label nowrap">{one.number}</td>
              <td className="cases-title">
                <Link
                  to="/cases/$id"
                  params={{ id: one.id }}
                  className="row-link"
                  onClick={(event) => event.stopPropagation()}
                >
                  {one.title}
                </Link>
              </td>
              <td className="nowrap cases-source">
                <SourceMark source={one.sourceClass} /> {wordOf('web.source', one.sourceClass, t)}
              </td>
              <td className="quiet nowrap cases-region">{one.regionName}</td>
              <td className="nowrap cases-unit">
                {one.mainUnit ??
                  (me.may('assign-case') ? (
                    <span className="go">{t('web.case.go-assign')}</span>
                  ) : (
                    <span className="label">—</span>
                  ))}
              </td>
              <td className="nowrap cases-state">
                <StageMark stage={one.stage} late={one.late && one.state !== 'closed'} />{' '}
                {wordOf('web.case.state', one.state, t)}
              </td>
              <td className="quiet nowrap cases-reported">{shortInstant(Date.parse(one.reportedAt), now)}</td>
              <td className="cases-used">
                {one.dueAt && one.state !== 'closed' && (
                  <TimeBar startAt={Date.parse(one.reportedAt)} dueAt={Date.parse(one.dueAt)} now={now} />
                )}
              </td>
              <td className="number cases-due">
                {one.dueAt ? dayClockText(Date.parse(one.dueAt), now) : <span className="label">—</span>}
              </td>
              <td className="number cases-left">
                {one.state === 'closed' ? (
                  <span className="label">
                    {t('web.cases.closed-at', { time: shortInstant(Date.parse(one.changedAt), now) })}
                  </span>
                ) : one.dueAt ? (
                  <Due dueAt={Date.parse(one.dueAt)} now={now} />
                ) : (
                  <span className="label">—</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
