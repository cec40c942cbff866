import { act, type SignedIn } from './api-client.ts'

/** Asks something of a device and thinks better of it. @returns the command, which nobody waits for any more */
export async function commandAndCancel(dispatcher: SignedIn, deviceId: string): Promise<string> {
  const { id } = await dispatcher.call('POST /api/devices/:id/commands', {
    params: { id: deviceId },
    body: act({ kind: 'read-time' }),
  })
  await dispatcher.call('POST /api/commands/:id/cancel', { params: { id }, body: act({ expects: 1 }) })
  return id
}
