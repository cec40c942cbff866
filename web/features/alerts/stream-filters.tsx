import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ruleKinds, severities } from '../../../src/domain/alerts/model.ts'
import { stationsQuery } from '../../api/queries.ts'
import { ChipSelect } from '../../parts/chip-select.tsx'
import { useText } from '../../text/language.ts'
import { factorName, factorOrder, wordOf } from '../../text/names.ts'
import { type AlertSearch, AS_A_WHOLE, withoutGaps } from './view.ts'

// catalogue keys: web.rule.kind.*

/** What the stream is narrowed by beside how alerts stand; the address keeps it. */
export function StreamFilters({ search }: { search: AlertSearch }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const stations = useQuery(stationsQuery)
  const choose = (change: { [K in keyof AlertSearch]?: AlertSearch[K] | undefined }) =>
    navigate({ to: '/alerts', search: withoutGaps({ ...search, ...change }), replace: true })
  const named = [...new Set([...factorOrder, ...(search.factor ? [search.factor] : [])])].filter(
    (factor) => factor !== AS_A_WHOLE,
  )
  return (
    <>
      <ChipSelect
        name={t('web.rule.severity')}
        value={search.severity}
        choices={severities.map((value) => ({ value, name: wordOf('web.severity', value, t) }))}
        onChoose={(severity) => choose({ severity })}
      />
      <ChipSelect
        name={t('web.column.station')}
        value={search.station}
        choices={(stations.data?.items ?? []).map(({ id, name }) => ({ value: id, name }))}
        onChoose={(station) => choose({ station })}
      />
      <ChipSelect
        name={t('web.station.factor')}
        value={search.factor}
        choices={[
          ...named.map((value) => ({ value, name: factorName(value, language) })),
          { value: AS_A_WHOLE, name: t('web.alerts.as-a-whole') },
        ]}
        onChoose={(factor) => choose({ factor })}
      />
      <ChipSelect
        name={t('web.rule.kind')}
        value={search.kind}
        choices={ruleKinds.map((value) => ({ value, name: wordOf('web.rule.kind', value, t) }))}
        onChoose={(kind) => choose({ kind })}
      />
    </>
  )
}
