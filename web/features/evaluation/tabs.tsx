import { Link } from '@tanstack/react-router'
import { useHereInSight } from '../../parts/use-here-in-sight.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { type EvaluationSearch, type EvaluationTab, evaluationTabs } from './view.ts'

/**
 * The way between the pages of the evaluation, and to the targets.
 * @param here `undefined`: the calendar, which has no name
 */
export function EvaluationTabs({
  here,
  search = {},
}: {
  here: EvaluationTab | 'targets' | undefined
  search?: EvaluationSearch
}) {
  const { t } = useText()
  const me = useMe()
  const tabs = useHereInSight(here ?? '')
  return (
    <nav ref={tabs} className="tabs" aria-label={t('web.evaluation.parts')}>
      {[undefined, ...evaluationTabs].map((each) => (
        <Link
          key={each ?? 'calendar'}
          to="/evaluation"
          search={withTab(search, each)}
          className="tab"
          activeOptions={{ exact: true }}
          aria-current={each === here ? 'page' : undefined}
        >
          {t(each === undefined ? 'web.evaluation.tab.calendar' : `web.evaluation.tab.${each}`)}
        </Link>
      ))}
      {me.may('read-targets') && (
        <Link to="/targets" className="tab" activeOptions={{ includeSearch: false }}>
          {t('web.targets.title')}
        </Link>
      )}
    </nav>
  )
}

/** Another page of the room, about the same; what is open is closed, and a period is the page's own. */
function withTab(search: EvaluationSearch, tab: EvaluationTab | undefined): EvaluationSearch {
  const { tab: _tab, day: _day, period: _period, ...rest } = search
  return tab === undefined ? rest : { ...rest, tab }
}
