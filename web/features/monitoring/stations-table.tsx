import { Link, useNavigate } from '@tanstack/react-router'
import { stationLevels } from '../../../src/domain/stations/model.ts'
import { unitOf } from '../../../src/standards/factors.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import { Share } from '../../parts/share.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { hourLabel, shortInstant } from '../../time/format.ts'

/** A station and what it measures. */
interface Row {
  station: Station
  values: StationNow['factors']
}

/** Stations with what they measure now, a column for each factor; each opens with its history. */
export function StationsTable(props: {
  stations: readonly Station[]
  latest: readonly StationNow[]
  leading: string
  /** What a rule allows an hour of the leading factor, if there is one. */
  limit: number | null
  now: number
}) {
  const { t, language } = useText()
  const navigate = useNavigate()
  const { stations, latest, leading, limit, now } = props
  const factors = [...new Set(latest.flatMap((each) => each.factors.map((one) => one.factor)))].sort(
    (a, b) => (factorOrder.indexOf(a) + 1 || 99) - (factorOrder.indexOf(b) + 1 || 99) || a.localeCompare(b),
  )
  const rows = stations.map((station): Row => {
    return { station, values: latest.find((each) => each.stationId === station.id)?.factors ?? [] }
  })
  const highest = Math.max(limit ?? 0, ...rows.map((row) => measured(row, leading)?.hour?.value ?? 0))
  const factorColumn = (factor: string): ShownColumn<Row> => {
    const signs = realtimeSigns(rows, factor)
    const name = `${factorLabel(factor, language)} ${unitOf(factor)}`
    return {
      key: factor,
      name,
      kind: 'number',
      value: (row) => measured(row, factor)?.hour?.value ?? null,
      beside: [
        {
          name: `${name} ${t('web.column.realtime')}`,
          value: (row) => measured(row, factor)?.realtime?.value ?? null,
        },
      ],
      show: (row) => {
        const value = measured(row, factor)?.hour?.value ?? null
        const current = measured(row, factor)?.realtime?.value ?? null
        const isNothing = value === null && current === null
        return (
          <>
            {factor === leading && !isNothing && <Share value={value} of={highest} limit={limit} />}
            {isNothing ? <span className="label">—</span> : <b>{value === null ? '—' : valueText(value, factor)}</b>}
            <span className="label realtime" style={{ minWidth: `${signs}ch` }}>
              {current === null ? '' : valueText(current, factor)}
            </span>
          </>
        )
      },
    }
  }
  return (
    <ShownTable
      name={t('web.monitoring.stations')}
      keptAs="stations-now"
      className="station-rows"
      rows={rows}
      rowKey={({ station }) => station.id}
      open={({ station }) => navigate({ to: '/stations/$code', params: { code: station.code } })}
      columns={[
        ...about(t),
        ...factors.map(factorColumn),
        {
          key: 'hour',
          name: t('web.column.hour'),
          kind: 'instant',
          align: 'right',
          value: (row) => newest(row.values.map(({ hour }) => hour?.endingAt)),
          show: (row) => timeText(newest(row.values.map(({ hour }) => hour?.endingAt)), hourLabel),
        },
        {
          key: 'realtime',
          name: t('web.column.realtime'),
          kind: 'instant',
          align: 'right',
          value: (row) => newest(row.values.map(({ realtime }) => realtime?.at)),
          show: (row) =>
            timeText(newest(row.values.map(({ realtime }) => realtime?.at)), (at) => shortInstant(at, now)),
        },
      ]}
    />
  )
}

function about(t: Translate): ShownColumn<Row>[] {
  return [
    {
      key: 'station',
      name: t('web.column.station'),
      className: 'nowrap',
      value: ({ station }) => station.name,
      show: ({ station }) => (
        <>
          <Link to="/stations/$code" params={{ code: station.code }} className="row-link">
            {station.name}
          </Link>{' '}
          <span className="label station-code">{station.code}</span>
        </>
      ),
      beside: [{ name: t('web.column.code'), value: ({ station }) => station.code }],
    },
    {
      key: 'level',
      name: t('web.column.level'),
      className: 'quiet station-level',
      value: ({ station }) => wordOf('web.level', station.level, t),
      order: ({ station }) => stationLevels.indexOf(station.level),
    },
  ]
}

function measured({ values }: Row, factor: string): Row['values'][number] | undefined {
  return values.find((each) => each.factor === factor)
}

/** The last of these instants. [epoch ms] */
function newest(instants: readonly (string | undefined)[]): number | null {
  const last = instants
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
  return last === undefined ? null : Date.parse(last)
}

function timeText(at: number | null, of: (at: number) => string): string {
  return at === null ? '—' : of(at)
}

/** Signs of the longest real-time value of a factor: those of the hour stand beside it in one column. */
function realtimeSigns(rows: readonly Row[], factor: string): number {
  const values = rows.flatMap((row) => measured(row, factor)?.realtime?.value ?? [])
  return Math.max(4, ...values.map((value) => valueText(value, factor).length))
}
