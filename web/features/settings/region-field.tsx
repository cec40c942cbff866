import { useQuery } from '@tanstack/react-query'
import { regionsQuery } from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { inTree } from '../cases/regions.ts'

/** One of the regions of the county, each under the one that it lies in. */
export function RegionField(props: { value: string; onChange: (id: string) => void; name?: string }) {
  const { t } = useText()
  const regions = useQuery(regionsQuery)
  return (
    <label className="field">
      <span>{props.name ?? t('web.column.region')}</span>
      <select className="input" value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {inTree(regions.data?.items ?? []).map(({ region, depth }) => (
          <option key={region.id} value={region.id}>
            {'　'.repeat(depth)}
            {region.name}
          </option>
        ))}
      </select>
    </label>
  )
}
