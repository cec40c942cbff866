import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { type Device, devicesQuery, type Station, stationsQuery } from '../../api/queries.ts'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import './devices.css'
import { DevicesTable } from './list-table.tsx'
import { byNeed, isFound, stateOf, troublesOf } from './order.ts'
import { Strangers } from './strangers.tsx'

const route = getRouteApi('/inside/devices')

/** The loggers of the county and how each is, those that need a hand first. */
export function DevicesPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const search = route.useSearch()
  const navigate = useNavigate()
  const devices = useQuery(devicesQuery)
  const stations = useQuery(stationsQuery)
  const all = (devices.data?.items ?? []).toSorted(byNeed(now))
  const placeOf = placeNames(stations.data?.items ?? [], t)
  const isOffline = (device: Device) => ['offline', 'silent'].includes(stateOf(device, now))
  const loggers = all.filter(({ kind }) => kind === 'hj212')
  const isTroubled = (device: Device) => troublesOf(device) > 0
  const filters = [
    { show: undefined, name: t('web.devices.all'), items: all },
    { show: 'offline', name: t('web.devices.offline'), items: all.filter(isOffline) },
    { show: 'errors', name: t('web.devices.with-errors'), items: all.filter(isTroubled) },
  ] as const
  const filtered = filters.find(({ show }) => show === search.show)?.items ?? all
  const shown = filtered.filter((device) => isFound([device.name, device.mn, placeOf(device)], search.q ?? ''))
  return (
    <>
      <title>{`${t('web.monitoring.devices')} · ${t('web.brand')}`}</title>
      <header className="page-bar tabs-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <MonitoringTabs />
      </header>
      <div className="tool-bar" hidden={!me.may('read-devices')}>
        <nav className="chips" aria-label={t('web.filter')}>
          {filters.map(({ show, name, items }) => (
            <Link
              key={name}
              to="/devices"
              search={{ ...(show ? { show } : {}), ...(search.q ? { q: search.q } : {}) }}
              className="chip"
              activeOptions={{ exact: true }}
            >
              {name} <span>{devices.data ? items.length : ''}</span>
            </Link>
          ))}
        </nav>
        <input
          type="search"
          className="input tool-search"
          aria-label={t('web.devices.search')}
          placeholder={t('web.devices.search')}
          value={search.q ?? ''}
          onChange={(event) => {
            const q = event.target.value
            navigate({
              to: '/devices',
              search: { ...(search.show ? { show: search.show } : {}), ...(q ? { q } : {}) },
              replace: true,
            })
          }}
        />
        {me.may('manage-devices') && (
          <Link to="/devices/new" className="button primary push">
            {t('web.devices.register')}
          </Link>
        )}
      </div>
      <Strangers />
      {(devices.isPending || stations.isPending) && <Waiting rows={8} />}
      {devices.error && <Trouble error={devices.error} retry={devices.refetch} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {devices.data && all.length === 0 && (
        <Empty title={t('web.monitoring.no-devices.title')}>
          <p>{t('web.monitoring.no-devices.text')}</p>
          <p className="empty-ways">
            {me.may('manage-devices') && <Link to="/devices/new">{t('web.devices.register')}</Link>}
            <Link to="/quarantine">{t('web.devices.see-quarantine')}</Link>
          </p>
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && (
        <Empty title={t(search.q ? 'web.devices.none-found' : 'web.devices.none-so')}>
          <Link to="/devices">{t('web.devices.show-all', { devices: all.length })}</Link>
        </Empty>
      )}
      {stations.data && shown.length > 0 && <DevicesTable devices={shown} placeOf={placeOf} now={now} />}
      {shown.length > 0 && (
        <footer className="label table-foot">
          {t('web.devices.foot', { online: loggers.length - loggers.filter(isOffline).length, all: loggers.length })}
        </footer>
      )}
    </>
  )
}

/** Where a device is: the name of its station, or the word for what else it is bound to. */
function placeNames(stations: readonly Station[], t: ReturnType<typeof useText>['t']): (device: Device) => string {
  return ({ boundTo }) =>
    boundTo === null
      ? t('web.monitoring.unbound')
      : (stations.find((station) => station.id === boundTo.id)?.name ?? wordOf('web.subject', boundTo.type, t))
}
