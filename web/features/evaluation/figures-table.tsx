import { useText } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { codeOf } from './factors.ts'
import { figureText } from './figures.ts'
import type { Evaluation, JudgedPeriod } from './queries.ts'
import type { Version } from './view.ts'

const order = ['pm25', 'pm10', 'so2', 'no2', 'co', 'o3'] as const

type Judged = Pick<JudgedPeriod, 'reported' | 'both'>

/** Which of both is shown: as reported unless another is asked for. */
export function shownOf({ reported, both }: Judged, version: Version | undefined): Evaluation {
  return both === null || version === undefined ? reported : both[version]
}

/** Columns of tables with one line for a period or a subject. */
export function FiguresHead({ first }: { first: string }) {
  const { t, language } = useText()
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
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
  )
}

/** The figures of a period or a subject in a line. */
export function FiguresRow(props: {
  name: string
  note?: string | undefined
  judged: Judged
  version: Version | undefined
  isOver: boolean
  isHere: boolean
}) {
  const { t } = useText()
  const { judged, isOver } = props
  const of = shownOf(judged, props.version)
  const isValid = of.factors.every(({ valid }) => valid)
  return (
    <tr className={props.isHere ? 'here' : undefined}>
      <td className="nowrap">
        {props.name} {judged.both && <span className="label">{t('web.evaluation.adjusted')}</span>}
        {props.note && <span className="label">{props.note}</span>}
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
