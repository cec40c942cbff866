import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { civilOf } from '../../../src/standards/civil-time.ts'
import { editions } from '../../../src/standards/editions.ts'
import { type Translate, useText } from '../../text/language.ts'
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
  const [own, setOwn] = useState<HTMLElement | null>(null)
  return (
    <>
      <title>{`${t('web.room.evaluation')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.evaluation')}</h1>
        <EvaluationTabs here={tab} search={search} />
      </header>
      {tab !== 'exclusions' && <Controls search={search} year={year} thisYear={thisYear} takeOwn={setOwn} />}
      {tab === undefined && <CalendarTab search={search} year={year} />}
      {tab === 'year' && <YearTab search={search} year={year} choices={own} />}
      {tab === 'ranking' && <RankingTab search={search} choices={own} />}
      {tab === 'change' && <ChangeTab search={search} year={year} choices={own} />}
      {tab === 'exclusions' && <ExclusionsTab />}
    </>
  )
}

/**
 * One row of what can be chosen: whom and which year it is about, what the page itself adds, and by which edition: as the law has
 * it, or “what if”. What follows from a choice and must not be missed stands below the row, which the phone scrolls sideways.
 */
function Controls(props: {
  search: EvaluationSearch
  year: number
  thisYear: number
  /** Told where the page's own choices go. */
  takeOwn: (place: HTMLElement | null) => void
}) {
  const { search, year, thisYear, takeOwn } = props
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
  const isMarked =
    search.edition !== undefined || (search.tab !== 'ranking' && chosen?.by != null && !chosen.isOfficial)
  return (
    <>
      <div ref={focusInSight} className="tool-bar evaluation-tools">
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
        <span ref={takeOwn} className="evaluation-own" />
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
        {search.tab !== 'ranking' && chosen?.by && chosen.type === 'region' && (
          <span className="label nowrap">{byText(chosen.by, t)}</span>
        )}
      </div>
      {isMarked && (
        <p className="attention evaluation-marked">
          {[
            search.edition && t('web.evaluation.what-if'),
            search.tab !== 'ranking' && chosen?.by != null && !chosen.isOfficial && t('web.evaluation.not-official'),
          ]
            .filter(Boolean)
            .join(t('web.join'))}
        </p>
      )}
    </>
  )
}

/** A choice that the edge cuts counts as seen for the browser, which would leave it there when it is focused by keyboard. */
function focusInSight(row: HTMLElement | null): (() => void) | undefined {
  if (row === null) return undefined
  const show = ({ target }: FocusEvent) => {
    if (target instanceof Element) target.scrollIntoView({ inline: 'nearest', block: 'nearest' })
  }
  row.addEventListener('focusin', show)
  return () => row.removeEventListener('focusin', show)
}

/** By which stations an area is evaluated; micro-stations alone judge nothing. */
function byText({ level, stations }: { level: string; stations: number }, t: Translate): string {
  const known = level === 'national' || level === 'provincial' ? level : 'micro'
  return t(`web.evaluation.by.${known}`, { count: stations })
}
