import { factorOf, factors, unitOf } from '../../../src/standards/factors.ts'
import { unitsLike } from '../../../src/standards/units.ts'
import type { ImportPlan, ImportProposal } from '../../api/queries.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorName, factorOrder, wordOf } from '../../text/names.ts'

type Column = ImportPlan['columns'][number]

/** More columns than that are looked at in the file itself. */
const SHOWN = 60

/** The six pollutants, then the rest in the order of the standard's table. */
const factorCodes = [...factorOrder, ...factors.map(({ code }) => code).filter((code) => !factorOrder.includes(code))]

/** Each column of the file: its first values, and what it is taken for. */
export function Columns(props: { plan: ImportPlan; proposal: ImportProposal; onChange: (columns: Column[]) => void }) {
  const { plan, proposal, onChange } = props
  const { t } = useText()
  const change = (place: number, column: Column) =>
    onChange(
      plan.columns.map((each, at) => {
        if (at === place) return column
        // One thing stands in one column.
        return column.target !== null && each.target === column.target ? { ...each, target: null, unit: null } : each
      }),
    )
  return (
    <WideTable name={t('web.import.columns')}>
      <table className="import-columns">
        <thead>
          <tr>
            <th scope="col">{t('web.import.column')}</th>
            <th scope="col">{t('web.import.first-values')}</th>
            <th scope="col">{t('web.import.taken-as')}</th>
            <th scope="col">{t('web.import.unit')}</th>
          </tr>
        </thead>
        <tbody>
          {plan.columns.slice(0, SHOWN).map((column, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may be alike
            <tr key={place} className={column.target === null ? 'unused' : undefined}>
              <td className="import-column-name">{column.name || t('web.import.no-name')}</td>
              <td className="quiet import-values">{valuesOf(proposal, place).join(t('web.join'))}</td>
              <td>
                <TargetChoice
                  column={column}
                  proposal={proposal}
                  kind={plan.kind}
                  onChange={(target) => change(place, { ...column, target, unit: null })}
                />
              </td>
              <td>
                <UnitChoice column={column} onChange={(unit) => change(place, { ...column, unit })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

function valuesOf({ rows }: ImportProposal, place: number): string[] {
  return rows
    .map(({ cells }) => cells[place]?.trim() ?? '')
    .filter((cell) => cell !== '')
    .slice(0, 3)
}

function TargetChoice(props: {
  column: Column
  proposal: ImportProposal
  kind: ImportPlan['kind']
  onChange: (target: string | null) => void
}) {
  const { t, language } = useText()
  const { column, proposal } = props
  return (
    <select
      className="input"
      aria-label={t('web.import.taken-as-of', { column: column.name })}
      value={column.target ?? ''}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    >
      <option value="">{t('web.import.not-used')}</option>
      {proposal.fields.map(({ key }) => (
        <option key={key} value={key}>
          {wordOf('web.import.field', key, t)}
        </option>
      ))}
      {props.kind === 'readings' &&
        factorCodes.map((code) => (
          <option key={code} value={code}>
            {factorName(code, language)}
          </option>
        ))}
    </select>
  )
}

/** Of a factor: the unit in which the file writes it. */
function UnitChoice({ column, onChange }: { column: Column; onChange: (unit: string | null) => void }) {
  const { t } = useText()
  const { target } = column
  const own = target === null || factorOf(target)?.code !== target ? '' : unitOf(target)
  if (target === null || own === '') return null
  return (
    <select
      className="input"
      aria-label={t('web.import.unit-of', { column: column.name })}
      value={column.unit ?? own}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {unitsLike(own, target).map((unit) => (
        <option key={unit}>{unit}</option>
      ))}
    </select>
  )
}
