import { Link, useNavigate } from '@tanstack/react-router'
import type { Device } from '../../api/queries.ts'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { ageText, shortInstant } from '../../time/format.ts'
import { DeviceMark } from './marks.tsx'
import { isClockOff, stateOf } from './order.ts'
import { errorTexts, offsetText } from './words.ts'

// catalogue keys: web.device.state.*

export function DevicesTable(props: { devices: readonly Device[]; placeOf: (device: Device) => string; now: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  return (
    <WideTable name={t('web.monitoring.devices')}>
      <table className="devices-table">
        <thead>
          <tr>
            <th scope="col">{t('web.column.state')}</th>
            <th scope="col">{t('web.column.device')}</th>
            <th scope="col">{t('web.column.mn')}</th>
            <th scope="col">{t('web.column.station')}</th>
            <th scope="col" className="number">
              {t('web.column.last-frame')}
            </th>
            <th scope="col">{t('web.devices.hours')}</th>
            <th scope="col" className="number">
              {t('web.devices.clock')}
            </th>
            <th scope="col">{t('web.devices.errors')}</th>
          </tr>
        </thead>
        <tbody>
          {props.devices.map((device) => (
            <tr key={device.id} onClick={() => navigate({ to: '/devices/$id', params: { id: device.id } })}>
              <td className="nowrap">
                <DeviceMark state={stateOf(device, props.now)} />{' '}
                <span className={stateOf(device, props.now) === 'silent' ? 'late' : undefined}>
                  {wordOf('web.device.state', stateOf(device, props.now), t)}
                </span>
              </td>
              <td className="devices-name">
                <Link
                  to="/devices/$id"
                  params={{ id: device.id }}
                  className="row-link"
                  onClick={(event) => event.stopPropagation()}
                >
                  {device.name}
                </Link>
              </td>
              <td className="mono devices-mn">{device.mn}</td>
              <td className="quiet devices-place">{props.placeOf(device)}</td>
              <td className="number devices-heard">
                <Heard at={device.lastFrameAt} now={props.now} />
              </td>
              <td className="nowrap devices-hours">
                <Hours received={device.hours.received} expected={device.hours.expected} />
              </td>
              <td className="number devices-clock">
                {isClockOff(device.clockOffsetMs) ? (
                  <>
                    <span className="label devices-clock-word">{t('web.devices.clock')} </span>
                    <b className="attention">{offsetText(device.clockOffsetMs, t)}</b>
                  </>
                ) : (
                  <span className="label">{device.clockOffsetMs === null ? '—' : t('web.devices.clock-right')}</span>
                )}
              </td>
              <td className="devices-errors">
                <Troubles device={device} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  )
}

function Heard({ at, now }: { at: string | null; now: number }) {
  const { t } = useText()
  if (at === null) return <span className="quiet">{t('web.monitoring.never')}</span>
  const instant = Date.parse(at)
  return (
    <>
      <span className="label">{shortInstant(instant, now)}</span>{' '}
      {t('web.monitoring.ago', { age: ageText(now - instant, t) })}
    </>
  )
}

/** Hours that came of those expected: a bar and the two numbers. */
export function Hours({ received, expected }: { received: number; expected: number }) {
  const { t } = useText()
  if (expected === 0) return <span className="label">{t('web.devices.none-expected')}</span>
  const isShort = received < expected
  return (
    <>
      <span className="hours-bar" aria-hidden="true">
        <i style={{ width: `${Math.min(1, received / expected) * 100}%` }} />
      </span>
      <span className={isShort ? 'attention' : undefined}>
        {received}/{expected}
      </span>
    </>
  )
}

/** What went wrong in the last 24 hours, most frequent first: two kinds in words, the rest as a number. */
function Troubles({ device }: { device: Device }) {
  const { t } = useText()
  const kinds = errorTexts(device.errors, t)
  if (kinds.length === 0 && device.kept === 0) return <span className="label">—</span>
  const told = kinds.slice(0, 2)
  if (kinds.length > 2) told.push(t('web.devices.more-kinds', { kinds: kinds.length - 2 }))
  if (device.kept > 0) told.unshift(t('web.devices.kept', { frames: device.kept }))
  return <span className="attention">{told.join(t('web.join'))}</span>
}
