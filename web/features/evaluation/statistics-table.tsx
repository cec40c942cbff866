import { CrossMark, TickMark } from '../../parts/marks.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { monthName } from '../../time/format.ts'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import type { EvaluatedFactor, Evaluation } from './queries.ts'

/** Factor by factor: its statistics against their limits, what they were made of, whether the standard was attained and why not. */
export function StatisticsTable({ evaluation, isYear }: { evaluation: Evaluation; isYear: boolean }) {
  const { t, language } = useText()
  const { composite, goodDays, countedDays, goodDayRatio, attained } = evaluation
  // What lacks of all six for the same reason, an outage or a station that came late, is said once beside all of them.
  const reasons = evaluation.factors.map((one) => JSON.stringify(isYear ? one.reasons : one.shortfalls))
  const isOneReason = reasons.length > 1 && reasons[0] !== '[]' && reasons.every((each) => each === reasons[0])
  return (
    <>
      <WideTable name={t('web.evaluation.six')}>
        <table className="statistics">
          <thead>
            <tr>
              <th scope="col">{t('web.evaluation.factor')}</th>
              <th scope="col" className="number">
                {t('web.evaluation.mean')}
              </th>
              <th scope="col" className="number">
                {t('web.evaluation.limit')}
              </th>
              <th scope="col" className="number">
                {t('web.evaluation.percentile')}
              </th>
              <th scope="col" className="number">
                {t('web.evaluation.limit')}
              </th>
              <th scope="col" className="number">
                {t('web.evaluation.valid-days')}
              </th>
              <th scope="col" className="number">
                {t('web.evaluation.fewest-days')}
              </th>
              {isYear && <th scope="col">{t('web.evaluation.attained')}</th>}
              <th scope="col">{t('web.evaluation.why')}</th>
            </tr>
          </thead>
          <tbody>
            {evaluation.factors.map((one, row) => (
              <tr key={one.factor}>
                <td className="nowrap">
                  <b>{factorLabel(one.factor, language)}</b> <span className="label">{one.unit}</span>
                </td>
                <td className="number">
                  <b>{one.meanLimit === null ? '' : figureText(one.name, one.mean)}</b>
                </td>
                <td className="number quiet">{one.meanLimit ?? ''}</td>
                <td className="number">
                  {one.percentile && (
                    <>
                      <span className="label">P{one.percentile.p}</span>{' '}
                      <b>{figureText(one.name, one.percentile.value)}</b>
                    </>
                  )}
                </td>
                <td className="number quiet">{one.percentileLimit ?? ''}</td>
                <td className="number">{one.validDays}</td>
                <td className="number">{one.minDaysInMonth}</td>
                {isYear && (
                  <td>
                    <Attained attained={one.attained} />
                  </td>
                )}
                {(row === 0 || !isOneReason) && (
                  <td className="statistics-why" rowSpan={isOneReason ? evaluation.factors.length : 1}>
                    <Reasons factor={one} isYear={isYear} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      <p className="evaluation-line">
        {composite !== null && (
          <span>
            {t('web.evaluation.composite')} <b>{figureText('composite', composite.value)}</b>
            {t('web.join')}
            {t('web.evaluation.primary-is', {
              names: composite.primary.map((name) => factorLabel(codeOf(name), language)).join('+'),
            })}
          </span>
        )}
        <span>
          {t('web.evaluation.good-days')} <b>{goodDays}</b>/{countedDays}
          {goodDayRatio !== null && (
            <>
              {' '}
              <b>{figureText('goodDays', goodDayRatio)} %</b>
            </>
          )}
        </span>
        {isYear && (
          <span>
            {t('web.evaluation.all-six')} <Attained attained={attained} />
          </span>
        )}
      </p>
    </>
  )
}

function Attained({ attained }: { attained: boolean | null }) {
  const { t } = useText()
  if (attained === null) return <span className="label nowrap">{t('web.evaluation.not-judged')}</span>
  return (
    <span className={attained ? 'nowrap' : 'nowrap late'}>
      {attained ? <TickMark /> : <CrossMark />} {t(attained ? 'web.evaluation.yes' : 'web.evaluation.no')}
    </span>
  )
}

/** In words: what is over its limit and how far, what is lacking of a valid statistic. */
function Reasons({ factor, isYear }: { factor: EvaluatedFactor; isYear: boolean }) {
  const { t } = useText()
  const reasons = isYear ? factor.reasons : factor.shortfalls
  const months = reasons.filter((reason) => reason.reason === 'too-few-days-in-month')
  const others = reasons.filter((reason) => reason.reason !== 'too-few-days-in-month')
  const told = months.map(({ month, days, needed }) =>
    t('web.evaluation.reason.of-month', { month: monthName(month, t).replace(' ', '\u00a0'), days, needed }),
  )
  return (
    <>
      {others.map((reason) => (
        <span key={reason.reason} className={'exceedMultiple' in reason ? 'late' : undefined}>
          {reasonText(reason, t)}
        </span>
      ))}
      {told.length > 0 && (
        <span>{t('web.evaluation.reason.too-few-days-in-month', { months: told.join(t('web.list')) })}</span>
      )}
    </>
  )
}

type Reason = Exclude<EvaluatedFactor['reasons'][number], { reason: 'too-few-days-in-month' }>

function reasonText(reason: Reason, t: Translate): string {
  switch (reason.reason) {
    case 'too-few-days':
      return t('web.evaluation.reason.too-few-days', reason)
    case 'no-value':
      return t('web.evaluation.reason.no-value')
    case 'mean-over-limit':
    case 'percentile-over-limit':
      return t(`web.evaluation.reason.${reason.reason}`, { times: reason.exceedMultiple.toFixed(2) })
  }
}
