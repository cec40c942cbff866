import { allow, countyScope } from '../access/check.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { settingsApi } from './api.ts'
import type { FileSetting, LoggerDoor } from './model.ts'

/** What the installation tells of itself. */
export interface ToldInstallation {
  file: string
  settingsOf(countyId: string): Promise<readonly FileSetting[]>
  loggerDoor(): LoggerDoor
}

/** HTTP of what the installation decides; nothing of it is changed over HTTP. */
export function settingsRoutes({ file, settingsOf, loggerDoor }: ToldInstallation): RoomHandlers<typeof settingsApi> {
  return {
    'GET /api/settings': async (_call, { principal }) => {
      allow(principal, 'read-settings', countyScope(principal.countyId))
      return { file, items: [...(await settingsOf(principal.countyId))] }
    },
    'GET /api/logger-door': async (_call, { principal }) => {
      allow(principal, 'manage-devices', countyScope(principal.countyId))
      const { addresses, allow: networks, ...door } = loggerDoor()
      return { ...door, addresses: [...addresses], allow: [...networks] }
    },
  }
}
