import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { casesQuery, stationsQuery } from '../../api/queries.ts'
import { Later } from '../../parts/later.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useRadii } from '../../place/circles.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { Board } from './board.tsx'
import './cases.css'
import { CaseFilters } from './filters.tsx'
import { byNeed } from './order.ts'
import { ReportDialog } from './report-dialog.tsx'
import { CasesTable } from './table.tsx'
import { type CasesSearch, narrowed } from './view.ts'

const route = getRouteApi('/inside/cases')
const CasesMap = lazy(() => import('./cases-map.tsx').then(({ CasesMap }) => ({ default: CasesMap })))

/** The closed loop: five columns of the board over the table, both in the order of need; or where the cases lie. */
export function CasesPage() {
  const { t } = useText()
  const me = useMe()
  const [isReporting, setReporting] = useState(false)
  const now = useNow(10_000)
  const search = route.useSearch()
  const cases = useQuery(casesQuery)
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  // The circles are drawn around the station that the county is judged by; it comes first.
  const station = stations.data?.items[0]
  const radii = useRadii()
  const every = cases.data?.items ?? []
  const all = narrowed(every, search, station, radii).toSorted(byNeed(now))
  const open = all.filter((one) => one.state !== 'closed')
  const late = open.filter((one) => one.late)
  const mine = open.filter((one) => one.isMine)
  const { show } = search
  const shown = show === 'all' ? all : show === 'late' ? late : show === 'mine' ? mine : open
  const onBoard = show === 'late' ? late : show === 'mine' ? mine : all
  const filters = [
    { show: undefined, name: t('web.cases.open'), count: open.length },
    { show: 'mine', name: t('web.cases.mine'), count: mine.length },
    { show: 'late', name: t('web.cases.late'), count: late.length },
    { show: 'all', name: t('web.cases.all'), count: all.length },
  ] as const
  const views = [
    { view: 'table', name: t('web.cases.table') },
    { view: 'board', name: t('web.cases.board') },
    { view: undefined, name: t('web.cases.both') },
    { view: 'map', name: t('web.cases.map') },
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
              search={withShow(search, show)}
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
              search={withView(search, view)}
              className={`view view-${view ?? 'both'}`}
              activeOptions={{ exact: true }}
            >
              {view === undefined ? (
                <>
                  <span className="view-wide">{name}</span>
                  {/* On the phone the table is all there is of both. */}
                  <span className="view-narrow">{t('web.cases.table')}</span>
                </>
              ) : (
                name
              )}
            </Link>
          ))}
        </nav>
        {me.may('report-case') && (
          <button type="button" className="button primary" onClick={() => setReporting(true)}>
            {t('web.report.title')}
          </button>
        )}
      </header>
      <div className="tool-bar case-filters">
        <CaseFilters search={search} cases={every} hasStation={station !== undefined} />
      </div>
      {isReporting && <ReportDialog onClose={() => setReporting(false)} />}
      {cases.isPending && <Waiting rows={10} />}
      {cases.error && <Trouble error={cases.error} retry={cases.refetch} />}
      {cases.data && (
        <Later>
          {search.view === 'map' && shown.length > 0 && (me.may('read-stations') ? stations.data : true) && (
            <Suspense fallback={<Waiting rows={6} />}>
              <CasesMap cases={shown} station={station} search={search} now={now} />
            </Suspense>
          )}
          {(search.view === undefined || search.view === 'board') && (
            <Board cases={onBoard} now={now} isTall={search.view === 'board'} />
          )}
          {(search.view === undefined || search.view === 'table') && shown.length > 0 && (
            <CasesTable cases={shown} station={station} now={now} />
          )}
          {shown.length === 0 && <NoCases all={every.length} isLate={search.show === 'late'} />}
        </Later>
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

const withShow = ({ show: _before, ...search }: CasesSearch, show: CasesSearch['show']): CasesSearch =>
  show === undefined ? search : { ...search, show }
const withView = ({ view: _before, at, ...search }: CasesSearch, view: CasesSearch['view']): CasesSearch =>
  view === undefined ? search : { ...search, view, ...(view === 'map' && at !== undefined ? { at } : {}) }
