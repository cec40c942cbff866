import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { civilDayOf, startOfCivilDay } from '../../../src/standards/civil-time.ts'
import { limitsInForce, limitTables } from '../../../src/standards/limits.ts'
import type { Station } from '../../api/queries.ts'
import { CrossMark, TickMark } from '../../parts/marks.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder } from '../../text/names.ts'
import { figureText, signedText } from '../evaluation/figures.ts'
import { periodsQuery, yearOnYearQuery } from '../evaluation/queries.ts'
import { type YearFigure, yearFiguresOf } from './year-judged.ts'

/** The year so far, factor by factor, beside the limits of each edition: what holds, what does not, what is to come. */
export function YearFigures({ station, year }: { station: Station; year: number }) {
  const { t, language } = useText()
  const me = useMe()
  const enabled = me.may('read-evaluations')
  const asked = { subject: station.id, year }
  const periods = useQuery({ ...periodsQuery(asked), enabled })
  const change = useQuery({ ...yearOnYearQuery(asked), enabled })
  if (!enabled) return null
  const whole = periods.data?.periods.find(({ period }) => period === String(year))
  const compared = change.data?.cumulated.at(-1)
  const figures = whole ? yearFiguresOf(whole.reported, compared) : []
  const last = compared?.days.now.last
  const inForce = limitsInForce(last ?? `${year}-12-31`)
  return (
    <section className="year-figures">
      <header className="panel-head">
        <h2>{t('web.station.year-and-limits')}</h2>
        <span className="label">{last ? t('web.station.year-until', { until: last.slice(5) }) : year}</span>
        <Link to="/evaluation" search={{ tab: 'year', subject: station.id, year }} className="push">
          {t('web.station.to-evaluation')}
        </Link>
      </header>
      {periods.isPending && <Waiting rows={6} />}
      {periods.error && <Trouble error={periods.error} retry={periods.refetch} />}
      {periods.data && figures.length === 0 && (
        <Empty title={t('web.evaluation.empty.title', { year })}>{t('web.evaluation.empty.text')}</Empty>
      )}
      {figures.length > 0 && (
        <WideTable name={t('web.station.year-and-limits')}>
          <table className="year-table">
            <thead>
              <tr>
                <th scope="col">{t('web.evaluation.factor')}</th>
                <th scope="col" className="year-statistic">
                  {t('web.station.statistic')}
                </th>
                <th scope="col" className="number">
                  {year}
                </th>
                <th scope="col" className="number">
                  {t('web.station.on-year')}
                </th>
                {limitTables.map((table) => (
                  <th key={table.name} scope="col" className={table === inForce ? 'number in-force' : 'number'}>
                    {t(
                      table.phase === 'only'
                        ? 'web.station.edition.2012'
                        : table.phase === 'transitional'
                          ? 'web.station.edition.transitional'
                          : 'web.station.edition.2026',
                    )}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {factorOrder
                .flatMap((code) => figures.find(({ factor }) => factor === code) ?? [])
                .map((one) => (
                  <tr key={one.factor}>
                    <th scope="row">
                      {factorLabel(one.factor, language)}
                      {one.percentile !== null && <span className="label year-percentile"> {statisticText(one)}</span>}
                    </th>
                    <td className="quiet year-statistic">{statisticText(one)}</td>
                    <td className="number">
                      <b>{figureText(one.name, one.value)}</b>
                    </td>
                    <td className="number quiet">{one.change === null ? '–' : `${signedText(one.change)} %`}</td>
                    {one.limits.map((limit, place) => (
                      <LimitCell
                        key={limitTables[place]?.name}
                        {...limit}
                        isInForce={limitTables[place] === inForce}
                        excess={t('web.station.over-limit')}
                        kept={t('web.station.within-limit')}
                      />
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </WideTable>
      )}
      {whole && !whole.isOver && (
        <p className="label year-note">
          {t('web.station.year-note', {
            days: whole.reported.countedDays,
            to: civilDayOf(startOfCivilDay(last ?? `${year}-12-31`)),
          })}
        </p>
      )}
    </section>
  )

  function statisticText({ percentile }: YearFigure): string {
    return percentile === null ? t('web.station.annual-mean') : t('web.station.percentile', { p: percentile })
  }
}

function LimitCell(props: {
  limit: number | null
  holds: boolean | null
  isInForce: boolean
  excess: string
  kept: string
}) {
  const { limit, holds } = props
  const classes = ['number', holds === false && 'late', props.isInForce && 'in-force'].filter(Boolean).join(' ')
  return (
    <td className={classes}>
      {holds !== null && (
        <span title={holds ? props.kept : props.excess}>
          {holds ? <TickMark /> : <CrossMark />}
          <span className="unseen">{holds ? props.kept : props.excess}</span>
        </span>
      )}{' '}
      {limit ?? '–'}
    </td>
  )
}
