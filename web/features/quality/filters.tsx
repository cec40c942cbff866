import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { stationsQuery } from '../../api/queries.ts'
import { ChipSelect } from '../../parts/chip-select.tsx'
import { useText } from '../../text/language.ts'
import { factorName, factorOrder, wordOf } from '../../text/names.ts'
import { type QualitySearch, withoutGaps } from './view.ts'

// catalogue keys: web.reason.*

/** What the findings are narrowed by; the address keeps it. Factors and checks are those that have findings. */
export function FindingFilters(props: { search: QualitySearch; factors: readonly string[]; rules: readonly string[] }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const stations = useQuery(stationsQuery)
  const { search } = props
  const choose = (change: { [K in keyof QualitySearch]?: QualitySearch[K] | undefined }) =>
    navigate({ to: '/quality', search: withoutGaps({ ...search, ...change }), replace: true })
  const factors = withChosen(props.factors, search.factor)
  const inOrder = [
    ...factorOrder.filter((factor) => factors.includes(factor)),
    ...factors.filter((factor) => !factorOrder.includes(factor)),
  ]
  return (
    <>
      <ChipSelect
        name={t('web.column.station')}
        value={search.station}
        choices={(stations.data?.items ?? []).map(({ code, name }) => ({ value: code, name }))}
        onChoose={(station) => choose({ station })}
      />
      <ChipSelect
        name={t('web.station.factor')}
        value={search.factor}
        choices={inOrder.map((value) => ({ value, name: factorName(value, language) }))}
        onChoose={(factor) => choose({ factor })}
      />
      <ChipSelect
        name={t('web.quality.rule')}
        value={search.rule}
        choices={withChosen(props.rules, search.rule).map((value) => ({ value, name: wordOf('web.reason', value, t) }))}
        onChoose={(rule) => choose({ rule })}
      />
    </>
  )
}

/** What an address asks for can be chosen, whether there is any of it or not. */
function withChosen(all: readonly string[], chosen: string | undefined): readonly string[] {
  return chosen === undefined || all.includes(chosen) ? all : [...all, chosen]
}
