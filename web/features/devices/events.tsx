import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Device, type DeviceEvent, deviceEventsQuery } from '../../api/queries.ts'
import { Pages } from '../../parts/pages.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { WideTable } from '../../parts/wide-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { dayClockText, secondsText, shortInstant, spanText } from '../../time/format.ts'
import { useNow } from '../../time/use-now.ts'
import { meaningOf } from './words.ts'

// catalogue keys: web.device.event.*

/** What a device told besides values, newest first. */
export function Events({ device }: { device: Device }) {
  const { t } = useText()
  const now = useNow(30_000)
  const [cursors, setCursors] = useState<readonly string[]>([])
  const events = useQuery(deviceEventsQuery(device.id, cursors.at(-1)))
  if (events.isPending) return <Waiting rows={8} />
  if (events.error) return <Trouble error={events.error} retry={events.refetch} />
  if (events.data.items.length === 0) {
    return <Empty title={t('web.device.no-events.title')}>{t('web.device.no-events.text')}</Empty>
  }
  // What the connection itself tells came in no frame.
  const hasFrames = events.data.items.some(({ frameSeq }) => frameSeq !== null)
  return (
    <>
      <WideTable name={t('web.device.tab.events')}>
        <table className="events-table">
          <thead>
            <tr>
              <th scope="col">{t('web.column.created')}</th>
              <th scope="col">{t('web.column.event')}</th>
              <th scope="col">{t('web.column.message')}</th>
              {hasFrames && (
                <th scope="col" className="number">
                  {t('web.alert.frame')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {events.data.items.map((event) => {
              const at = Date.parse(event.at)
              return (
                <tr key={event.id}>
                  <td className="nowrap events-at">
                    {shortInstant(at, now).replace(/\d\d:\d\d$/, '')}
                    {secondsText(at)}
                  </td>
                  <td className="nowrap events-what">{wordOf('web.device.event', event.kind, t)}</td>
                  <td className="events-data">
                    <Told event={event} now={now} />
                  </td>
                  {hasFrames && <td className="number label events-frame">{event.frameSeq ?? '—'}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </WideTable>
      <Pages cursors={cursors} next={events.data.next} onTurn={setCursors} />
    </>
  )
}

/** Field by field as the device wrote it, and what a code or a time among them means; how long a connection lasted that ended. */
function Told({ event, now }: { event: DeviceEvent; now: number }) {
  const { t } = useText()
  const { kind, data } = event
  const fields = Object.entries(data)
  if (fields.length === 0) return <span className="label">—</span>
  if (kind === 'disconnected' && typeof data.since === 'number') {
    const span = spanText(Date.parse(event.at) - data.since, t)
    return t('web.device.was-connected', { span, since: dayClockText(data.since, now) })
  }
  return fields.map(([name, value]) => {
    const meaning = meaningOf(name, value, t)
    return (
      <span key={name} className="events-field">
        <span className="mono">{`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`}</span>{' '}
        {meaning !== null && <span className="label">{meaning}</span>}
      </span>
    )
  })
}
