import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { verdicts } from '../../../src/domain/alerts/model.ts'
import { type AlertDetail, type AlertRule, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { alertTitle, FEWEST_FOR_SHARE, recordText, ruleSentence } from './words.ts'

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
            <Precision record={rule.record} />
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

/** Verdicts drawn at most; of more, each stands for several. */
const MOST_MARKS = 40

/** How often the rule was right, as a share where there are enough verdicts for one, and each verdict as a mark. */
function Precision({ record }: { record: AlertRule['record'] }) {
  const { t } = useText()
  const counts = verdicts.map((verdict) => ({ verdict, count: record.byVerdict[verdict] ?? 0 }))
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return null
  const each = Math.ceil(all / MOST_MARKS)
  const right = record.byVerdict.true ?? 0
  return (
    <div className="precision">
      {all >= FEWEST_FOR_SHARE && (
        <p>
          <b className="precision-share">{Math.round((right / all) * 100)}</b>{' '}
          <span className="label">{t('web.alert.precision')}</span>
        </p>
      )}
      <p className="precision-marks" aria-hidden="true">
        {counts.flatMap(({ verdict, count }) =>
          Array.from({ length: Math.round(count / each) }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: marks of one verdict are alike
            <i key={`${verdict} ${place}`} className={`verdict-mark verdict-mark-${verdict}`} />
          )),
        )}
      </p>
      <p className="label precision-key">
        {counts.map(({ verdict, count }) => (
          <span key={verdict}>
            <i className={`verdict-mark verdict-mark-${verdict}`} aria-hidden="true" />{' '}
            {wordOf('web.alert.verdict', verdict, t)} {count}
          </span>
        ))}
      </p>
    </div>
  )
}
