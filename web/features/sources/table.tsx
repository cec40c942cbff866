import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type CircleRadii, circleAt } from '../../../src/domain/stations/model.ts'
import { distanceText } from '../../map/measure.ts'
import { SourceMark } from '../../parts/marks.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useRadii } from '../../place/circles.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { PlacedSource } from './order.ts'
import type { Order, SourcesSearch } from './search.ts'

/** Rows drawn before somebody asks for more. */
const AT_ONCE = 200

/** The register as rows, sorted by the column that was pressed. */
export function SourcesTable({ sources, search }: { sources: readonly PlacedSource[]; search: SourcesSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  const radii = useRadii()
  const [limit, setLimit] = useState(AT_ONCE)
  const column = (order: Order, className?: string) => (
    <SortHead order={order} search={search} {...(className ? { className } : {})} />
  )
  const hasDistance = sources.some(({ distanceM }) => distanceM !== null)
  return (
    <>
      <WideTable name={t('web.room.sources')}>
        <table className="sources-table">
          <thead>
            <tr>
              {column('code')}
              {column('name')}
              {column('kind')}
              {column('region')}
              {column('unit')}
              {hasDistance && column('distance', 'number')}
              <th scope="col">{t('web.sources.column.state')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.slice(0, limit).map(({ source, distanceM }) => (
              <tr key={source.id} onClick={() => navigate({ to: '/sources/$id', params: { id: source.id } })}>
                <td className="label sources-code">{source.code}</td>
                <td className="sources-name">
                  <Link
                    to="/sources/$id"
                    params={{ id: source.id }}
                    className="row-link"
                    onClick={(event) => event.stopPropagation()}
                  >
                    {source.name}
                  </Link>
                </td>
                <td className="nowrap sources-kind">
                  <SourceMark source={source.class} /> {wordOf('web.sources.kind', source.kind, t)}
                </td>
                <td className="quiet nowrap sources-region">{source.regionName}</td>
                <td className="sources-unit">
                  {source.unit ?? <span className="label">—</span>}
                  {source.person && <span className="label"> {source.person}</span>}
                </td>
                {hasDistance && (
                  <td className="number sources-distance">
                    {distanceM !== null && (
                      <>
                        <span className="label">{circleWord(distanceM, radii, t)}</span> {distanceText(distanceM)}
                      </>
                    )}
                  </td>
                )}
                <td className="nowrap sources-state">
                  <span className={source.state === 'active' ? 'quiet' : 'attention'}>
                    {wordOf('web.sources.state', source.state, t)}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {sources.length > limit && (
        <p className="table-foot">
          <button type="button" className="link" onClick={() => setLimit(limit + AT_ONCE * 5)}>
            {t('web.sources.more', { rows: sources.length - limit })}
          </button>
        </p>
      )}
    </>
  )
}

function circleWord(distanceM: number, radii: CircleRadii, t: ReturnType<typeof useText>['t']): string {
  const circle = circleAt(distanceM, radii)
  return wordOf('web.sources.circle', circle ?? 'beyond', t)
}

function SortHead({ order, search, className }: { order: Order; search: SourcesSearch; className?: string }) {
  const { t } = useText()
  const { sort: _sort, down: _down, ...rest } = search
  const isHere = (search.sort ?? 'code') === order
  const isDown = isHere && search.down === true
  const next: SourcesSearch = {
    ...rest,
    ...(order === 'code' ? {} : { sort: order }),
    ...(isHere && !isDown ? { down: true } : {}),
  }
  const sorted = isDown ? ('descending' as const) : ('ascending' as const)
  return (
    <th scope="col" className={className} aria-sort={isHere ? sorted : undefined}>
      <Link to="/sources" search={next} replace className="plain" resetScroll={false}>
        {wordOf('web.sources.sort', order, t)}
        {isHere ? (isDown ? ' ↓' : ' ↑') : ''}
      </Link>
    </th>
  )
}
