import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type RankingKey, rankingKeys } from '../../../src/domain/evaluations/model.ts'
import { Share } from '../../parts/share.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, wordOf } from '../../text/names.ts'
import { Choices } from './choices.tsx'
import { Doubts } from './doubts.tsx'
import { codeOf } from './factors.ts'
import { figureText, publishedText, signedText } from './figures.ts'
import { Frame } from './frame.tsx'
import { periodText, tableText } from './period-text.ts'
import { type District, rankingAskedOf, rankingQuery } from './queries.ts'
import type { EvaluationSearch } from './view.ts'

// catalogue keys: web.evaluation.list.*

const order = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const
type Column = 'rank' | 'publishedRank' | (typeof order)[number] | 'composite' | 'goodDays' | 'change'

/** Districts in the order of a list, the county's own marked, what was published beside what Weike counts. */
export function RankingTab({ search, choices }: { search: EvaluationSearch; choices: HTMLElement | null }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const ranking = useQuery(rankingQuery(search))
  if (ranking.isPending) return <Waiting rows={12} />
  if (ranking.error) return <Trouble error={ranking.error} retry={ranking.refetch} />
  const { data } = ranking
  if (data.period === null) {
    return (
      <Empty title={t('web.evaluation.ranking-empty.title')}>
        <p>{t('web.evaluation.ranking-empty.text')}</p>
        {me.may('import-readings') && (
          <p className="empty-ways">
            <Link to="/import" className="button primary">
              {t('web.evaluation.import-ranking')}
            </Link>
          </p>
        )}
      </Empty>
    )
  }
  const own = data.items.find(({ isOwn }) => isOwn)
  const periods = data.periods.includes(data.period) ? data.periods : [...data.periods, data.period]
  return (
    <>
      <Choices place={choices}>
        <select
          className="input"
          aria-label={t('web.evaluation.period')}
          value={data.period}
          onChange={(event) =>
            navigate({ to: '/evaluation', search: { ...search, period: event.target.value }, replace: true })
          }
        >
          {periods.toReversed().map((period) => (
            <option key={period} value={period}>
              {periodText(period, t)}
            </option>
          ))}
        </select>
        <nav className="chips" aria-label={t('web.evaluation.lists')}>
          {rankingKeys.map((list) => (
            <Link
              key={list}
              to="/evaluation"
              search={{ ...search, list }}
              className="chip"
              activeOptions={{ exact: true }}
              aria-current={list === data.list.key ? 'page' : undefined}
            >
              {wordOf('web.evaluation.list', list, t)}
            </Link>
          ))}
        </nav>
        {me.may('import-readings') && (
          <Link to="/import" className="link push">
            {t('web.evaluation.import-ranking')}
          </Link>
        )}
      </Choices>
      <Frame
        title={t('web.evaluation.ranking-of', {
          list: wordOf('web.evaluation.list', data.list.key, t),
          period: periodText(data.period, t),
        })}
        note={[
          data.table === null ? '' : tableText(data.table, t),
          t(`web.evaluation.list-source.${data.list.key}`, { decimals: data.list.decimals }),
          t('web.evaluation.ranking-units'),
        ]
          .filter(Boolean)
          .join(t('web.join'))}
        file={{ name: 'GET /api/evaluations/ranking', query: rankingAskedOf({ ...search, period: data.period }) }}
        fileName={`${data.period}-${data.list.key}`}
      >
        {own && <OwnLine own={own} total={data.items.filter(({ rank }) => rank !== null).length} />}
        {data.items.length === 0 ? (
          <Empty title={t('web.evaluation.ranking-none', { period: periodText(data.period, t) })}>
            {t('web.evaluation.ranking-empty.text')}
          </Empty>
        ) : (
          <DistrictsTable items={data.items} listKey={data.list.key} />
        )}
        <Doubts doubts={data.doubts} />
      </Frame>
    </>
  )
}

/** Where the county stands, and whether what was published is what Weike counts. */
function OwnLine({ own, total }: { own: District; total: number }) {
  const { t } = useText()
  return (
    <p className="evaluation-line">
      <span>
        {own.name}{' '}
        <b>
          {own.rank === null
            ? t('web.evaluation.no-rank')
            : t(own.isTied ? 'web.evaluation.rank-tied' : 'web.evaluation.rank-of', { rank: own.rank, total })}
        </b>
      </span>
      {own.published !== null && own.computed !== null && (
        <span className={own.differs ? 'attention' : undefined}>
          {t(own.differs ? 'web.evaluation.differs' : 'web.evaluation.agrees', {
            published: figureText('composite', own.published.composite),
            computed: figureText('composite', own.computed.composite),
          })}
        </span>
      )}
      {own.published === null && <span className="quiet">{t('web.evaluation.own-unpublished')}</span>}
      {own.published !== null && own.computed === null && (
        <span className="quiet">{t('web.evaluation.own-uncounted')}</span>
      )}
    </p>
  )
}

function figureOf(one: District, column: Column): number | null {
  if (column === 'rank' || column === 'publishedRank') return one[column]
  return one.published?.[column] ?? one.computed?.[column] ?? null
}

const byOf: Readonly<Record<RankingKey, Column>> = {
  composite: 'composite',
  fine: 'pm25',
  goodDays: 'goodDays',
  improvement: 'change',
}

function DistrictsTable({ items, listKey }: { items: readonly District[]; listKey: RankingKey }) {
  const { t, language } = useText()
  const [sort, setSort] = useState<{ column: Column; down: boolean }>({ column: 'rank', down: false })
  const sorted = items.toSorted((a, b) => {
    const [one, other] = [figureOf(a, sort.column), figureOf(b, sort.column)]
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    return sort.down ? other - one : one - other
  })
  const most = Math.max(0, ...items.map(({ value }) => Math.abs(value ?? 0)))
  const all: { column: Column; name: string }[] = [
    ...order.map((name) => ({ column: name, name: factorLabel(codeOf(name), language) })),
    { column: 'composite', name: t('web.evaluation.composite') },
    { column: 'goodDays', name: t('web.evaluation.good-ratio') },
    { column: 'change', name: t('web.evaluation.change') },
  ]
  // What the list goes by has a column of its own.
  const columns = all.filter(({ column }) => column !== byOf[listKey])
  const heading = (column: Column, name: string, isNumber = true) => (
    <th
      key={column}
      scope="col"
      className={isNumber ? 'number' : undefined}
      aria-sort={sort.column === column ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className="sort"
        onClick={() => setSort({ column, down: sort.column === column && !sort.down })}
      >
        {name}
        {sort.column === column && <span aria-hidden="true">{sort.down ? ' ↓' : ' ↑'}</span>}
      </button>
    </th>
  )
  return (
    <WideTable name={t('web.evaluation.districts')}>
      <table className="districts">
        <thead>
          <tr>
            {heading('rank', t('web.evaluation.rank'), false)}
            <th scope="col">{t('web.evaluation.district')}</th>
            {heading(byOf[listKey], t(`web.evaluation.list.${listKey}`))}
            {heading('publishedRank', t('web.evaluation.published-rank'))}
            {columns.map(({ column, name }) => heading(column, name))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.name} className={one.isOwn ? 'here' : undefined}>
              <td className="nowrap">
                <b>{one.rank ?? '–'}</b> {one.isTied && <span className="label">{t('web.evaluation.tied')}</span>}
              </td>
              <td className="nowrap">
                {one.isOwn ? <b>{one.name}</b> : one.name}{' '}
                {one.isOwn && <span className="label">{t('web.evaluation.own')}</span>}
                {one.by === 'computed' && <span className="label"> {t('web.evaluation.counted-here')}</span>}
              </td>
              <td className="number">
                <Share value={one.value === null ? null : Math.abs(one.value)} of={most} limit={null} />{' '}
                <b>
                  {listKey === 'improvement' && one.value !== null
                    ? `${signedText(one.value)} %`
                    : figureText(listKey === 'fine' ? 'pm25' : listKey, one.value)}
                </b>
              </td>
              <td className="number">
                {one.publishedRank ?? '–'}
                {one.publishedRank !== null && one.publishedRank !== one.rank && <span className="attention"> ≠</span>}
              </td>
              {columns.map(({ column }) => {
                const value = figureOf(one, column)
                return (
                  <td key={column} className="number quiet">
                    {value === null
                      ? '–'
                      : column === 'change'
                        ? `${signedText(value)} %`
                        : column === 'goodDays'
                          ? `${publishedText(column, value)} %`
                          : publishedText(column, value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}
