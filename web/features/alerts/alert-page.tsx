import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { alertQuery } from '../../api/queries.ts'
import { NotYet } from '../../parts/not-yet.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'
import { AlertChart } from './alert-chart.tsx'
import { AlertHead } from './alert-head.tsx'
import { Exceedances } from './exceedances.tsx'
import { FollowUps } from './follow-ups.tsx'
import { RulePanel } from './rule-panel.tsx'
import { WhyPanel } from './why-panel.tsx'
import { isOfLevel } from './words.ts'
import './alerts.css'

const AlertMap = lazy(() => import('./alert-map.tsx').then(({ AlertMap }) => ({ default: AlertMap })))

const route = getRouteApi('/inside/alerts/$id')

/** One alert: what was exceeded, why the rule spoke, who was told, who was sent and what came of it. */
export function AlertPage() {
  const { t } = useText()
  const { id } = route.useParams()
  const detail = useQuery(alertQuery(id))
  if (detail.isPending) return <Waiting rows={8} height={64} />
  if (detail.error) return <Trouble error={detail.error} retry={detail.refetch} />
  const { alert } = detail.data
  return (
    <>
      <title>{`${alert.number} · ${t('web.brand')}`}</title>
      <AlertHead key={id} detail={detail.data} />
      <div className="alert-columns">
        <div className="alert-main">
          <AlertChart detail={detail.data} />
          {isOfLevel(alert.kind) && alert.factor !== '' && (
            <Suspense>
              <AlertMap alert={alert} factor={alert.factor} />
            </Suspense>
          )}
          <Exceedances detail={detail.data} />
        </div>
        <div className="split">
          <WhyPanel detail={detail.data} />
          {isOfLevel(alert.kind) && alert.factor !== '' && (
            <NotYet title={t('web.alert.suspects')} text={t('web.alert.suspects-not-yet')} />
          )}
          <RulePanel detail={detail.data} />
          <FollowUps detail={detail.data} />
        </div>
      </div>
    </>
  )
}
