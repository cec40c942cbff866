import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { casesQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { Board } from './board.tsx'
import './cases.css'
import { byNeed } from './order.ts'
import { CasesTable } from './table.tsx'

const route = getRouteApi('/inside/cases')

/** The closed loop: five columns of the board over the table, both in the order of need. */
export function CasesPage() {
  const { t } = useText()
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
      </header>
      {cases.isPending && <Waiting rows={10} />}
      {cases.error && <Trouble error={cases.error} retry={cases.refetch} />}
      {cases.data && all.length === 0 && (
        <Empty title={t('web.cases.empty.title')}>
          {t('web.cases.empty.text')} <Link to="/alerts">{t('web.tasks.empty.go')}</Link>
        </Empty>
      )}
      {all.length > 0 && (
        <>
          {search.view !== 'table' && <Board cases={onBoard} now={now} isTall={search.view === 'board'} />}
          {search.view !== 'board' && <CasesTable cases={shown} now={now} />}
          <footer className="label cases-foot">{t('web.cases.foot', { cases: shown.length })}</footer>
        </>
      )}
    </div>
  )
}
