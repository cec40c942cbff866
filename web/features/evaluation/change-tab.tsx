import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { PairedBars } from '../../charts/paired-bars.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { monthName } from '../../time/format.ts'
import { Choices } from './choices.tsx'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import { Frame } from './frame.tsx'
import { periodText, tableText } from './period-text.ts'
import { askedOf, type Compared, yearOnYearQuery } from './queries.ts'
import { type EvaluationSearch, type Measure, measures } from './view.ts'

/** Each month beside that of the year before, and January to each: by either table of limits where they changed in between. */
export function ChangeTab({
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
  const reply = useQuery(yearOnYearQuery(asked))
  if (reply.isPending) return <Waiting rows={10} />
  if (reply.error) return <Trouble error={reply.error} retry={reply.refetch} />
  const { data } = reply
  if (data.months.length === 0) {
    return <Empty title={t('web.evaluation.empty.title', { year })}>{t('web.evaluation.empty.text')}</Empty>
  }
  const measure = search.measure ?? 'pm25'
  const nameOf = (one: Measure) =>
    one === 'composite'
      ? t('web.evaluation.composite')
      : one === 'goodDays'
        ? t('web.evaluation.good-ratio')
        : `${factorLabel(codeOf(one), language)}${one === 'co' ? ' P95' : one === 'o3' ? ' P90' : ''}`
  const file = { name: 'GET /api/evaluations/year-on-year', query: askedOf(asked) } as const
  const bars = data.months.map((one) => {
    const value = valueIn(one, measure)
    return {
      name: monthName(Number(one.period.slice(5)), t),
      old: value?.old ?? null,
      now: value?.now ?? null,
    }
  })
  const through = data.cumulated.at(-1)
  const lastTable = data.months.at(-1)?.byTable.at(-1)?.table
  return (
    <>
      <Choices place={choices}>
        <select
          className="input"
          aria-label={t('web.evaluation.measure')}
          value={measure}
          onChange={(event) => {
            const chosen = measures.find((one) => one === event.target.value)
            if (chosen) navigate({ to: '/evaluation', search: { ...search, measure: chosen }, replace: true })
          }}
        >
          {measures.map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </Choices>
      <Frame
        title={t('web.evaluation.months-of', { name: data.subject.name, measure: nameOf(measure), year })}
        note={[unitOf(measure), lastTable === undefined ? '' : tableText(lastTable, t)]
          .filter(Boolean)
          .join(t('web.join'))}
        file={file}
        fileName={`${data.subject.name}-${year}-${measure}`}
      >
        <PairedBars
          pairs={bars}
          names={{ old: String(year - 1), now: String(year) }}
          text={(value) => figureText(measure, value)}
          height={260}
          label={t('web.evaluation.months-of', { name: data.subject.name, measure: nameOf(measure), year })}
        />
        {bars.every(({ old }) => old === null) && (
          <p className="evaluation-line quiet">{t('web.evaluation.no-before', { year: year - 1 })}</p>
        )}
      </Frame>
      {through && (
        <Frame
          title={t('web.evaluation.through-of', { name: data.subject.name, period: periodText(through.period, t) })}
          note={t('web.evaluation.like-days', { ...ends('old', through), ...ends('now', through) })}
          file={file}
          fileName={`${data.subject.name}-${through.period}`}
        >
          <ComparedTable compared={through} nameOf={nameOf} />
        </Frame>
      )}
    </>
  )
}

function ends(which: 'old' | 'now', { days }: Compared): Record<string, string> {
  return { [`${which}First`]: days[which].first, [`${which}Last`]: days[which].last }
}

function valueIn({ byTable }: Compared, measure: Measure) {
  return byTable.at(-1)?.values.find((one) => one.measure === measure)
}

function unitOf(measure: Measure): string {
  if (measure === 'composite') return ''
  return measure === 'goodDays' ? '%' : measure === 'co' ? 'mg/m³' : 'µg/m³'
}

/** Every measure in words: up, unchanged, down; a table of limits beside the other where they changed. */
function ComparedTable({ compared, nameOf }: { compared: Compared; nameOf: (one: Measure) => string }) {
  const { t } = useText()
  return (
    <WideTable name={t('web.evaluation.compared')}>
      <table className="compared">
        <thead>
          <tr>
            <th scope="col">{t('web.evaluation.measure')}</th>
            <th scope="col" className="number">
              {t('web.evaluation.before')}
            </th>
            <th scope="col" className="number">
              {t('web.evaluation.now')}
            </th>
            <th scope="col" className="number">
              {t('web.evaluation.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {measures.flatMap((measure) => {
            // Concentrations are the same by whatever limits.
            const isJudged = measure === 'composite' || measure === 'goodDays'
            return (isJudged ? compared.byTable : compared.byTable.slice(-1)).map(({ table, values }) => {
              const value = values.find((one) => one.measure === measure)
              return (
                <tr key={`${measure} ${table}`}>
                  <td className="nowrap">
                    <b>{nameOf(measure)}</b>{' '}
                    <span className="label">
                      {[unitOf(measure), isJudged ? tableText(table, t) : ''].filter(Boolean).join(t('web.join'))}
                    </span>
                  </td>
                  <td className="number">{figureText(measure, value?.old ?? null)}</td>
                  <td className="number">
                    <b>{figureText(measure, value?.now ?? null)}</b>
                  </td>
                  <td className="number">{changeText(value?.change ?? null, t)}</td>
                </tr>
              )
            })
          })}
        </tbody>
      </table>
    </WideTable>
  )
}

function changeText(change: NonNullable<ReturnType<typeof valueIn>>['change'], t: Translate): string {
  if (change === null) return '–'
  if (change.direction === 'flat') return t('web.evaluation.flat')
  const by = Math.abs(change.value).toFixed(1)
  const isUp = change.direction === 'up'
  if (change.unit === 'points') return t(isUp ? 'web.evaluation.up-points' : 'web.evaluation.down-points', { by })
  return t(isUp ? 'web.evaluation.up-percent' : 'web.evaluation.down-percent', { by })
}
