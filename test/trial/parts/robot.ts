import { once } from 'node:events'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import type pg from 'pg'
import { withClient } from '../../../src/platform/db/client.ts'

/** A group robot that takes everything and remembers it. */
export interface Robot {
  url: string
  /** Every message that the outbox calls sent must have come at least once. */
  compare(config: pg.ClientConfig, countyId: string): Promise<{ sent: number; received: number; faults: string[] }>
  close(): Promise<void>
}

export async function openRobot(): Promise<Robot> {
  const received: string[] = []
  const server = createServer(async (request, response) => {
    received.push(contentOf(await json(request)))
    response.setHeader('content-type', 'application/json').end('{"errcode":0,"errmsg":"ok"}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the robot has no port')
  return {
    url: `http://127.0.0.1:${bound.port}/robot`,
    async compare(config, countyId) {
      const { rows } = await withClient(config, (client) =>
        client.query<{ id: string; body: string }>(
          "select id, body from weike.outbox where county_id = $1 and state = 'sent'",
          [countyId],
        ),
      )
      const come = new Set(received)
      const faults = rows.filter(({ body }) => !come.has(body)).map(({ id }) => `message ${id} is sent and never came`)
      return { sent: rows.length, received: received.length, faults }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function contentOf(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('markdown' in message)) return ''
  const { markdown } = message
  if (typeof markdown !== 'object' || markdown === null || !('content' in markdown)) return ''
  return String(markdown.content)
}
