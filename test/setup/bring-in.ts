import { randomUUID } from 'node:crypto'
import type { SignedIn } from './api-client.ts'
import { eventually } from './eventually.ts'

/** Brings a file in as a person would who agrees to what the server proposes. @throws Error when it does not come in */
export async function bringIn(caller: SignedIn, name: string, bytes: Buffer): Promise<void> {
  const params = { id: randomUUID() }
  const media = 'application/octet-stream'
  await caller.call('PUT /api/imports/:id', { params, query: { name }, bytes, media })
  const { plan } = await caller.call('GET /api/imports/:id/proposal', { params })
  await caller.call('POST /api/imports/:id/load', { params, body: { ...plan } })
  await eventually(`${name} to be in`, async () => {
    const { state } = await caller.call('GET /api/imports/:id', { params })
    return state === 'done' ? true : undefined
  })
}
