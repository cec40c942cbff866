import { useNavigate } from '@tanstack/react-router'
import { caseOrigins, sourceClasses } from '../../../src/domain/cases/model.ts'
import type { Case } from '../../api/queries.ts'
import { ChipSelect } from '../../parts/chip-select.tsx'
import { useRadii } from '../../place/circles.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { type CasesSearch, OUTSIDE, rings, withoutGaps } from './view.ts'

// catalogue keys: web.circle.*, web.cases.origin.*

/** What the list is narrowed by; units and regions are those that have a case. */
export function CaseFilters(props: { search: CasesSearch; cases: readonly Case[]; hasStation: boolean }) {
  const { t } = useText()
  const navigate = useNavigate()
  const radii = useRadii()
  const { search, cases } = props
  const choose = (change: { [K in keyof CasesSearch]?: CasesSearch[K] | undefined }) =>
    navigate({ to: '/cases', search: withoutGaps({ ...search, ...change }), replace: true })
  return (
    <>
      <ChipSelect
        name={t('web.column.source')}
        value={search.source}
        choices={sourceClasses.map((value) => ({ value, name: wordOf('web.source', value, t) }))}
        onChoose={(source) => choose({ source })}
      />
      {props.hasStation && (
        <ChipSelect
          name={t('web.column.circle')}
          value={search.ring}
          choices={rings
            .filter((value) => value === OUTSIDE || value === search.ring || radii[value] !== undefined)
            .map((value) => ({ value, name: wordOf('web.circle', value, t) }))}
          onChoose={(ring) => choose({ ring })}
        />
      )}
      <ChipSelect
        name={t('web.column.unit')}
        value={search.unit}
        choices={namesIn(cases.map(({ mainUnit }) => mainUnit))}
        onChoose={(unit) => choose({ unit })}
      />
      <ChipSelect
        name={t('web.column.region')}
        value={search.region}
        choices={namesIn(cases.map(({ regionName }) => regionName))}
        onChoose={(region) => choose({ region })}
      />
      <ChipSelect
        name={t('web.column.origin')}
        value={search.origin}
        choices={caseOrigins.map((value) => ({ value, name: wordOf('web.cases.origin', value, t) }))}
        onChoose={(origin) => choose({ origin })}
      />
    </>
  )
}

function namesIn(names: readonly (string | null)[]): { value: string; name: string }[] {
  const known = new Set(names.filter((name) => name !== null))
  return [...known].sort((a, b) => a.localeCompare(b)).map((name) => ({ value: name, name }))
}
