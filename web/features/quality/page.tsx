import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { correctionsQuery, findingsQuery, stationsQuery } from '../../api/queries.ts'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import { Corrections } from './corrections.tsx'
import { Findings } from './findings.tsx'
import { Rules } from './rules.tsx'
import './quality.css'

const route = getRouteApi('/inside/quality')

/** What the checks found and a person should judge; what people propose and a second one decides. */
export function QualityPage() {
  const { t } = useText()
  const me = useMe()
  const { tab, station } = route.useSearch()
  const navigate = useNavigate()
  const stations = useQuery(stationsQuery)
  const open = useQuery(findingsQuery('open', station))
  const waiting = useQuery(correctionsQuery('proposed'))
  const tabs = [
    { tab: undefined, name: t('web.quality.state.open'), count: open.data?.open },
    { tab: 'corrections', name: t('web.quality.corrections'), count: waiting.data?.items.length },
    { tab: 'kept', name: t('web.quality.state.kept'), count: undefined },
    { tab: 'corrected', name: t('web.quality.state.corrected'), count: undefined },
    { tab: 'gone', name: t('web.quality.state.gone'), count: undefined },
    { tab: 'rules', name: t('web.quality.rules'), count: undefined },
  ] as const
  const chips = useHereInSight(`${tab} ${open.data?.open} ${waiting.data?.items.length}`)
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
              search={{ ...(each.tab ? { tab: each.tab } : {}), ...(station ? { station } : {}) }}
              className="chip"
              activeOptions={{ exact: true }}
              aria-current={each.tab === tab ? 'page' : undefined}
            >
              {each.name} {each.count ? <span>{each.count}</span> : null}
            </Link>
          ))}
        </nav>
        {tab !== 'corrections' && tab !== 'rules' && (
          <select
            className="input tool-select"
            aria-label={t('web.column.station')}
            value={station ?? ''}
            onChange={(event) => {
              const chosen = event.target.value
              navigate({
                to: '/quality',
                search: { ...(tab ? { tab } : {}), ...(chosen ? { station: chosen } : {}) },
                replace: true,
              })
            }}
          >
            <option value="">{t('web.quality.all-stations')}</option>
            {(stations.data?.items ?? []).map((each) => (
              <option key={each.id} value={each.code}>
                {each.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {tab === 'corrections' && <Corrections />}
      {tab === 'rules' && <Rules />}
      {tab !== 'corrections' && tab !== 'rules' && (
        <Findings key={`${tab} ${station}`} state={tab ?? 'open'} station={station} />
      )}
    </>
  )
}
