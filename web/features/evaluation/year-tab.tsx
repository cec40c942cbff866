import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { Doubts } from './doubts.tsx'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import { Frame } from './frame.tsx'
import { periodText, tableText } from './period-text.ts'
import { askedOf, type Evaluation, type JudgedPeriod, periodsQuery } from './queries.ts'
import { StatisticsTable } from './statistics-table.tsx'
import type { EvaluationSearch, Version } from './view.ts'

const order = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const

/** One subject's year: a period factor by factor against its limits, and all its months, quarters and sums side by side. */
export function YearTab({ search, year }: { search: EvaluationSearch; year: number }) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const asked = { ...search, year }
  const periods = useQuery(periodsQuery(asked))
  if (periods.isPending) return <Waiting rows={10} />
  if (periods.error) return <Trouble error={periods.error} retry={periods.refetch} />
  const { data } = periods
  const last = data.periods.at(-1)
  if (last === undefined) {
    return <Empty title={t('web.evaluation.empty.title', { year })}>{t('web.evaluation.empty.text')}</Empty>
  }
  const chosen = data.periods.find(({ period }) => period === search.period) ?? last
  const evaluation = shownOf(chosen, search.version)
  const file = { name: 'GET /api/evaluations/periods', query: askedOf(asked) } as const
  return (
    <>
      <Frame
        title={t('web.evaluation.statistics-of', { name: data.subject.name, period: periodText(chosen.period, t) })}
        note={[tableText(evaluation.table, t), !chosen.isOver && t('web.evaluation.not-over')]
          .filter(Boolean)
          .join(t('web.join'))}
        file={file}
        fileName={`${data.subject.name}-${chosen.period}`}
      >
        <div className="evaluation-choices not-in-picture">
          <select
            className="input"
            aria-label={t('web.evaluation.period')}
            value={chosen.period}
            onChange={(event) =>
              navigate({ to: '/evaluation', search: { ...search, period: event.target.value }, replace: true })
            }
          >
            {data.periods.map(({ period }) => (
              <option key={period} value={period}>
                {periodText(period, t)}
              </option>
            ))}
          </select>
          {chosen.both && <VersionChoice search={search} />}
        </div>
        <StatisticsTable evaluation={evaluation} isYear={/^\d{4}$/.test(chosen.period)} />
        {data.threeYears && (
          <p className="evaluation-line">
            {t('web.evaluation.three-years', { from: year - 2, to: year })}{' '}
            {data.threeYears
              .map(({ name, mean }) => `${factorLabel(codeOf(name), language)} ${figureText(name, mean)}`)
              .join(t('web.join'))}
          </p>
        )}
        <Doubts doubts={evaluation.doubts} />
      </Frame>
      <Frame
        title={t('web.evaluation.all-periods', { name: data.subject.name, year })}
        note={t('web.evaluation.all-periods-note')}
        file={file}
        fileName={`${data.subject.name}-${year}`}
      >
        <WideTable name={t('web.evaluation.all-periods', { name: data.subject.name, year })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('web.evaluation.period')}</th>
                {order.map((name) => (
                  <th key={name} scope="col" className="number">
                    {factorLabel(codeOf(name), language)}
                    {name === 'co' && ' P95'}
                    {name === 'o3' && ' P90'}
                  </th>
                ))}
                <th scope="col" className="number">
                  {t('web.evaluation.composite')}
                </th>
                <th scope="col" className="number">
                  {t('web.evaluation.good-days')}
                </th>
                <th scope="col" className="number">
                  {t('web.evaluation.good-ratio')}
                </th>
                <th scope="col">{t('web.evaluation.valid')}</th>
              </tr>
            </thead>
            <tbody>
              {data.periods.map((one) => (
                <PeriodRow key={one.period} judged={one} version={search.version} isHere={one === chosen} />
              ))}
            </tbody>
          </table>
        </WideTable>
      </Frame>
    </>
  )
}

function shownOf({ reported, both }: JudgedPeriod, version: Version | undefined): Evaluation {
  return both === null || version === undefined ? reported : both[version]
}

function PeriodRow(props: { judged: JudgedPeriod; version: Version | undefined; isHere: boolean }) {
  const { t } = useText()
  const { period, isOver, both } = props.judged
  const of = shownOf(props.judged, props.version)
  const isValid = of.factors.every(({ valid }) => valid)
  return (
    <tr className={props.isHere ? 'here' : undefined}>
      <td className="nowrap">
        {periodText(period, t)} {both && <span className="label">{t('web.evaluation.adjusted')}</span>}
      </td>
      {order.map((name) => {
        const factor = of.factors.find((one) => one.name === name)
        const value = factor?.mean ?? factor?.percentile?.value ?? null
        return (
          <td key={name} className="number">
            {figureText(name, value)}
          </td>
        )
      })}
      <td className="number">{figureText('composite', of.composite?.value ?? null)}</td>
      <td className="number">
        {of.goodDays}/{of.countedDays}
      </td>
      <td className="number">{of.goodDayRatio === null ? '–' : `${figureText('goodDays', of.goodDayRatio)} %`}</td>
      <td className={isValid ? 'nowrap' : 'nowrap quiet'}>
        {isOver ? t(isValid ? 'web.evaluation.yes' : 'web.evaluation.no') : t('web.evaluation.not-over')}
      </td>
    </tr>
  )
}

/** Which of both: as an official report gives it, or all of it with, or without, what was taken out. */
function VersionChoice({ search }: { search: EvaluationSearch }) {
  const { t } = useText()
  const navigate = useNavigate()
  return (
    <select
      className="input"
      aria-label={t('web.evaluation.version')}
      value={search.version ?? ''}
      onChange={(event) => {
        const { version: _version, ...rest } = search
        const version = (['with', 'without'] as const).find((one) => one === event.target.value)
        navigate({ to: '/evaluation', search: version ? { ...rest, version } : rest, replace: true })
      }}
    >
      <option value="">{t('web.evaluation.as-reported')}</option>
      <option value="with">{t('web.evaluation.with')}</option>
      <option value="without">{t('web.evaluation.without')}</option>
    </select>
  )
}
