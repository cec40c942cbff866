import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { unitOf } from '../../../src/standards/factors.ts'
import { latestQuery, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { hiddenIn, hiddenSearch, toggled } from '../../map/layers.ts'
import { Later } from '../../parts/later.tsx'
import { Share } from '../../parts/share.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { hourLabel, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './monitoring.css'
import { MonitoringTabs } from './tabs.tsx'

const leading = 'a34004'
const route = getRouteApi('/inside/monitoring')
const StationsMap = lazy(() => import('./stations-map.tsx').then(({ StationsMap }) => ({ default: StationsMap })))

/** Stations with what they measure now; each opens with its history. */
export function MonitoringPage() {
  const { t } = useText()
  return (
    <>
      <title>{`${t('web.room.monitoring')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <Later>
        <Stations />
      </Later>
    </>
  )
}

function Stations() {
  const { t, language } = useText()
  const now = useNow(10_000)
  const navigate = useNavigate()
  const { view, hide } = route.useSearch()
  const hidden = hiddenIn(hide)
  const stations = useQuery(stationsQuery)
  const latest = useQuery(latestQuery)
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const factors = [
    ...new Set((latest.data?.items ?? []).flatMap((each) => each.factors.map((one) => one.factor))),
  ].sort((a, b) => (factorOrder.indexOf(a) + 1 || 99) - (factorOrder.indexOf(b) + 1 || 99) || a.localeCompare(b))
  const hours = (latest.data?.items ?? []).flatMap(
    (each) => each.factors.find((one) => one.factor === leading)?.hour?.value ?? [],
  )
  const limit =
    rules.data?.items.find(
      (rule) => rule.enabled && rule.kind === 'threshold' && rule.factor === leading && rule.resolution === 'hour',
    )?.threshold ?? null
  const highest = Math.max(limit ?? 0, ...hours)
  return (
    <section className="block">
      <header className="block-head">
        <p className="label">{t(view === 'map' ? 'web.monitoring.map-note' : 'web.monitoring.stations-note')}</p>
        <nav className="chips push" aria-label={t('web.monitoring.view')}>
          <Link to="/monitoring" className="chip" activeOptions={{ exact: true }}>
            {t('web.monitoring.view.table')}
          </Link>
          <Link
            to="/monitoring"
            search={{ view: 'map', ...hiddenSearch(hidden) }}
            className="chip"
            activeOptions={{ exact: true }}
          >
            {t('web.monitoring.view.map')}
          </Link>
        </nav>
      </header>
      {view === 'map' && stations.data && stations.data.items.length > 0 && latest.data && (
        <Suspense fallback={<Waiting rows={3} />}>
          <StationsMap
            stations={stations.data.items}
            latest={latest.data.items}
            factor={leading}
            hidden={hidden}
            onToggle={(layer) =>
              navigate({
                to: '/monitoring',
                search: { view: 'map', ...hiddenSearch(toggled(hidden, layer)) },
                replace: true,
              })
            }
          />
        </Suspense>
      )}
      {(stations.isPending || latest.isPending) && <Waiting rows={3} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {latest.error && <Trouble error={latest.error} retry={latest.refetch} />}
      {stations.data?.items.length === 0 && (
        <Empty title={t('web.cockpit.empty.title')}>{t('web.cockpit.empty.text')}</Empty>
      )}
      {view !== 'map' && stations.data && stations.data.items.length > 0 && latest.data && (
        <WideTable name={t('web.monitoring.stations')}>
          <table className="station-rows">
            <thead>
              <tr>
                <th scope="col">{t('web.column.station')}</th>
                <th scope="col" className="station-level">
                  {t('web.column.level')}
                </th>
                {factors.map((factor) => (
                  <th key={factor} scope="col" className="number">
                    {factorLabel(factor, language)} <span className="unit-line">{unitOf(factor)}</span>
                  </th>
                ))}
                <th scope="col" className="number" title={t('web.hour-by-end')}>
                  {t('web.column.hour')}
                </th>
                <th scope="col" className="number">
                  {t('web.column.realtime')}
                </th>
              </tr>
            </thead>
            <tbody>
              {stations.data.items.map((station) => {
                const values = latest.data.items.find((each) => each.stationId === station.id)?.factors ?? []
                const hour = values
                  .map((each) => each.hour?.endingAt)
                  .filter((at) => at !== undefined)
                  .sort()
                  .at(-1)
                const realtime = values
                  .map((each) => each.realtime?.at)
                  .filter((at) => at !== undefined)
                  .sort()
                  .at(-1)
                return (
                  <tr
                    key={station.id}
                    onClick={() => navigate({ to: '/stations/$code', params: { code: station.code } })}
                  >
                    <td className="nowrap">
                      <Link
                        to="/stations/$code"
                        params={{ code: station.code }}
                        className="row-link"
                        onClick={(event) => event.stopPropagation()}
                      >
                        {station.name}
                      </Link>{' '}
                      <span className="label station-code">{station.code}</span>
                    </td>
                    <td className="quiet station-level">{wordOf('web.level', station.level, t)}</td>
                    {factors.map((factor) => {
                      const one = values.find((each) => each.factor === factor)
                      const value = one?.hour?.value ?? null
                      const current = one?.realtime?.value ?? null
                      if (value === null && current === null) {
                        return (
                          <td key={factor} className="number label">
                            —
                          </td>
                        )
                      }
                      return (
                        <td key={factor} className="number">
                          {factor === leading && <Share value={value} of={highest} limit={limit} />}
                          <b>{value === null ? '—' : valueText(value, factor)}</b>
                          <span className="label realtime">{current === null ? '' : valueText(current, factor)}</span>
                        </td>
                      )
                    })}
                    <td className="number">{hour ? hourLabel(Date.parse(hour)) : '—'}</td>
                    <td className="number">{realtime ? shortInstant(Date.parse(realtime), now) : '—'}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  )
}
