import { useQuery } from '@tanstack/react-query'
import { qualityRulesQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
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
  return (
    <>
      <p className="rules-text">{t('web.quality.rules-text')}</p>
      <WideTable name={t('web.quality.rules')}>
        <table className="rules-table">
          <thead>
            <tr>
              <th scope="col">{t('web.quality.rule')}</th>
              <th scope="col">{t('web.station.factor')}</th>
              <th scope="col">{t('web.quality.number')}</th>
              <th scope="col" className="number">
                {t('web.quality.value')}
              </th>
              <th scope="col" className="number">
                {t('web.quality.usual-number')}
              </th>
              <th scope="col">{t('web.quality.origin')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={`${one.rule} ${one.factor} ${one.name}`}>
                <td>{wordOf('web.reason', one.rule, t)}</td>
                <td className="nowrap rules-factor">
                  {one.factor === null ? t('web.quality.all-factors') : factorLabel(one.factor, language)}
                </td>
                <td className="rules-number">{wordOf('web.quality.number', one.name, t)}</td>
                <td className="number nowrap rules-value">
                  <b>{told(one.value, one.unit, t)}</b>
                </td>
                <td className="number nowrap quiet rules-usual">
                  <span className="rules-word">{t('web.quality.usual-number')} </span>
                  {told(one.usual, one.unit, t)}
                </td>
                <td className={`nowrap rules-origin rules-${one.origin}`}>
                  {wordOf('web.quality.origin', one.origin, t)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
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
