import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { Choices } from './choices.tsx'
import { Doubts } from './doubts.tsx'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import { FiguresHead, FiguresRow, shownOf } from './figures-table.tsx'
import { Frame } from './frame.tsx'
import { periodText, tableText } from './period-text.ts'
import { askedOf, periodsQuery, statisticsQuery } from './queries.ts'
import { StatisticsTable } from './statistics-table.tsx'
import type { EvaluationSearch } from './view.ts'

/** One subject's year: a period factor by factor against its limits, and all its months, quarters and sums side by side. */
export function YearTab({
  search,
  year,
  choices,
}: {
  search: EvaluationSearch
  year: number
  choices: HTMLElement | null
}) {
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
      <Choices place={choices}>
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
      </Choices>
      <Frame
        title={t('web.evaluation.statistics-of', { name: data.subject.name, period: periodText(chosen.period, t) })}
        note={[tableText(evaluation.table, t), !chosen.isOver && t('web.evaluation.not-over')]
          .filter(Boolean)
          .join(t('web.join'))}
        file={file}
        fileName={`${data.subject.name}-${chosen.period}`}
      >
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
            <FiguresHead first={t('web.evaluation.period')} />
            <tbody>
              {data.periods.map((one) => (
                <FiguresRow
                  key={one.period}
                  name={periodText(one.period, t)}
                  judged={one}
                  version={search.version}
                  isOver={one.isOver}
                  isHere={one === chosen}
                />
              ))}
            </tbody>
          </table>
        </WideTable>
      </Frame>
      <SubjectsTable search={search} period={chosen.period} isOver={chosen.isOver} hereId={data.subject.id} />
    </>
  )
}

/** Every station, town and the county in one period. */
function SubjectsTable(props: { search: EvaluationSearch; period: string; isOver: boolean; hereId: string }) {
  const { t } = useText()
  const { search, period, isOver, hereId } = props
  const asked = { period, ...(search.edition ? { edition: search.edition } : {}) }
  const statistics = useQuery(statisticsQuery(asked))
  if (statistics.isPending) return <Waiting rows={6} />
  if (statistics.error) return <Trouble error={statistics.error} retry={statistics.refetch} />
  const title = t('web.evaluation.all-subjects', { period: periodText(period, t) })
  return (
    <Frame
      title={title}
      note={t('web.evaluation.all-periods-note')}
      file={{ name: 'GET /api/evaluations/statistics', query: asked }}
      fileName={period}
    >
      <WideTable name={title}>
        <table>
          <FiguresHead first={t('web.evaluation.subject')} />
          <tbody>
            {statistics.data.items.map(({ subject, ...judged }) => (
              <FiguresRow
                key={subject.id}
                name={subject.name}
                note={subject.isOfficial ? undefined : t('web.evaluation.not-official')}
                judged={judged}
                version={search.version}
                isOver={isOver}
                isHere={subject.id === hereId}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
    </Frame>
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
