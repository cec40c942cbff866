import { Link, useNavigate } from '@tanstack/react-router'
import type { Device } from '../../api/queries.ts'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { ageText, shortInstant } from '../../time/format.ts'
import { DeviceMark } from './marks.tsx'
import { isClockOff, stateOf, troublesOf } from './order.ts'
import { errorTexts, offsetText } from './words.ts'

// catalogue keys: web.device.state.*

/** Those that need a hand first, until somebody sorts. */
export function DevicesTable(props: { devices: readonly Device[]; placeOf: (device: Device) => string; now: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  const { now, placeOf } = props
  const stateText = (device: Device) => wordOf('web.device.state', stateOf(device, now), t)
  const columns: readonly ShownColumn<Device>[] = [
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'nowrap' },
      value: stateText,
      show: (device) => (
        <>
          <DeviceMark state={stateOf(device, now)} />{' '}
          <span className={stateOf(device, now) === 'silent' ? 'late' : undefined}>{stateText(device)}</span>
        </>
      ),
    },
    {
      ...{ key: 'device', name: t('web.column.device'), className: 'devices-name' },
      value: ({ name }) => name,
      show: ({ id, name }) => (
        <Link to="/devices/$id" params={{ id }} className="row-link">
          {name}
        </Link>
      ),
    },
    {
      ...{ key: 'mn', name: t('web.column.mn'), className: 'devices-mn' },
      value: ({ mn }) => mn,
      show: ({ mn }) => <span className="mono">{mn}</span>,
    },
    { ...{ key: 'station', name: t('web.column.station'), className: 'quiet devices-place' }, value: placeOf },
    {
      ...{ key: 'heard', name: t('web.column.last-frame'), kind: 'instant', align: 'right' },
      className: 'devices-heard',
      value: ({ lastFrameAt }) => (lastFrameAt === null ? null : Date.parse(lastFrameAt)),
      show: ({ lastFrameAt }) => <Heard at={lastFrameAt} now={now} />,
    },
    {
      ...{ key: 'hours', name: t('web.devices.hours'), className: 'nowrap devices-hours' },
      value: ({ hours }) => `${hours.received}/${hours.expected}`,
      order: ({ hours }) => hours.received - hours.expected,
      show: ({ hours }) => <Hours received={hours.received} expected={hours.expected} />,
    },
    {
      ...{ key: 'clock', name: t('web.devices.clock'), align: 'right', className: 'devices-clock' },
      value: ({ clockOffsetMs }) => (clockOffsetMs === null ? null : offsetText(clockOffsetMs, t)),
      order: ({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0),
      show: ({ clockOffsetMs }) =>
        isClockOff(clockOffsetMs) ? (
          <>
            <span className="label devices-clock-word">{t('web.devices.clock')} </span>
            <b className="attention">{offsetText(clockOffsetMs, t)}</b>
          </>
        ) : (
          <span className="label">{clockOffsetMs === null ? '—' : t('web.devices.clock-right')}</span>
        ),
    },
    {
      ...{ key: 'errors', name: t('web.device.errors'), className: 'devices-errors' },
      value: (device) => troubleTexts(device, t).join(t('web.join')),
      order: troublesOf,
      show: (device) => <Troubles device={device} />,
    },
  ]
  return (
    <ShownTable
      name={t('web.monitoring.devices')}
      keptAs="devices"
      className="devices-table"
      rows={props.devices}
      rowKey={({ id }) => id}
      columns={columns}
      open={({ id }) => navigate({ to: '/devices/$id', params: { id } })}
    />
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
  const told = troubleTexts(device, t)
  if (told.length === 0) return <span className="label">—</span>
  return <span className="attention">{told.join(t('web.join'))}</span>
}

function troubleTexts(device: Device, t: Translate): readonly string[] {
  const kinds = errorTexts(device.errors, t)
  const told = kinds.slice(0, 2)
  if (kinds.length > 2) told.push(t('web.devices.more-kinds', { kinds: kinds.length - 2 }))
  if (device.kept > 0) told.unshift(t('web.devices.kept', { frames: device.kept }))
  return told
}
