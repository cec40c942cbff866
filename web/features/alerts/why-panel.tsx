import { useQuery } from '@tanstack/react-query'
import { type AlertDetail, rulesQuery } from '../../api/queries.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { dayClockText, hourLabel } from '../../time/format.ts'
import { whyOf } from './why.ts'
import { amountText, unitWord } from './words.ts'

/** Why it was raised, in the numbers that were compared. */
export function WhyPanel({ detail }: { detail: AlertDetail }) {
  const { t } = useText()
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const { alert, exceedances } = detail
  const rule = rules.data?.items.find((each) => each.id === alert.ruleId) ?? null
  const why = whyOf(alert, exceedances, rule)
  if (why === null) return null
  const unit = unitWord(alert.unit, t)
  const amount = (value: number) => `${amountText(value, alert)} ${unit}`
  const at = Date.parse(why.periodEnd)
  const when =
    alert.resolution === 'hour' ? `${dayClockText(at - 1, at).slice(0, 5)} ${hourLabel(at)}` : dayClockText(at, at)
  const facts: [name: string, value: string, isStrong?: boolean][] = []
  if (why.kind === 'neighbours') {
    facts.push([t('web.why.value'), amount(why.value), true], [t('web.why.median'), amount(why.median)])
    facts.push([
      t('web.why.over-median'),
      [
        `+${amount(why.over)}`,
        ...(why.times === null ? [] : [t('web.why.times', { times: why.times.toFixed(1) })]),
      ].join(t('web.join')),
    ])
    facts.push([t('web.why.level'), amount(why.level)])
  } else if (why.kind === 'rise') {
    facts.push([t('web.why.value'), amount(why.value), true], [t('web.why.lowest'), amount(why.lowest)])
    facts.push([t('web.why.risen'), `+${amount(why.over)}`], [t('web.why.level'), amount(why.level)])
  } else if (why.kind === 'threshold') {
    facts.push([t('web.why.value'), amount(why.value), true], [t('web.why.level'), amount(why.level)])
    facts.push([t('web.why.over'), `+${amount(why.over)}`])
  } else {
    facts.push([t(`web.why.found.${why.kind}`), amount(why.value), true])
    facts.push([t(`web.why.level.${why.kind}`), amount(why.level)])
  }
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{t('web.why.title')}</h2>
        <span className="label">{when}</span>
      </header>
      <dl className="why-facts">
        {facts.map(([name, value, isStrong]) => (
          <div key={name}>
            <dt className="label">{name}</dt>
            <dd>{isStrong ? <b>{value}</b> : value}</dd>
          </div>
        ))}
      </dl>
      {(why.kind === 'neighbours' || why.kind === 'rise') && <p className="label">{t('web.why.worked-back')}</p>}
    </section>
  )
}
