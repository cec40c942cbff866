import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type AlertDetail, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { alertTitle, recordText, ruleSentence } from './words.ts'

/** What was found out about an alert, and the rule that raised it with how often it was right. */
export function RulePanel({ detail }: { detail: AlertDetail }) {
  const { t, language } = useText()
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const stations = useQuery(stationsQuery)
  const { alert, verdictNote } = detail
  const rule = rules.data?.items.find((each) => each.id === alert.ruleId)
  return (
    <>
      {alert.verdict && (
        <section className="panel">
          <header className="panel-head">
            <h2>{t('web.alert.verdict-is', { verdict: wordOf('web.alert.verdict', alert.verdict, t) })}</h2>
            <span className="label">{alert.verifiedBy}</span>
          </header>
          <p>{verdictNote ?? t('web.alert.note-erased')}</p>
        </section>
      )}
      <section className="panel">
        <header className="panel-head">
          <h2>{t('web.alert.rule', { name: alert.ruleName })}</h2>
        </header>
        {rule ? (
          <>
            <p>{ruleSentence(rule, stations.data?.items ?? [], t, language)}</p>
            <p className="label">
              {t('web.alert.rule-groups', { minutes: rule.groupWindowMinutes })}{' '}
              {rule.kind === 'threshold' &&
                rule.threshold !== alert.threshold &&
                t('web.alert.rule-changed', { threshold: rule.threshold })}
            </p>
            <p className="label">
              {recordText(rule.record, t)} {rule.isNoisy && <span className="late">{t('web.rule.noisy')}</span>}{' '}
              <Link to="/alerts/rules/$id" params={{ id: rule.id }} className="underlined">
                {t('web.alert.to-rule')}
              </Link>
            </p>
          </>
        ) : (
          <p>{alertTitle(alert, t, language)}</p>
        )}
      </section>
    </>
  )
}
