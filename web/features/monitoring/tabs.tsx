import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { correctionsQuery, feedsQuery, openFindingsQuery, quarantinedDevicesQuery } from '../../api/queries.ts'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { needsHand } from '../feeds/order.ts'
import './monitoring.css'

/** The way between the pages of monitoring: stations, devices, what was kept but not taken, what a person should judge. */
export function MonitoringTabs() {
  const { t } = useText()
  const me = useMe()
  const mayDevices = me.may('read-devices')
  const kept = useQuery({ ...quarantinedDevicesQuery, enabled: mayDevices })
  // Who judges no value but agrees to what others propose comes for that alone.
  const decidesOnly = me.may('approve-correction') && !me.may('correct-readings')
  const findings = useQuery({ ...openFindingsQuery, enabled: me.may('read-corrections') && !decidesOnly })
  const proposed = useQuery({ ...correctionsQuery('proposed'), enabled: decidesOnly })
  const feeds = useQuery({ ...feedsQuery, enabled: me.may('read-feeds') })
  const troubled = (feeds.data?.items ?? []).filter(needsHand).length
  const frames = (kept.data?.items ?? []).reduce((sum, each) => sum + each.frames, 0)
  const count = decidesOnly ? proposed.data?.items.filter(({ mayDecide }) => mayDecide).length : findings.data
  const ref = useHereInSight(`${frames} ${count} ${troubled}`)
  return (
    <nav ref={ref} className="tabs" aria-label={t('web.monitoring.parts')}>
      <Link to="/monitoring" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
        {t('web.monitoring.stations')}
      </Link>
      {me.may('read-readings') && (
        <Link to="/compare" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
          {t('web.compare.title')}
        </Link>
      )}
      {mayDevices && (
        <>
          <Link to="/devices" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
            {t('web.monitoring.devices')}
          </Link>
          <Link to="/quarantine" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
            {t('web.monitoring.quarantine')} <span className="tab-count">{frames || ''}</span>
          </Link>
        </>
      )}
      {me.may('read-corrections') && (
        <Link
          to="/quality"
          search={decidesOnly ? { tab: 'corrections' } : {}}
          className="tab"
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {t('web.quality.title')} <span className="tab-count">{count || ''}</span>
        </Link>
      )}
      {me.may('read-feeds') && (
        <Link to="/feeds" className="tab" activeOptions={{ exact: false, includeSearch: false }}>
          {t('web.feeds.title')} <span className="tab-count">{troubled || ''}</span>
        </Link>
      )}
      {me.may('import-readings') && (
        <Link to="/import" className="tab" activeOptions={{ exact: false }}>
          {t('web.import.title')}
        </Link>
      )}
    </nav>
  )
}
