import { useQuery } from '@tanstack/react-query'
import { type QualityRule, qualityRulesQuery } from '../../api/queries.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel, factorOrder, wordOf } from '../../text/names.ts'

// catalogue keys: web.reason.*, web.quality.number.*, web.quality.origin.*

/** The numbers of the checks that a county may set, its own before the usual ones, factors in their usual order. */
export function Rules() {
  const { t, language } = useText()
  const rules = useQuery(qualityRulesQuery)
  if (rules.isPending) return <Waiting rows={8} />
  if (rules.error) return <Trouble error={rules.error} retry={rules.refetch} />
  const items = rules.data.items.toSorted(
    (a, b) => Number(b.origin === 'county') - Number(a.origin === 'county') || placeOf(a.factor) - placeOf(b.factor),
  )
  const columns: readonly ShownColumn<QualityRule>[] = [
    { key: 'rule', name: t('web.quality.rule'), value: ({ rule }) => wordOf('web.reason', rule, t) },
    {
      ...{ key: 'factor', name: t('web.station.factor'), className: 'nowrap rules-factor' },
      value: ({ factor }) => (factor === null ? t('web.quality.all-factors') : factorLabel(factor, language)),
      order: ({ factor }) => placeOf(factor),
    },
    {
      ...{ key: 'number', name: t('web.quality.number'), className: 'rules-number' },
      value: ({ name }) => wordOf('web.quality.number', name, t),
    },
    {
      ...{ key: 'value', name: t('web.quality.value'), align: 'right', className: 'rules-value' },
      value: ({ value, unit }) => told(value, unit, t),
      order: ({ value }) => value ?? Number.NEGATIVE_INFINITY,
      show: ({ value, unit }) => <b>{told(value, unit, t)}</b>,
    },
    {
      ...{ key: 'usual', name: t('web.quality.usual-number'), align: 'right', className: 'rules-usual' },
      value: ({ usual, unit }) => told(usual, unit, t),
      order: ({ usual }) => usual ?? Number.NEGATIVE_INFINITY,
      show: ({ usual, unit }) => (
        <>
          <span className="rules-word">{t('web.quality.usual-number')} </span>
          {told(usual, unit, t)}
        </>
      ),
    },
    {
      ...{ key: 'origin', name: t('web.quality.origin'), className: 'nowrap rules-origin' },
      value: ({ origin }) => wordOf('web.quality.origin', origin, t),
    },
  ]
  return (
    <>
      <p className="rules-text">{t('web.quality.rules-text')}</p>
      <ShownTable
        name={t('web.quality.rules')}
        keptAs="quality-rules"
        className="rules-table"
        rows={items}
        rowKey={({ rule, factor, name }) => `${rule} ${factor} ${name}`}
        columns={columns}
        rowClass={({ origin }) => (origin === 'county' ? 'rules-county' : undefined)}
      />
    </>
  )
}

/** Where a factor stands among the others; what is not of the six, and what is of all of them, after those. */
function placeOf(factor: string | null): number {
  const place = factor === null ? -1 : factorOrder.indexOf(factor)
  return place === -1 ? factorOrder.length : place
}

/** As it was set, to the last digit, with a true minus. */
function told(value: number | null, unit: string, t: Translate): string {
  return value === null ? t('web.quality.not-looked-for') : `${String(value).replace('-', '−')} ${unit}`.trim()
}
