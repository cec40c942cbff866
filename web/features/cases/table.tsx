import { Link, useNavigate } from '@tanstack/react-router'
import type { Case, Station } from '../../api/queries.ts'
import { Due, TimeBar } from '../../parts/due.tsx'
import { SourceMark, StageMark } from '../../parts/marks.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { useRadii } from '../../place/circles.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, shortInstant } from '../../time/format.ts'
import { OUTSIDE, type Ring, ringOf, rings } from './view.ts'

// catalogue keys: web.sources.circle.*, web.cases.origin.*

/** The cases as rows, in the order of need until somebody sorts them. */
export function CasesTable(props: { cases: readonly Case[]; station: Station | undefined; now: number }) {
  const { t } = useText()
  const me = useMe()
  const navigate = useNavigate()
  const radii = useRadii()
  const { cases, station, now } = props
  const dash = <span className="label">—</span>
  const ringName = (one: Case) => {
    const ring = ringOf(one, station, radii)
    return ring === null ? null : wordOf('web.sources.circle', ring === OUTSIDE ? 'beyond' : ring, t)
  }
  const due = (one: Case) => (one.dueAt === null ? null : Date.parse(one.dueAt))
  const columns: ShownColumn<Case>[] = [
    {
      ...{ key: 'number', name: t('web.column.number'), className: 'label nowrap cases-number' },
      value: (one) => one.number,
    },
    {
      ...{ key: 'case', name: t('web.column.case'), className: 'cases-title' },
      value: (one) => one.title,
      show: (one) => (
        <Link to="/cases/$id" params={{ id: one.id }} className="row-link">
          {one.title}
        </Link>
      ),
    },
    {
      ...{ key: 'source', name: t('web.column.source'), className: 'nowrap cases-source' },
      value: (one) => wordOf('web.source', one.sourceClass, t),
      show: (one) => (
        <>
          <SourceMark source={one.sourceClass} /> {wordOf('web.source', one.sourceClass, t)}
        </>
      ),
    },
    {
      ...{ key: 'ring', name: t('web.column.circle'), className: 'quiet nowrap cases-more' },
      value: ringName,
      order: (one) => placeOf(ringOf(one, station, radii)),
      show: (one) => ringName(one) ?? dash,
    },
    {
      ...{ key: 'region', name: t('web.column.region'), className: 'quiet nowrap cases-more' },
      value: (one) => one.regionName,
    },
    {
      ...{ key: 'unit', name: t('web.column.unit'), className: 'nowrap cases-unit' },
      value: (one) => one.mainUnit,
      show: (one) =>
        one.mainUnit ?? (me.may('assign-case') ? <span className="go">{t('web.case.go-assign')}</span> : dash),
    },
    {
      ...{ key: 'origin', name: t('web.column.origin'), className: 'quiet nowrap cases-more' },
      value: (one) => wordOf('web.cases.origin', one.cameBy, t),
    },
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'nowrap cases-state' },
      value: (one) => wordOf('web.case.state', one.state, t),
      show: (one) => (
        <>
          <StageMark stage={one.stage} late={one.late && one.state !== 'closed'} />{' '}
          {wordOf('web.case.state', one.state, t)}
        </>
      ),
    },
    {
      ...{ key: 'reported', name: t('web.column.reported'), kind: 'instant', className: 'quiet nowrap cases-more' },
      value: (one) => Date.parse(one.reportedAt),
      show: (one) => shortInstant(Date.parse(one.reportedAt), now),
    },
    {
      ...{ key: 'used', name: t('web.column.used'), kind: 'number', align: 'left', className: 'cases-more' },
      value: (one) => usedPercent(one, now),
      show: (one) =>
        one.dueAt &&
        one.state !== 'closed' && (
          <TimeBar startAt={Date.parse(one.reportedAt)} dueAt={Date.parse(one.dueAt)} now={now} />
        ),
    },
    {
      ...{ key: 'due', name: t('web.column.due'), kind: 'instant', align: 'right', className: 'cases-more' },
      value: due,
      show: (one) => (one.dueAt ? dayClockText(Date.parse(one.dueAt), now) : dash),
    },
    {
      ...{ key: 'left', name: t('web.column.left'), kind: 'number', className: 'cases-left' },
      value: (one) => leftHours(one, now),
      show: (one) =>
        one.state === 'closed' ? (
          <span className="label">
            {t('web.cases.closed-at', { time: shortInstant(Date.parse(one.changedAt), now) })}
          </span>
        ) : one.dueAt ? (
          <Due dueAt={Date.parse(one.dueAt)} now={now} />
        ) : (
          dash
        ),
    },
  ]
  return (
    <div className="cases-table">
      <ShownTable
        name={t('web.room.cases')}
        keptAs="cases"
        rows={cases}
        rowKey={(one) => one.id}
        columns={station === undefined ? columns.filter(({ key }) => key !== 'ring') : columns}
        open={(one) => navigate({ to: '/cases/$id', params: { id: one.id } })}
      />
    </div>
  )
}

/** From the inside; what nobody can place stands last. */
function placeOf(ring: Ring | null): number {
  return ring === null ? rings.length : rings.indexOf(ring)
}

/** Of the time until the deadline, how much is gone. [%] */
function usedPercent({ reportedAt, dueAt, state }: Case, now: number): number | null {
  if (dueAt === null || state === 'closed') return null
  const start = Date.parse(reportedAt)
  return Math.round(((now - start) / (Date.parse(dueAt) - start)) * 100)
}

/** Until the deadline; negative: late. [h, one digit] */
function leftHours({ dueAt, state }: Case, now: number): number | null {
  if (dueAt === null || state === 'closed') return null
  return Math.round((Date.parse(dueAt) - now) / 360_000) / 10
}
