import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { rulesQuery, silencesQuery } from '../../api/queries.ts'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'

/** The way between the pages of alerts: the stream, the rules that raise them, what is silenced. */
export function AlertTabs() {
  const { t } = useText()
  const me = useMe()
  const mayRules = me.may('read-rules')
  const rules = useQuery({ ...rulesQuery, enabled: mayRules })
  const silences = useQuery({ ...silencesQuery, enabled: mayRules })
  const noisy = (rules.data?.items ?? []).filter((rule) => rule.isNoisy).length
  const lasting = (silences.data?.items ?? []).filter((silence) => !silence.isOver).length
  const ref = useHereInSight(`${noisy} ${lasting}`)
  if (!mayRules) return null
  return (
    <nav ref={ref} className="tabs" aria-label={t('web.alerts.parts')}>
      <Link to="/alerts" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
        {t('web.alerts.stream')}
      </Link>
      <Link to="/alerts/rules" className="tab" activeOptions={{ exact: false, includeSearch: false }}>
        {t('web.alerts.rules')} <span className="tab-count">{noisy || ''}</span>
      </Link>
      <Link to="/alerts/silences" className="tab" activeOptions={{ exact: true, includeSearch: false }}>
        {t('web.alerts.silences')} <span className="tab-count">{lasting || ''}</span>
      </Link>
    </nav>
  )
}
