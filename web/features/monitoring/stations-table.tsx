import { Link, useNavigate } from '@tanstack/react-router'
import { unitOf } from '../../../src/standards/factors.ts'
import type { Station, StationNow } from '../../api/queries.ts'
import { Share } from '../../parts/share.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { hourLabel, shortInstant } from '../../time/format.ts'

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
  const hours = latest.flatMap((each) => each.factors.find((one) => one.factor === leading)?.hour?.value ?? [])
  const highest = Math.max(limit ?? 0, ...hours)
  return (
    <WideTable name={t('web.monitoring.stations')}>
      <table className="station-rows">
        <thead>
          <tr>
            <th scope="col">{t('web.column.station')}</th>
            <th scope="col" className="station-level">
              {t('web.column.level')}
            </th>
            {factors.map((factor) => (
              <th key={factor} scope="col" className="number">
                {factorLabel(factor, language)} <span className="unit-line">{unitOf(factor)}</span>
              </th>
            ))}
            <th scope="col" className="number" title={t('web.hour-by-end')}>
              {t('web.column.hour')}
            </th>
            <th scope="col" className="number">
              {t('web.column.realtime')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stations.map((station) => {
            const values = latest.find((each) => each.stationId === station.id)?.factors ?? []
            const hour = values
              .map((each) => each.hour?.endingAt)
              .filter((at) => at !== undefined)
              .sort()
              .at(-1)
            const realtime = values
              .map((each) => each.realtime?.at)
              .filter((at) => at !== undefined)
              .sort()
              .at(-1)
            return (
              <tr key={station.id} onClick={() => navigate({ to: '/stations/$code', params: { code: station.code } })}>
                <td className="nowrap">
                  <Link
                    to="/stations/$code"
                    params={{ code: station.code }}
                    className="row-link"
                    onClick={(event) => event.stopPropagation()}
                  >
                    {station.name}
                  </Link>{' '}
                  <span className="label station-code">{station.code}</span>
                </td>
                <td className="quiet station-level">{wordOf('web.level', station.level, t)}</td>
                {factors.map((factor) => {
                  const one = values.find((each) => each.factor === factor)
                  const value = one?.hour?.value ?? null
                  const current = one?.realtime?.value ?? null
                  const isNothing = value === null && current === null
                  return (
                    <td key={factor} className="number">
                      {factor === leading && !isNothing && <Share value={value} of={highest} limit={limit} />}
                      {isNothing ? (
                        <span className="label">—</span>
                      ) : (
                        <b>{value === null ? '—' : valueText(value, factor)}</b>
                      )}
                      <span className="label realtime" style={{ minWidth: `${realtimeSigns(latest, factor)}ch` }}>
                        {current === null ? '' : valueText(current, factor)}
                      </span>
                    </td>
                  )
                })}
                <td className="number">{hour ? hourLabel(Date.parse(hour)) : '—'}</td>
                <td className="number">{realtime ? shortInstant(Date.parse(realtime), now) : '—'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </WideTable>
  )
}

/** Signs of the longest real-time value of a factor: those of the hour stand beside it in one column. */
function realtimeSigns(latest: readonly StationNow[], factor: string): number {
  const values = latest.flatMap((each) => each.factors.find((one) => one.factor === factor)?.realtime?.value ?? [])
  return Math.max(4, ...values.map((value) => valueText(value, factor).length))
}
