import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { casesQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { Board } from './board.tsx'
import './cases.css'
import { byNeed } from './order.ts'
import { ReportDialog } from './report-dialog.tsx'
import { CasesTable } from './table.tsx'

const route = getRouteApi('/inside/cases')

/** The closed loop: five columns of the board over the table, both in the order of need. */
export function CasesPage() {
  const { t } = useText()
  const me = useMe()
  const [isReporting, setReporting] = useState(false)
  const now = useNow(10_000)
  const search = route.useSearch()
  const cases = useQuery(casesQuery)
  const all = (cases.data?.items ?? []).toSorted(byNeed(now))
  const open = all.filter((one) => one.state !== 'closed')
  const late = open.filter((one) => one.late)
  const shown = search.show === 'all' ? all : search.show === 'late' ? late : open
  const onBoard = search.show === 'late' ? late : all
  const filters = [
    { show: undefined, name: t('web.cases.open'), count: open.length },
    { show: 'late', name: t('web.cases.late'), count: late.length },
    { show: 'all', name: t('web.cases.all'), count: all.length },
  ] as const
  const views = [
    { view: 'table', name: t('web.cases.table') },
    { view: 'board', name: t('web.cases.board') },
    { view: undefined, name: t('web.cases.both') },
  ] as const
  return (
    <div className="cases">
      <title>{`${t('web.room.cases')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.cases')}</h1>
        <nav className="chips" aria-label={t('web.filter')}>
          {filters.map(({ show, name, count }) => (
            <Link
              key={name}
              to="/cases"
              search={{ ...(show ? { show } : {}), ...(search.view ? { view: search.view } : {}) }}
              className="chip"
              activeOptions={{ exact: true }}
            >
              {name} <span>{count}</span>
            </Link>
          ))}
        </nav>
        <nav className="views push" aria-label={t('web.cases.view')}>
          {views.map(({ view, name }) => (
            <Link
              key={name}
              to="/cases"
              search={{ ...(search.show ? { show: search.show } : {}), ...(view ? { view } : {}) }}
              className="view"
              activeOptions={{ exact: true }}
            >
              {name}
            </Link>
          ))}
        </nav>
        {me.may('report-case') && (
          <button type="button" className="button primary" onClick={() => setReporting(true)}>
            {t('web.report.title')}
          </button>
        )}
      </header>
      {isReporting && <ReportDialog onClose={() => setReporting(false)} />}
      {cases.isPending && <Waiting rows={10} />}
      {cases.error && <Trouble error={cases.error} retry={cases.refetch} />}
      {cases.data && (
        <>
          {search.view !== 'table' && <Board cases={onBoard} now={now} isTall={search.view === 'board'} />}
          {search.view !== 'board' && shown.length > 0 && <CasesTable cases={shown} now={now} />}
          {shown.length === 0 && <NoCases all={all.length} isLate={search.show === 'late'} />}
          {shown.length > 0 && (
            <footer className="label cases-foot">{t('web.cases.foot', { cases: shown.length })}</footer>
          )}
        </>
      )}
    </div>
  )
}

/** Nothing to show: whether that is good news or only this filter, and how a case comes to be. */
function NoCases({ all, isLate }: { all: number; isLate: boolean }) {
  const { t } = useText()
  const me = useMe()
  return (
    <Empty title={t(isLate ? 'web.cases.empty.late' : all > 0 ? 'web.cases.empty.open' : 'web.cases.empty.title')}>
      <p>{t(me.may('report-case') ? 'web.cases.empty.text-report' : 'web.cases.empty.text')}</p>
      <p className="empty-ways">
        {me.may('read-alerts') && <Link to="/alerts">{t('web.tasks.empty.go')}</Link>}
        {all > 0 && (
          <Link to="/cases" search={{ show: 'all' }}>
            {t('web.cases.empty.all', { cases: all })}
          </Link>
        )}
      </p>
    </Empty>
  )
}
