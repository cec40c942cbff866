import { useQuery } from '@tanstack/react-query'
import { unitOf } from '../../../src/standards/factors.ts'
import { devicesQuery, latestQuery, quarantineQuery, rulesQuery, stationsQuery } from '../../api/queries.ts'
import { Share } from '../../parts/share.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { ageText, dayClockText, hourLabel, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import './monitoring.css'
import { WideTable } from '../../parts/wide-table.tsx'

const leading = 'a34004'

/** A device that was last heard longer ago than this is called silent. */
const SILENT_MS = 30 * 60_000

/** Stations with what they measure now, devices with when they were last heard, and what was kept but not taken. */
export function MonitoringPage() {
  const { t } = useText()
  const me = useMe()
  return (
    <>
      <title>{`${t('web.room.monitoring')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.monitoring')}</h1>
        <nav className="chips" aria-label={t('web.monitoring.parts')}>
          <a className="chip" href="#stations">
            {t('web.monitoring.stations')}
          </a>
          {me.may('read-devices') && (
            <>
              <a className="chip" href="#devices">
                {t('web.monitoring.devices')}
              </a>
              <a className="chip" href="#quarantine">
                {t('web.monitoring.quarantine')}
              </a>
            </>
          )}
        </nav>
      </header>
      <Stations />
      {me.may('read-devices') && <Devices />}
      {me.may('read-devices') && <Quarantine />}
    </>
  )
}

function Stations() {
  const { t, language } = useText()
  const now = useNow(10_000)
  const stations = useQuery(stationsQuery)
  const latest = useQuery(latestQuery)
  const me = useMe()
  const rules = useQuery({ ...rulesQuery, enabled: me.may('read-rules') })
  const factors = [
    ...new Set((latest.data?.items ?? []).flatMap((each) => each.factors.map((one) => one.factor))),
  ].sort((a, b) => (factorOrder.indexOf(a) + 1 || 99) - (factorOrder.indexOf(b) + 1 || 99) || a.localeCompare(b))
  const hours = (latest.data?.items ?? []).flatMap(
    (each) => each.factors.find((one) => one.factor === leading)?.hour?.value ?? [],
  )
  const limit =
    rules.data?.items.find((rule) => rule.enabled && rule.factor === leading && rule.resolution === 'hour')
      ?.threshold ?? null
  const highest = Math.max(limit ?? 0, ...hours)
  return (
    <section id="stations" className="block">
      <header className="block-head">
        <h2>{t('web.monitoring.stations')}</h2>
        <span className="label">{t('web.monitoring.stations-note')}</span>
      </header>
      {(stations.isPending || latest.isPending) && <Waiting rows={3} />}
      {stations.error && <Trouble error={stations.error} retry={stations.refetch} />}
      {latest.error && <Trouble error={latest.error} retry={latest.refetch} />}
      {stations.data?.items.length === 0 && (
        <Empty title={t('web.cockpit.empty.title')}>{t('web.cockpit.empty.text')}</Empty>
      )}
      {stations.data && stations.data.items.length > 0 && latest.data && (
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
              {stations.data.items.map((station) => {
                const values = latest.data.items.find((each) => each.stationId === station.id)?.factors ?? []
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
                  <tr key={station.id}>
                    <td className="nowrap">
                      {station.name} <span className="label station-code">{station.code}</span>
                    </td>
                    <td className="quiet station-level">{wordOf('web.level', station.level, t)}</td>
                    {factors.map((factor) => {
                      const one = values.find((each) => each.factor === factor)
                      const value = one?.hour?.value ?? null
                      const current = one?.realtime?.value ?? null
                      if (value === null && current === null) {
                        return (
                          <td key={factor} className="number label">
                            —
                          </td>
                        )
                      }
                      return (
                        <td key={factor} className="number">
                          {factor === leading && <Share value={value} of={highest} limit={limit} />}
                          <b>{value === null ? '—' : valueText(value, factor)}</b>
                          <span className="label realtime">{current === null ? '' : valueText(current, factor)}</span>
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
      )}
    </section>
  )
}

/** Those heard longest ago first: what needs a hand stands at the top. */
function bySilence<D extends { lastFrameAt: string | null; mn: string }>(devices: readonly D[]): D[] {
  const silence = (device: D) => {
    const at = device.lastFrameAt === null ? 0 : Date.parse(device.lastFrameAt)
    // Within a few minutes nothing is silent, and rows do not jump about.
    return Math.floor(at / SILENT_MS)
  }
  return devices.toSorted((a, b) => silence(a) - silence(b) || (a.mn < b.mn ? -1 : 1))
}

function Devices() {
  const { t, language } = useText()
  const now = useNow(1_000)
  const devices = useQuery(devicesQuery)
  const stations = useQuery(stationsQuery)
  const items = devices.data?.items ?? []
  const isSilent = (at: string | null) => at === null || now - Date.parse(at) > SILENT_MS
  const heard = items.filter((device) => !isSilent(device.lastFrameAt)).length
  return (
    <section id="devices" className="block">
      <header className="block-head">
        <h2>{t('web.monitoring.devices')}</h2>
        <span className="label">
          {devices.data && t('web.monitoring.online', { online: heard, all: items.length })}
        </span>
      </header>
      {devices.isPending && <Waiting rows={3} />}
      {devices.error && <Trouble error={devices.error} retry={devices.refetch} />}
      {devices.data && items.length === 0 && (
        <Empty title={t('web.monitoring.no-devices.title')}>
          <p>{t('web.monitoring.no-devices.text')}</p>
          <code className="mono">{t('web.monitoring.no-devices.command')}</code>
        </Empty>
      )}
      {items.length > 0 && (
        <WideTable name={t('web.monitoring.devices')}>
          <table className="device-table">
            <thead>
              <tr>
                <th scope="col">{t('web.column.mn')}</th>
                <th scope="col">{t('web.column.device')}</th>
                <th scope="col">{t('web.column.bound')}</th>
                <th scope="col">{t('web.column.factors')}</th>
                <th scope="col">{t('web.column.data-time')}</th>
                <th scope="col" className="number">
                  {t('web.column.last-frame')}
                </th>
              </tr>
            </thead>
            <tbody>
              {bySilence(items).map((device) => (
                <tr key={device.id}>
                  <td className="mono device-mn">{device.mn}</td>
                  <td className="device-name">{device.name}</td>
                  <td>
                    {device.boundTo
                      ? (stations.data?.items.find((station) => station.id === device.boundTo?.id)?.name ??
                        wordOf('web.subject', device.boundTo.type, t))
                      : t('web.monitoring.unbound')}
                  </td>
                  <td className="quiet">
                    {device.factors.map((factor) => factorLabel(factor, language)).join(t('web.list'))}
                  </td>
                  <td className="quiet">{wordOf('web.data-time', device.dataTimeNames, t)}</td>
                  <td className="number device-heard">
                    {device.lastFrameAt === null ? (
                      <span className="quiet">{t('web.monitoring.never')}</span>
                    ) : (
                      <>
                        <span className="label">{shortInstant(Date.parse(device.lastFrameAt), now)}</span>{' '}
                        <span className={isSilent(device.lastFrameAt) ? 'late' : ''}>
                          {t(isSilent(device.lastFrameAt) ? 'web.monitoring.silent' : 'web.monitoring.ago', {
                            age: ageText(now - Date.parse(device.lastFrameAt), t),
                          })}
                        </span>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      )}
    </section>
  )
}

function Quarantine() {
  const { t } = useText()
  const now = useNow(30_000)
  const frames = useQuery(quarantineQuery)
  return (
    <section id="quarantine" className="block">
      <header className="block-head">
        <h2>{t('web.monitoring.quarantine')}</h2>
        <span className="label">{t('web.monitoring.quarantine-note')}</span>
      </header>
      {frames.isPending && <Waiting rows={3} />}
      {frames.error && <Trouble error={frames.error} retry={frames.refetch} />}
      {frames.data?.items.length === 0 && (
        <Empty title={t('web.monitoring.no-quarantine.title')}>{t('web.monitoring.no-quarantine.text')}</Empty>
      )}
      {frames.data && frames.data.items.length > 0 && (
        <div className="table-wrap">
          <table className="frame-table">
            <thead>
              <tr>
                <th scope="col">{t('web.column.received')}</th>
                <th scope="col">{t('web.column.mn')}</th>
                <th scope="col">{t('web.column.cn')}</th>
                <th scope="col">{t('web.column.reason')}</th>
                <th scope="col">{t('web.column.raw')}</th>
              </tr>
            </thead>
            <tbody>
              {frames.data.items.map((frame) => (
                <tr key={frame.seq}>
                  <td className="nowrap">{dayClockText(Date.parse(frame.receivedAt), now)}</td>
                  <td className="mono">{frame.mn || '—'}</td>
                  <td className="mono">{frame.cn || '—'}</td>
                  <td className="nowrap">{wordOf('web.quarantine', frame.reason, t)}</td>
                  <td className="raw">
                    {frame.text === null ? (
                      <span className="quiet">{t('web.monitoring.purged')}</span>
                    ) : (
                      <details>
                        <summary className="mono cut">{frame.text}</summary>
                        <pre className="mono">{frame.text}</pre>
                      </details>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
