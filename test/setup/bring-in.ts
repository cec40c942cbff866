import { randomUUID } from 'node:crypto'
import type { ImportDetail } from '../../web/api/queries.ts'
import type { SignedIn } from './api-client.ts'
import { eventually } from './eventually.ts'

/** Brings a file in as a person would who agrees to what the server proposes. @throws Error when it does not come in */
export async function bringIn(caller: SignedIn, name: string, bytes: Buffer): Promise<ImportDetail> {
  const params = { id: randomUUID() }
  const media = 'application/octet-stream'
  await caller.call('PUT /api/imports/:id', { params, query: { name }, bytes, media })
  const { plan } = await caller.call('GET /api/imports/:id/proposal', { params })
  await caller.call('POST /api/imports/:id/load', { params, body: { ...plan } })
  return eventually(`${name} to be in`, async () => {
    const job = await caller.call('GET /api/imports/:id', { params })
    if (job.state === 'failed') throw new Error(JSON.stringify(job.failure))
    return job.state === 'done' ? job : undefined
  })
}
