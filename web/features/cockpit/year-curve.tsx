import { Link } from '@tanstack/react-router'
import { dayNumberOf } from '../../../src/standards/civil-days.ts'
import { emsOf } from '../../charts/label-place.ts'
import { scale, ticks } from '../../charts/scale.ts'
import { useSize } from '../../charts/use-size.ts'
import { Later } from '../../parts/later.tsx'
import { useText } from '../../text/language.ts'
import { monthName } from '../../time/format.ts'
import { freeBox } from './curve-label.ts'
import type { Outlook, OutlookRow } from './queries.ts'
import type { Sizes } from './sizes.ts'
import { apart, decisiveDomain } from './year-domain.ts'

const labelledMonths = [1, 4, 7, 10] as const

/** The mean of the year as it came about, beside that of last year and the target; the scale is cut to where it is decided. */
export function YearCurve({ outlook, sizes, wall }: { outlook: Outlook | undefined; sizes: Sizes; wall: boolean }) {
  const { t } = useText()
  const change = outlook?.cumulated.change
  return (
    <section className="curve">
      <h3 className="curve-head">
        {wall ? (
          t('web.curve.title')
        ) : (
          <Link className="plain" to="/evaluation" search={{ tab: 'year' }}>
            {t('web.curve.title')}
          </Link>
        )}
        <span className="label">
          {change &&
            t('web.curve.change', {
              change: `${change.value > 0 ? '+' : change.value < 0 ? '−' : ''}${Math.abs(change.value).toFixed(1)}`,
            })}
        </span>
      </h3>
      <Drawing outlook={outlook} sizes={sizes} />
    </section>
  )
}

function Drawing({ outlook, sizes }: { outlook: Outlook | undefined; sizes: Sizes }) {
  const { t } = useText()
  const { ref, width, height } = useSize()
  const row = outlook?.rows.find(({ averaging }) => averaging === 'year')
  const now = newestOf(outlook?.cumulated.thisYear)
  const then = newestOf(outlook?.cumulated.lastYear)
  return (
    <div
      ref={ref}
      className="chart curve-chart"
      role="img"
      aria-label={t('web.curve.label', {
        now: now?.toFixed(1) ?? '—',
        last: then?.toFixed(1) ?? '—',
        target: row?.target?.value.toFixed(1) ?? '—',
      })}
    >
      {height > 0 && outlook && (
        <Later>
          <Lines {...{ outlook, row, sizes, width, height }} />
        </Later>
      )}
      {outlook && now === null && then === null && <p className="quiet curve-empty">{t('web.curve.empty')}</p>}
    </div>
  )
}

function newestOf(year: Outlook['cumulated']['thisYear'] | undefined): number | null {
  return year?.values.findLast((value) => value !== null) ?? null
}

function Lines(props: {
  outlook: Outlook
  row: OutlookRow | undefined
  sizes: Sizes
  /** [px], not 0 */
  width: number
  height: number
}) {
  const { t, language } = useText()
  const { outlook, row, sizes, width, height } = props
  const { text } = sizes
  const left = text * 2.4
  const right = Math.max(left, width - sizes.curve.right)
  const base = Math.max(0, height - sizes.curve.labels)
  const { thisYear, lastYear } = outlook.cumulated
  const target = row?.target?.value ?? null
  const domain = decisiveDomain(thisYear.values, lastYear.values, target)
  const x = scale([0, 365], [left, right])
  const y = scale(domain, [base, text / 2])
  const now = newestOf(thisYear)
  const then = newestOf(lastYear)
  const nowAt = thisYear.values.length - 1
  const path = (values: readonly (number | null)[]) =>
    values.flatMap((value, day) => (value === null ? [] : [`${x(day).toFixed(1)} ${y(value).toFixed(1)}`])).join('L')
  const [thenY = 0, targetY = 0] = apart([y(then ?? domain[0]), y(target ?? domain[0])], text * 1.15)
  const value = t('web.curve.this-year', { value: now?.toFixed(1) ?? '—' })
  const drawn = [thisYear.values, lastYear.values].map((values) =>
    values.flatMap((one, day) => (one === null ? [] : [{ x: x(day), y: y(one) }])),
  )
  // What the words beside the right edge take; last year and target are named there.
  const besides = [...(then === null ? [] : [thenY]), ...(target === null ? [] : [targetY])].map((at) => ({
    ...{ left: right, right: width, top: at - text * 0.6, bottom: at + text * 0.6 },
  }))
  const end = { x: x(nowAt), y: y(now ?? domain[0]) }
  const limit =
    target === null
      ? []
      : [
          { x: left, y: y(target) },
          { x: right, y: y(target) },
        ]
  const dot = { left: end.x - text / 3, right: end.x + text / 3, top: end.y - text / 3, bottom: end.y + text / 3 }
  const room = { left, right: width - 2, top: 0, bottom: base - 2 }
  // Where the whole does not find room, the figure alone does: it has the colour of its line.
  const label = [value, now?.toFixed(1) ?? '—'].flatMap((words) => {
    const size = { width: emsOf(words) * text * 1.06, height: text * 1.1 }
    const box = freeBox(size, room, [...drawn, limit], [...besides, dot], end)
    return box === null ? [] : [{ words, box }]
  })[0] ?? { words: value, box: { left, right, top: base - text * 1.2, bottom: base } }
  return (
    <svg width={width} height={height} aria-hidden="true">
      <clipPath id="curve-plot">
        <rect x={left} y={0} width={Math.max(0, right - left)} height={base} />
      </clipPath>
      {ticks(domain[0], domain[1], 5).map((tick) => (
        <g key={tick}>
          <path className="grid" d={`M${left} ${y(tick)}H${right}`} />
          <text x={left - 8} y={y(tick) + text / 3} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      {labelledMonths.map((month) => (
        <text
          key={month}
          x={x(dayNumberOf(`2026-${String(month).padStart(2, '0')}-01`) - dayNumberOf('2026-01-01'))}
          y={height - text / 3}
          textAnchor={month === 1 ? 'start' : 'middle'}
        >
          {monthName(month, t)}
        </text>
      ))}
      {target !== null && <path className="limit" d={`M${left} ${y(target)}H${right}`} />}
      <g clipPath="url(#curve-plot)">
        {then !== null && <path className="curve-then" d={`M${path(lastYear.values)}`} />}
        {now !== null && <path className="curve-now" d={`M${path(thisYear.values)}`} />}
      </g>
      {then !== null && (
        <text x={right + 6} y={thenY + text / 3}>
          {language === 'zh' ? t('web.curve.last-year') : lastYear.year}
        </text>
      )}
      {target !== null && (
        <text className="limit-name" x={right + 6} y={targetY + text / 3}>
          {t(row?.target?.origin === 'standard' ? 'web.curve.limit' : 'web.curve.target')}
        </text>
      )}
      {now !== null && (
        <>
          <circle className="last" cx={x(nowAt)} cy={y(now)} r={text / 3.4} />
          <text
            className="curve-value halo"
            x={(label.box.left + label.box.right) / 2}
            y={label.box.bottom - text * 0.22}
            textAnchor="middle"
          >
            {label.words}
          </text>
        </>
      )}
    </svg>
  )
}
