import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { airQualityOf } from '../../../src/standards/aqi.ts'
import { hexOf, levelOf } from '../../../src/standards/aqi-levels.ts'
import { civilDayOf } from '../../../src/standards/civil-time.ts'
import { editionInForce } from '../../../src/standards/editions.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import { evaluatedFactors } from '../../../src/standards/statistics-table.ts'
import type { StationNow } from '../../api/queries.ts'
import { limitsOf } from '../../charts/limit-names.ts'
import type { Line } from '../../charts/line.ts'
import type { SharedAxis } from '../../charts/shared-axis.ts'
import { TimeChart } from '../../charts/time-chart.tsx'
import type { View } from '../../charts/view.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorName, valueText } from '../../text/names.ts'
import { hourLabel, spanTexts } from '../../time/format.ts'
import type { StationSearch } from './view.ts'

/** One of the six: its hours as a small chart among its like, its newest hour beside its name. */
export function FactorCell(props: {
  code: string
  search: StationSearch
  factor: string
  line: Line | undefined
  hour: StationNow['factors'][number]['hour']
  axis: SharedAxis
  fetched: View
  view: View
  height: number
}) {
  const { t, language } = useText()
  const { factor, line, hour, fetched, view } = props
  const unit = line?.unit || unitOf(factor)
  const limits = useMemo(
    () => limitsOf(factor, 'hour', { from: fetched.from, to: fetched.to }, t),
    [factor, fetched.from, fetched.to, t],
  )
  const lines = useMemo(() => (line === undefined ? [] : [line]), [line])
  const value = hour?.value ?? null
  const { tab: _tab, table: _table, day: _day, year: _year, ...rest } = props.search
  return (
    <article className="factor-cell">
      <header>
        <h2>
          <Link
            to="/stations/$code"
            params={{ code: props.code }}
            search={{ ...rest, tab: 'data', factor }}
            className="plain"
          >
            {factorLabel(factor, language)}
          </Link>
        </h2>
        <span className="label cut">{t('web.station.hours')}</span>
        {hour !== null && value !== null && (
          <span className="factor-now nowrap">
            <LevelSwatch factor={factor} value={value} at={Date.parse(hour.endingAt)} />
            <b>{valueText(value, factor)}</b> <span className="label">{unit}</span>
            <span className="label factor-hour" title={t('web.hour-by-end')}>
              {hourLabel(Date.parse(hour.endingAt))}
            </span>
          </span>
        )}
      </header>
      <TimeChart
        axis={props.axis}
        lines={lines}
        limits={limits}
        isSmall
        height={props.height}
        label={t('web.station.cell-label', {
          name: factorName(factor, language),
          ...spanTexts(view.from, view.to, view.to),
          value: value === null ? '—' : valueText(value, factor),
          unit,
        })}
      />
    </article>
  )
}

/** The level of an hour's sub-index (HJ 633) as an edged swatch; its word for those who do not see colours. */
function LevelSwatch({ factor, value, at }: { factor: string; value: number; at: number }) {
  const { language } = useText()
  const name = evaluatedFactors.find((one) => one.factor === factor)?.name
  if (name === undefined) return null
  const edition = editionInForce(civilDayOf(at - 1))
  const iaqi = airQualityOf({ [name]: value }, { edition, kind: 'hourly' }).iaqi.get(name) ?? null
  if (iaqi === null) return null
  const level = levelOf(iaqi)
  return (
    <i
      className="level-swatch"
      style={{ background: hexOf(level) }}
      role="img"
      aria-label={level[language]}
      title={level[language]}
    />
  )
}
