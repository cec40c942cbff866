import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { civilOf } from '../../../src/standards/civil-time.ts'
import { editions } from '../../../src/standards/editions.ts'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import { CalendarTab } from './calendar-tab.tsx'
import { ChangeTab } from './change-tab.tsx'
import { ExclusionsTab } from './exclusions-tab.tsx'
import { subjectsQuery } from './queries.ts'
import { RankingTab } from './ranking-tab.tsx'
import { EvaluationTabs } from './tabs.tsx'
import type { EvaluationSearch } from './view.ts'
import { YearTab } from './year-tab.tsx'
import '../monitoring/monitoring.css'
import './evaluation.css'
import '../quality/quality.css'

const route = getRouteApi('/inside/evaluation')

/** The law's statistics: the calendar of a year, its table, the ranking, the year before, and what was taken out. */
export function EvaluationPage() {
  const { t } = useText()
  const search = route.useSearch()
  const thisYear = civilOf(useNow(60_000)).year
  const year = search.year ?? thisYear
  const { tab } = search
  return (
    <>
      <title>{`${t('web.room.evaluation')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.evaluation')}</h1>
        <EvaluationTabs here={tab} search={search} />
      </header>
      {tab !== 'exclusions' && <Controls search={search} year={year} thisYear={thisYear} />}
      {tab === undefined && <CalendarTab search={search} year={year} />}
      {tab === 'year' && <YearTab search={search} year={year} />}
      {tab === 'ranking' && <RankingTab search={search} />}
      {tab === 'change' && <ChangeTab search={search} year={year} />}
      {tab === 'exclusions' && <ExclusionsTab />}
    </>
  )
}

/** Whom and which year it is about, and by which edition: as the law has it, or “what if”. */
function Controls({ search, year, thisYear }: { search: EvaluationSearch; year: number; thisYear: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  const subjects = useQuery(subjectsQuery)
  const items = subjects.data?.items ?? []
  const chosen = items.find(({ id, level }) =>
    search.subject === undefined ? level === 'county' : id === search.subject,
  )
  const go = (to: EvaluationSearch) => navigate({ to: '/evaluation', search: to, replace: true })
  const { day: _day, ...rest } = search
  const firstYear = items.reduce(
    (least, { first }) => Math.min(least, Number(first?.slice(0, 4) ?? least)),
    Math.min(year, thisYear),
  )
  const years = Array.from(
    { length: Math.max(year, thisYear) - firstYear + 1 },
    (_, at) => Math.max(year, thisYear) - at,
  )
  return (
    <div className="tool-bar evaluation-tools">
      {search.tab !== 'ranking' && (
        <>
          <select
            className="input tool-select"
            aria-label={t('web.evaluation.subject')}
            value={chosen?.id ?? ''}
            onChange={(event) => {
              const { subject: _subject, ...others } = rest
              const isCounty = items.some(({ id, level }) => id === event.target.value && level === 'county')
              go(isCounty ? others : { ...others, subject: event.target.value })
            }}
          >
            {items.map(({ id, name, by }) => (
              <option key={id} value={id}>
                {name}
                {by === null ? ` (${t('web.evaluation.no-data')})` : ''}
              </option>
            ))}
          </select>
          <select
            className="input"
            aria-label={t('web.evaluation.year')}
            value={year}
            onChange={(event) => {
              const { period: _period, ...others } = rest
              go({ ...others, year: Number(event.target.value) })
            }}
          >
            {years.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </>
      )}
      <select
        className="input"
        aria-label={t('web.evaluation.edition')}
        value={search.edition ?? ''}
        onChange={(event) => {
          const { edition: _edition, ...others } = rest
          const edition = editions.find((one) => one === event.target.value)
          go(edition ? { ...others, edition } : others)
        }}
      >
        <option value="">{t('web.evaluation.edition-law')}</option>
        {editions.map((edition) => (
          <option key={edition} value={edition}>
            {t('web.evaluation.edition-if', { edition })}
          </option>
        ))}
      </select>
      {search.edition && <span className="attention">{t('web.evaluation.what-if')}</span>}
      {search.tab !== 'ranking' && chosen && (
        <SubjectNote isOfficial={chosen.isOfficial} by={chosen.by} isArea={chosen.type === 'region'} />
      )}
    </div>
  )
}

/** By which stations an area is evaluated; micro-stations alone judge nothing. */
function SubjectNote(props: { isOfficial: boolean; by: { level: string; stations: number } | null; isArea: boolean }) {
  const { t } = useText()
  const { by, isArea, isOfficial } = props
  if (by === null) return null
  return (
    <span className={isOfficial ? 'label' : 'attention'}>
      {isArea &&
        t(
          `web.evaluation.by.${by.level === 'national' ? 'national' : by.level === 'provincial' ? 'provincial' : 'micro'}`,
          { count: by.stations },
        )}
      {!isOfficial && ` ${t('web.evaluation.not-official')}`}
    </span>
  )
}
