import type { ReactNode } from 'react'
import type { QualityFinding } from '../../api/queries.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel, factorOrder, wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'
import { countText, rangeText } from './found-text.ts'
import { QualityMark } from './marks.tsx'
import { spanOf } from './span.ts'

// catalogue keys: web.quality.extreme.*, web.quality.values.*, web.reason.*, web.station.quality.*

/** Findings as rows, the latest period first until somebody sorts them. */
export function FindingsTable(props: {
  findings: readonly QualityFinding[]
  state: QualityFinding['state']
  now: number
  act: (finding: QualityFinding) => ReactNode
}) {
  const { t, language } = useText()
  const { state, now } = props
  const placeOf = ({ station, deviceName }: QualityFinding) => station?.name ?? deviceName
  const isJudged = state === 'kept' || state === 'corrected'
  const handledAt = (how: Exclude<typeof state, 'open'>): ShownColumn<QualityFinding> => ({
    ...{ key: 'handled', name: t(`web.quality.handled.${how}`), kind: 'instant', align: 'right' },
    className: 'nowrap quiet findings-handled',
    value: (finding) => (finding.handledAt === null ? null : Date.parse(finding.handledAt)),
    show: (finding) => (finding.handledAt === null ? '—' : shortInstant(Date.parse(finding.handledAt), now)),
  })
  const handledBy: ShownColumn<QualityFinding> = {
    ...{ key: 'handled-by', name: t('web.quality.handled-by'), className: 'nowrap findings-handled-by' },
    value: (finding) => finding.handledBy,
    show: (finding) => finding.handledBy ?? <span className="label">—</span>,
  }
  const columns: readonly ShownColumn<QualityFinding>[] = [
    {
      ...{ key: 'rule', name: t('web.quality.rule'), className: 'findings-rule' },
      value: ({ rule }) => wordOf('web.reason', rule, t),
      beside: [{ name: t('web.quality.origin'), value: ({ origin }) => t(`web.quality.origin.${origin}`) }],
      show: ({ rule, origin }) => (
        <>
          <b>{wordOf('web.reason', rule, t)}</b>
          {origin === 'county' && <span className="label second">{t('web.quality.origin.county')}</span>}
        </>
      ),
    },
    { ...{ key: 'station', name: t('web.column.station'), className: 'findings-station' }, value: placeOf },
    {
      ...{ key: 'factor', name: t('web.station.factor'), className: 'nowrap findings-factor' },
      value: ({ factor }) => factorLabel(factor, language),
      order: ({ factor }) => orderOf(factor),
      beside: [{ name: t('web.quality.kind'), value: (finding) => kindText(finding, t) }],
      show: (finding) => (
        <>
          {factorLabel(finding.factor, language)}
          <span className="label second">{kindText(finding, t)}</span>
        </>
      ),
    },
    {
      ...{ key: 'values', name: t(`web.quality.values.${state}`), kind: 'number' },
      className: `nowrap findings-values ${state === 'open' ? '' : 'findings-then'}`,
      value: ({ values }) => values?.low ?? null,
      order: ({ values }) => values?.high ?? Number.NEGATIVE_INFINITY,
      beside: [
        { name: t('web.quality.highest'), value: ({ values }) => values?.high ?? null },
        { name: t('web.quality.unit'), kind: 'text', value: ({ values }) => values?.unit ?? null },
      ],
      show: ({ values, factor }) =>
        values === null ? (
          <span className="label">{t('web.quality.no-reading')}</span>
        ) : (
          <>
            <b>{rangeText(values, factor)}</b> <span className="label">{values.unit}</span>
          </>
        ),
    },
    {
      ...{ key: 'quality', className: `nowrap findings-quality ${isJudged ? 'findings-then' : ''}` },
      // What people have judged counts as something else since.
      name: t(isJudged ? 'web.quality.quality-then' : 'web.station.quality'),
      value: ({ values }) => (values?.qualities ?? []).map((one) => wordOf('web.station.quality', one, t)).join(' '),
      show: ({ values }) =>
        (values?.qualities ?? []).map((one) => (
          <span key={one} className={`findings-quality-one quality-word-${one}`}>
            <QualityMark quality={one} /> {wordOf('web.station.quality', one, t)}
          </span>
        )),
    },
    {
      ...{ key: 'periods', name: t('web.quality.periods'), kind: 'instant', className: 'findings-periods' },
      value: ({ firstEnd }) => Date.parse(firstEnd),
      order: ({ lastEnd }) => Date.parse(lastEnd),
      beside: [{ name: t('web.quality.until'), value: ({ lastEnd }) => Date.parse(lastEnd) }],
      show: (finding) => spanOf(finding, now),
    },
    {
      ...{ key: 'readings', name: t('web.quality.readings'), kind: 'number', className: 'findings-readings' },
      value: ({ values }) => values?.readings ?? 0,
      beside: [{ name: t('web.quality.of-periods'), value: ({ periods }) => periods }],
      show: ({ values, periods }) => (
        <>
          <span className="findings-count">{countText(values?.readings ?? 0, periods)}</span>
          <span className="findings-word">
            {t('web.quality.readings-count', { readings: countText(values?.readings ?? 0, periods) })}
          </span>
        </>
      ),
    },
    {
      ...{ key: 'found', name: t('web.quality.found'), kind: 'instant', align: 'right' },
      className: 'nowrap quiet findings-found',
      value: ({ foundAt }) => Date.parse(foundAt),
      show: ({ foundAt }) => shortInstant(Date.parse(foundAt), now),
    },
    ...(state === 'open' ? [] : [handledAt(state)]),
    ...(isJudged ? [handledBy] : []),
  ]
  return (
    <ShownTable
      name={t(`web.quality.state.${state}`)}
      keptAs="findings"
      className="findings-table two-lines"
      rows={props.findings}
      rowKey={({ id }) => id}
      columns={columns}
      first={{ key: 'periods', isDown: true }}
      act={props.act}
    />
  )
}

/** `小时值`, or which extreme within the hour the check speaks against. */
function kindText({ resolution, values }: QualityFinding, t: Translate): string {
  const extremes = (values?.statistics ?? []).filter((one) => one !== 'Avg')
  const hasMean = values === null || extremes.length < values.statistics.length
  return [
    ...(hasMean ? [wordOf('web.resolution', resolution, t)] : []),
    ...extremes.map((one) => wordOf('web.quality.extreme', one, t)),
  ].join(t('web.list'))
}

/** The six pollutants as everywhere, then the rest by code. */
function orderOf(factor: string): string {
  const place = factorOrder.indexOf(factor)
  return `${place < 0 ? factorOrder.length : place} ${factor}`
}
