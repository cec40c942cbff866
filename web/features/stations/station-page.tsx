import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { devicesQuery, regionsQuery, type Station, stationsQuery } from '../../api/queries.ts'
import { Later } from '../../parts/later.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { DeviceMark } from '../devices/marks.tsx'
import { stateOf } from '../devices/order.ts'
import { DataTab } from './data-tab.tsx'
import { Overview } from './overview.tsx'
import './stations.css'
import { type StationSearch, type StationTab, stationTabs, tabOf } from './view.ts'

const route = getRouteApi('/inside/stations/$code')

// catalogue keys: web.level.*, web.device.state.*

/** One station: all of it in one look, or the readings of a factor, each traceable to the bytes it came in. */
export function StationPage() {
  const { t } = useText()
  const { code } = route.useParams()
  const search = route.useSearch()
  const stations = useQuery(stationsQuery)
  if (stations.isPending) return <Waiting rows={8} height={64} />
  if (stations.error) return <Trouble error={stations.error} retry={stations.refetch} />
  const station = stations.data.items.find((each) => each.code === code)
  if (station === undefined) {
    return (
      <Empty title={t('web.station.unknown', { code })}>
        <Link to="/monitoring">{t('web.station.all')}</Link>
      </Empty>
    )
  }
  const tab = tabOf(search)
  return (
    <div key={code}>
      <title>{`${station.name} · ${t('web.brand')}`}</title>
      <Head station={station} search={search} tab={tab} />
      <Later>
        {tab === 'data' ? (
          <DataTab station={station} search={search} />
        ) : (
          <Overview station={station} search={search} />
        )}
      </Later>
    </div>
  )
}

function Head({ station, search, tab }: { station: Station; search: StationSearch; tab: StationTab }) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(60_000)
  const regions = useQuery(regionsQuery)
  const devices = useQuery({ ...devicesQuery, enabled: me.may('read-devices') })
  const here = (devices.data?.items ?? []).filter(({ boundTo }) => boundTo?.id === station.id)
  const region = regions.data?.items.find(({ id }) => id === station.regionId)?.name
  const facts = [wordOf('web.level', station.level, t), region, station.code].filter((each) => each !== undefined)
  return (
    <header className="page-bar tabs-bar station-bar">
      <div className="station-title">
        <h1>{station.name}</h1>
        <p className="label">
          <Link to="/monitoring" className="crumb">
            {t('web.room.monitoring')}
          </Link>{' '}
          / {facts.join(t('web.join'))}
        </p>
      </div>
      <nav className="tabs" aria-label={t('web.station.parts')}>
        {stationTabs.map((each) => (
          <Link
            key={each}
            to="/stations/$code"
            params={{ code: station.code }}
            search={ofTab(search, each)}
            className="tab"
            activeOptions={{ exact: true }}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t(`web.station.tab.${each}`)}
          </Link>
        ))}
      </nav>
      {here.length > 0 && (
        <ul className="station-devices push" aria-label={t('web.monitoring.devices')}>
          {here.map((device) => (
            <li key={device.id}>
              <DeviceMark state={stateOf(device, now)} />{' '}
              <Link to="/devices/$id" params={{ id: device.id }}>
                {device.name}
              </Link>{' '}
              <span className="label">{wordOf('web.device.state', stateOf(device, now), t)}</span>
            </li>
          ))}
        </ul>
      )}
      <Link to="/compare" search={{ stations: station.code }} className={here.length > 0 ? 'button' : 'button push'}>
        {t('web.compare.title')}
      </Link>
    </header>
  )
}

/** The other page of the station, of the same time; what is open is closed. */
function ofTab(search: StationSearch, tab: StationTab): StationSearch {
  const { tab: _tab, mn: _mn, at: _at, day: _day, resolution: _resolution, factor, ...rest } = search
  return tab === 'overview' ? rest : { ...rest, tab, ...(factor === undefined ? {} : { factor }) }
}
