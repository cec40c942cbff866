import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type Device, deviceQuery, stationsQuery } from '../../api/queries.ts'
import { Trouble, Waiting } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { ageText, dayClockText, shortInstant, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { MonitoringTabs } from '../monitoring/tabs.tsx'
import { CommandDialog } from './command-dialog.tsx'
import { Commands } from './commands.tsx'
import { Completeness } from './completeness.tsx'
import './device-page.css'
import './devices.css'
import { Events } from './events.tsx'
import { HoursPanel } from './hours-panel.tsx'
import { Hours } from './list-table.tsx'
import { DeviceMark } from './marks.tsx'
import { isClockOff, stateOf, troublesOf } from './order.ts'
import { Settings } from './settings.tsx'
import { errorTexts, offsetText } from './words.ts'

const route = getRouteApi('/inside/devices/$id')

/** One device: how it is, what came of it, what it is set to, what was asked of it, what it told. */
export function DevicePage() {
  const { t } = useText()
  const { id } = route.useParams()
  const { tab } = route.useSearch()
  const device = useQuery(deviceQuery(id))
  if (device.isPending) return <Waiting rows={8} height={64} />
  if (device.error) {
    return (
      <>
        <title>{`${t('web.monitoring.devices')} · ${t('web.brand')}`}</title>
        <header className="page-bar tabs-bar">
          <h1>{t('web.room.monitoring')}</h1>
          <MonitoringTabs />
        </header>
        <Trouble error={device.error} retry={device.refetch} />
      </>
    )
  }
  return (
    <>
      <title>{`${device.data.name} · ${t('web.brand')}`}</title>
      <Head key={id} device={device.data} />
      {device.data.kind === 'hj212' && <Tabs id={id} />}
      {tab === undefined && (
        <div className="device-columns">
          <Completeness device={device.data} />
          {device.data.kind === 'hj212' && <HoursPanel device={device.data} />}
        </div>
      )}
      {tab === 'settings' && <Settings key={`settings ${id}`} device={device.data} />}
      {tab === 'commands' && <Commands device={device.data} />}
      {tab === 'events' && <Events device={device.data} />}
    </>
  )
}

function Tabs({ id }: { id: string }) {
  const { t } = useText()
  const tabs = [
    { tab: undefined, name: t('web.device.tab.data') },
    { tab: 'commands', name: t('web.device.tab.commands') },
    { tab: 'events', name: t('web.device.tab.events') },
    { tab: 'settings', name: t('web.device.tab.settings') },
  ] as const
  const { tab: here } = route.useSearch()
  return (
    <nav className="tabs device-tabs" aria-label={t('web.monitoring.parts')}>
      {tabs.map(({ tab, name }) => (
        <Link
          key={name}
          to="/devices/$id"
          params={{ id }}
          search={tab ? { tab } : {}}
          className="tab"
          activeOptions={{ exact: true }}
          aria-current={tab === here ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}

function Head({ device }: { device: Device }) {
  const { t } = useText()
  const me = useMe()
  const now = useNow(1_000)
  const [isSending, setSending] = useState(false)
  const stations = useQuery(stationsQuery)
  const station = stations.data?.items.find((each) => each.id === device.boundTo?.id)
  return (
    <header className="device-head">
      <div>
        <p className="label">
          <Link to="/devices" className="crumb">
            {t('web.monitoring.devices')}
          </Link>{' '}
          / <span className="mono">{device.mn}</span>
        </p>
        <h1>{device.name}</h1>
        <p className="quiet device-ways">
          {station ? (
            <Link to="/stations/$code" params={{ code: station.code }}>
              {t('web.device.readings', { station: station.name })}
            </Link>
          ) : (
            device.boundTo === null && t('web.monitoring.unbound')
          )}
          {device.kind === 'feed' ? (
            <Link to="/feeds">{t('web.device.see-feeds')}</Link>
          ) : (
            <Link to="/quarantine" search={{ mn: device.mn }}>
              {t('web.device.kept', { frames: device.kept })}
            </Link>
          )}
        </p>
      </div>
      {me.may('command-device') && device.kind === 'hj212' && (
        <button type="button" className="button primary" onClick={() => setSending(true)}>
          {t('web.command.send')}
        </button>
      )}
      <StateFacts device={device} now={now} />
      {isSending && <CommandDialog device={device} onClose={() => setSending(false)} />}
    </header>
  )
}

/** How it is now, side by side: connection, last frame, clock, hours, errors. */
function StateFacts({ device, now }: { device: Device; now: number }) {
  const { t } = useText()
  const state = stateOf(device, now)
  const heardAt = device.lastFrameAt === null ? null : Date.parse(device.lastFrameAt)
  const kinds = errorTexts(device.errors, t)
  const errors = troublesOf(device) - device.kept
  return (
    <dl className="state-facts">
      <div>
        <dt>{t('web.column.state')}</dt>
        <dd>
          <DeviceMark state={state} />{' '}
          <b className={state === 'silent' ? 'late' : undefined}>{wordOf('web.device.state', state, t)}</b>
        </dd>
        <dd className="label">
          {device.kind === 'feed'
            ? t('web.device.by-feed')
            : device.connectedSince
              ? t('web.device.connected', { span: spanText(now - Date.parse(device.connectedSince), t) })
              : t('web.device.not-connected')}
        </dd>
      </div>
      <div>
        <dt>{t(device.kind === 'feed' ? 'web.device.last-news' : 'web.column.last-frame')}</dt>
        <dd>
          <b>
            {heardAt === null ? t('web.monitoring.never') : t('web.monitoring.ago', { age: ageText(now - heardAt, t) })}
          </b>
        </dd>
        <dd className="label" title={heardAt === null ? undefined : dayClockText(heardAt, now)}>
          {heardAt === null ? '' : shortInstant(heardAt, now)}
        </dd>
      </div>
      {device.kind === 'hj212' && (
        <div>
          <dt>{t('web.devices.clock')}</dt>
          <dd>
            <b className={isClockOff(device.clockOffsetMs) ? 'attention' : undefined}>
              {device.clockOffsetMs === null ? '—' : offsetText(device.clockOffsetMs, t)}
            </b>
          </dd>
          <dd className="label">{t('web.device.clock-note')}</dd>
        </div>
      )}
      <div>
        <dt>{t('web.devices.hours')}</dt>
        <dd className="nowrap">
          <Hours received={device.hours.received} expected={device.hours.expected} />
        </dd>
        {device.hours.expected > 0 && <dd className="label">{t('web.device.hours-note')}</dd>}
      </div>
      {device.kind === 'hj212' && (
        <div>
          <dt>{t('web.device.errors')}</dt>
          <dd>
            <b className={errors > 0 ? 'attention' : undefined}>{t('web.device.times', { times: errors })}</b>
          </dd>
          <dd className="label">
            {kinds.length === 0 ? t('web.device.no-errors') : kinds.slice(0, 3).join(t('web.join'))}
          </dd>
        </div>
      )}
    </dl>
  )
}
