import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { factorOf } from '../../../src/standards/factors.ts'
import {
  type Device,
  type QuarantinedFrame,
  quarantineQuery,
  type Station,
  type StationNow,
} from '../../api/queries.ts'
import { useText } from '../../text/language.ts'
import { factorLabel, factorOrder, valueText, wordOf } from '../../text/names.ts'
import { secondsText, shortInstant } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { loggerDoorQuery } from '../settings/queries.ts'
import { LoggerTable } from './logger-table.tsx'
import type { LoggerKeys } from './proposed.ts'
import type { StepKey } from './steps.ts'

/** Frames that were not taken and are told of: the newest. */
const TOLD = 3

// catalogue keys: web.quarantine.*, web.welcome.todo.*

/** Waits for the first frame, live; says what is wrong with one that cannot be taken, and what came when it can. */
export function FrameStep(props: {
  stations: readonly Station[]
  devices: readonly Device[]
  latest: readonly StationNow[]
  keys: LoggerKeys | null
  goTo: (step: StepKey) => void
}) {
  const { t } = useText()
  const door = useQuery(loggerDoorQuery)
  const kept = useQuery(quarantineQuery(undefined, undefined))
  const device = props.devices.find(({ mn }) => mn === props.keys?.mn) ?? props.devices[0]
  const heard = props.latest.find(({ factors }) => factors.length > 0)
  if (device === undefined) {
    return (
      <p>
        {t('web.welcome.device-first')}{' '}
        <button type="button" className="link" onClick={() => props.goTo('device')}>
          {t('web.welcome.step.device')}
        </button>
      </p>
    )
  }
  if (heard !== undefined) return <Received now={heard} stations={props.stations} />
  const wrong = (kept.data?.items ?? []).filter(({ replayed }) => !replayed).slice(0, TOLD)
  return (
    <>
      <p className="guide-waiting" role="status">
        <span className="live-dot" aria-hidden="true" />
        <b>{t('web.welcome.waiting', { mn: device.mn })}</b>
        <span className="label">{t(device.online ? 'web.welcome.connected' : 'web.welcome.not-connected')}</span>
      </p>
      {wrong.length > 0 && (
        <ul className="guide-wrong" aria-live="polite">
          {wrong.map((frame) => (
            <Wrong key={frame.seq} frame={frame} device={device} />
          ))}
        </ul>
      )}
      {door.data && (
        <LoggerTable
          door={door.data}
          mn={device.mn}
          password={props.keys?.mn === device.mn ? props.keys.password : null}
        />
      )}
    </>
  )
}

/** A frame that was kept and not taken: why, and what to do in the logger or here. */
function Wrong({ frame, device }: { frame: QuarantinedFrame; device: Device }) {
  const { t } = useText()
  const at = secondsText(Date.parse(frame.receivedAt))
  const todo = wordOf('web.welcome.todo', frame.reason, t)
  return (
    <li>
      <b>{t('web.welcome.not-taken', { at, reason: wordOf('web.quarantine', frame.reason, t) })}</b>{' '}
      <span className="mono label">{frame.mn}</span>
      <br />
      {todo === frame.reason
        ? t('web.welcome.todo-other')
        : t(`web.welcome.todo.${todoOf(frame.reason)}`, { mn: device.mn })}{' '}
      {frame.reason === 'unknown-device' ? (
        <Link to="/quarantine/adopt" search={{ mn: frame.mn }}>
          {t('web.quarantine.adopt')}
        </Link>
      ) : (
        <Link to="/quarantine" search={{ mn: frame.mn }}>
          {t('web.quarantine.sample')}
        </Link>
      )}
    </li>
  )
}

const todos = ['unknown-device', 'password-wrong', 'bad-crc', 'data-time-in-future', 'no-values', 'no-mn'] as const

function todoOf(reason: string): (typeof todos)[number] {
  return todos.find((one) => one === reason) ?? 'no-values'
}

/** The six first, in the order that they have everywhere. */
function rankOf(code: string): number {
  const place = factorOrder.indexOf(code)
  return place < 0 ? factorOrder.length : place
}

/** It came: from where, when, and what it said. */
function Received({ now, stations }: { now: StationNow; stations: readonly Station[] }) {
  const { t, language } = useText()
  const clock = useNow(10_000)
  const name = stations.find(({ id }) => id === now.stationId)?.name ?? ''
  const told = now.factors
    .toSorted((a, b) => rankOf(a.factor) - rankOf(b.factor))
    .flatMap(({ factor, unit, realtime, hour }) => {
      const value = realtime ?? hour
      const at = realtime?.at ?? hour?.endingAt
      return value === null || value.value === null || at === undefined
        ? []
        : [{ factor, unit, value: value.value, at }]
    })
  const newest = Math.max(...told.map(({ at }) => Date.parse(at)))
  return (
    <>
      <p role="status" data-testid="first-frame">
        <b>{t('web.welcome.received', { name, at: told.length > 0 ? shortInstant(newest, clock) : '' })}</b>
      </p>
      <dl className="guide-values">
        {told.map(({ factor, unit, value }) => (
          <div key={factor}>
            <dt>{factorLabel(factor, language)}</dt>
            <dd>
              <b>{valueText(value, factor)}</b> <span className="label">{factorOf(factor)?.unit ?? unit}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="guide-acts">
        <Link to="/" className="button primary">
          {t('web.welcome.to-cockpit')}
        </Link>
      </div>
    </>
  )
}
