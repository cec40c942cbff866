import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type CaseDetail, caseQuery, stationsQuery } from '../../api/queries.ts'
import { NotYet } from '../../parts/not-yet.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { useNow } from '../../time/use-now.ts'
import { BeforeAfter } from './before-after.tsx'
import './case-page.css'
import { CaseClock } from './case-clock.tsx'
import { Decision } from './decision.tsx'
import { Facts, People } from './facts.tsx'
import { PlaceMap } from './place-map.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import { StageLine } from './stage-line.tsx'
import { Story } from './story.tsx'

const route = getRouteApi('/inside/cases/$id')

/** One case as one page: the line of its stages, its clock, facts, people, photos, story, and what may be done now. */
export function CasePage() {
  const detail = useQuery(caseQuery(route.useParams().id))
  if (detail.isPending) return <Waiting rows={8} height={80} />
  if (detail.error) return <Trouble error={detail.error} retry={detail.refetch} />
  return <CaseStory key={detail.data.case.id} detail={detail.data} />
}

function CaseStory({ detail }: { detail: CaseDetail }) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const stations = useQuery({ ...stationsQuery, enabled: me.may('read-stations') })
  const [isReturning, setReturning] = useState(false)
  const { case: one, clock } = detail
  return (
    <article className="case">
      <title>{`${one.number} ${one.title} · ${t('web.brand')}`}</title>
      <header className="case-head">
        <div className="case-title">
          <p className="label">
            <Link to="/cases" className="crumb" activeOptions={{ exact: true }}>
              {t('web.room.cases')}
            </Link>{' '}
            / {[one.number, wordOf('web.source', one.sourceClass, t), one.regionName].join(t('web.join'))}
          </p>
          <h1>{one.title}</h1>
        </div>
        <div className="case-acts no-print">
          {detail.may.includes('return') && (
            <button type="button" className="button" onClick={() => setReturning(true)}>
              {t('web.return.title')}
            </button>
          )}
          <button type="button" className="button print" onClick={() => print()}>
            {t('web.case.print')}
          </button>
        </div>
        {isReturning && <ReturnDialog detail={detail} onClose={() => setReturning(false)} />}
        <StageLine story={detail.story} dueAt={clock ? Date.parse(clock.dueAt) : null} now={now} />
        <CaseClock clock={clock} isClosed={one.state === 'closed'} now={now} />
      </header>
      <div className="case-columns">
        <div className="case-facts">
          <Facts detail={detail} stations={stations.data?.items ?? []} now={now} />
          <People detail={detail} />
          {(one.state === 'verified' || one.state === 'closed') && (
            <NotYet title={t('web.case.effect')} text={t('web.case.effect-not-yet')} />
          )}
        </div>
        <div className="case-story split">
          <BeforeAfter detail={detail} now={now} />
          <Story detail={detail} now={now} />
        </div>
        <aside className="case-decision split no-print" aria-label={t('web.case.decision')}>
          <PlaceMap detail={detail} stations={stations.data?.items ?? []} />
          <Decision detail={detail} now={now} />
        </aside>
      </div>
    </article>
  )
}
