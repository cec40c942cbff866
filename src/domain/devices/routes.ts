import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import { envelope, type RoomHandlers } from '../access/http.ts'
import { listQuarantine, type ReadingsStore } from '../readings/service.ts'
import type { devicesApi } from './api.ts'
import { bindingAt } from './model.ts'
import { addDevice, listDevices } from './service.ts'

/** HTTP of the devices room. */
export function devicesRoutes(foundation: Foundation, readings: ReadingsStore): RoomHandlers<typeof devicesApi> {
  return {
    'GET /api/devices': async (_call, { principal }) => {
      const { devices, bindings } = await listDevices(foundation, principal)
      const ids = devices.map((device) => device.id)
      const heard = await readings.lastHeard(principal.countyId, ids)
      const now = foundation.clocks.domain.now()
      return {
        items: devices.map((device) => {
          const bound = bindingAt(
            bindings.filter((one) => one.deviceId === device.id),
            now,
          )
          const last = heard.get(device.id)
          return {
            id: device.id,
            mn: device.mn,
            name: device.name,
            dataTimeNames: device.dataTimeNames,
            minuteInterval: device.minuteInterval,
            factors: device.factors,
            boundTo: bound === undefined ? null : { type: bound.subjectType, id: bound.subjectId },
            lastFrameAt: last === undefined ? null : isoShanghai(last),
          }
        }),
      }
    },
    'POST /api/devices': ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return addDevice(foundation, principal, envelope(body), wanted)
    },
    'GET /api/quarantine': async ({ query }, { principal }) => {
      const before = query.cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(query.cursor)
      if (!Number.isSafeInteger(before)) throw new Problem('invalid-input', { params: { what: 'cursor' } })
      const frames = await listQuarantine(readings, principal, before, query.limit + 1)
      const items = frames.slice(0, query.limit)
      const last = items.at(-1)
      return {
        items: items.map(({ bytes, ...frame }) => ({
          ...frame,
          receivedAt: isoShanghai(frame.receivedAt),
          text: bytes === null ? null : bytes.toString('utf8').trimEnd(),
        })),
        next: frames.length > query.limit && last !== undefined ? String(last.seq) : null,
      }
    },
  }
}
