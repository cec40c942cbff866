import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import { adoptDevice, type Replay, replayKept } from './adopt.ts'
import type { devicesApi } from './api.ts'
import { proposeFor } from './propose.ts'
import { addDevice, changeDevice } from './service.ts'
import {
  calendarToSee,
  type DeviceView,
  hoursToSee,
  keptDevices,
  listStates,
  pageOfEvents,
  pageOfKept,
  type Seeing,
  stateToSee,
} from './views.ts'

/** What the room needs of the gateway beside it. */
export interface DevicesDoors extends Seeing {
  replay: Replay
  /** A device was registered or changed: nothing older of it is to be believed. */
  changed(mn: string): void
}

/** HTTP of the devices room. */
export function devicesRoutes(doors: DevicesDoors): RoomHandlers<typeof devicesApi> {
  const { foundation, readings, replay, changed } = doors
  return {
    'GET /api/devices': async (_call, { principal }) => ({
      items: (await listStates(doors, principal)).map(described),
    }),
    'GET /api/devices/:id': async ({ params }, { principal }) =>
      described(await stateToSee(doors, principal, params.id)),
    'POST /api/devices': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      const device = await addDevice(foundation, principal, envelope(body), wanted)
      changed(device.mn)
      return device
    },
    'POST /api/devices/:id': async ({ params, body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, expects: _expects, ...wanted } = body
      const { mn, ...reply } = await changeDevice(foundation, principal, envelopeOn(body), params.id, wanted)
      changed(mn)
      return reply
    },
    'GET /api/devices/:id/hours': async ({ params, query }, { principal }) => {
      const span = { from: Date.parse(query.from), to: Date.parse(query.to) }
      const hours = await hoursToSee(doors, principal, params.id, span)
      return {
        items: hours.map(({ hourEnd, frames, duplicates, kept, offsets, errors }) => ({
          end: isoShanghai(hourEnd),
          frames,
          duplicates,
          kept,
          offsetMs: offsets,
          errors: { ...errors },
        })),
      }
    },
    'GET /api/devices/:id/events': async ({ params, query }, { principal }) => {
      const { items, next } = await pageOfEvents(doors, principal, params.id, query)
      return {
        items: items.map(({ id, at, kind, data, frameSeq }) => ({
          id,
          at: isoShanghai(at),
          kind,
          data: { ...data },
          frameSeq,
        })),
        next,
      }
    },
    'GET /api/devices/:id/completeness': async ({ params, query }, { principal }) => ({
      items: await calendarToSee(doors, principal, params.id, { firstDay: query.from, lastDay: query.to }),
    }),
    'GET /api/quarantine': async ({ query }, { principal, language }) => {
      const { items, next } = await pageOfKept(readings, principal, query, language)
      return { items: items.map((frame) => ({ ...frame, receivedAt: isoShanghai(frame.receivedAt) })), next }
    },
    'GET /api/quarantine/devices': async (_call, { principal }) => {
      const kept = await keptDevices(foundation, readings, principal)
      return {
        items: kept.map(({ firstAt, lastAt, reasons, ...one }) => ({
          ...one,
          firstAt: isoShanghai(firstAt),
          lastAt: isoShanghai(lastAt),
          reasons: { ...reasons },
        })),
      }
    },
    'GET /api/quarantine/proposal': async ({ query }, { principal, language }) => {
      const proposal = await proposeFor(readings, principal, query.mn, language)
      return { ...proposal, firstAt: isoShanghai(proposal.firstAt), lastAt: isoShanghai(proposal.lastAt) }
    },
    'POST /api/quarantine/adopt': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      const device = await adoptDevice(foundation, readings, replay, principal, envelope(body), wanted)
      changed(device.mn)
      return device
    },
    'POST /api/quarantine/replay': ({ body }, { principal }) =>
      replayKept(foundation, replay, principal, envelope(body), body.mn),
  }
}

function described({ device, binding, state }: DeviceView) {
  const instant = (at: number | null) => (at === null ? null : isoShanghai(at))
  return {
    id: device.id,
    version: device.version,
    mn: device.mn,
    name: device.name,
    kind: device.kind,
    dataTimeNames: device.dataTimeNames,
    minuteInterval: device.minuteInterval,
    factors: device.factors,
    settings: { ...device.settings, units: { ...device.settings.units }, aliases: { ...device.settings.aliases } },
    enciphers: device.sm4KeySealed !== null,
    boundTo: binding === undefined ? null : { type: binding.subjectType, id: binding.subjectId },
    ...state,
    errors: { ...state.errors },
    connectedSince: instant(state.connectedSince),
    lastFrameAt: instant(state.lastFrameAt),
  }
}
