import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { correctionsQuery, findingPagesQuery, openFindingsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import { Corrections } from './corrections.tsx'
import { FindingFilters } from './filters.tsx'
import { Findings } from './findings.tsx'
import { Rules } from './rules.tsx'
import { withoutGaps } from './view.ts'
import './quality.css'

const route = getRouteApi('/inside/quality')

/** What the checks found and a person should judge; what people propose and a second one decides. */
export function QualityPage() {
  const { t } = useText()
  const me = useMe()
  const search = route.useSearch()
  const { tab, ...narrowing } = search
  const state = tab === 'corrections' || tab === 'rules' ? undefined : (tab ?? 'open')
  const pages = useInfiniteQuery({
    ...findingPagesQuery({ state, ...narrowing }),
    enabled: state !== undefined,
    // Narrowed otherwise, what was shown stays until the answer is there.
    placeholderData: (before, query) => (query?.queryKey[3] === state ? before : undefined),
  })
  const open = useQuery(openFindingsQuery)
  const waiting = useQuery(correctionsQuery('proposed'))
  const tabs = [
    { tab: undefined, name: t('web.quality.state.open'), count: open.data },
    { tab: 'corrections', name: t('web.quality.corrections'), count: waiting.data?.items.length },
    { tab: 'kept', name: t('web.quality.state.kept'), count: undefined },
    { tab: 'corrected', name: t('web.quality.state.corrected'), count: undefined },
    { tab: 'gone', name: t('web.quality.state.gone'), count: undefined },
    { tab: 'rules', name: t('web.quality.rules'), count: undefined },
  ] as const
  const chips = useHereInSight(`${tab} ${open.data} ${waiting.data?.items.length}`)
  return (
    <>
      <title>{`${t('web.quality.title')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <div className="tool-bar" hidden={!me.may('read-corrections')}>
        <nav ref={chips} className="chips" aria-label={t('web.filter')}>
          {tabs.map((each) => (
            <Link
              key={each.name}
              to="/quality"
              search={withoutGaps({ ...search, tab: each.tab })}
              className="chip"
              activeOptions={{ exact: true }}
              aria-current={each.tab === tab ? 'page' : undefined}
            >
              {each.name} {each.count ? <span>{each.count}</span> : null}
            </Link>
          ))}
        </nav>
        {state !== undefined && (
          <fieldset className="findings-filters">
            <legend className="unseen">{t('web.filter')}</legend>
            <FindingFilters
              search={search}
              factors={pages.data?.pages[0]?.factors ?? []}
              rules={pages.data?.pages[0]?.rules ?? []}
            />
          </fieldset>
        )}
      </div>
      {tab === 'corrections' && <Corrections />}
      {tab === 'rules' && <Rules />}
      {state !== undefined && pages.isPending && <Waiting rows={8} />}
      {state !== undefined && pages.error && <Trouble error={pages.error} retry={pages.refetch} />}
      {state !== undefined && pages.data && (
        <Findings
          key={state}
          findings={pages.data.pages.flatMap((page) => page.items)}
          state={state}
          search={search}
          more={pages.hasNextPage ? (pages.isFetchingNextPage ? null : () => pages.fetchNextPage()) : undefined}
        />
      )}
    </>
  )
}
