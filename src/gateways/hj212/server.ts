import { createServer, type Socket } from 'node:net'
import { Problem } from '../../platform/problem.ts'
import { type ConnectionParts, type GatewayCounter, serveConnection } from './connection.ts'

export interface Hj212Gateway {
  address: { host: string; port: number }
  counters(): Readonly<Record<GatewayCounter | 'connections', number>>
  /** Stops listening, lets frames under way become durable and answered, then closes. */
  close(): Promise<void>
}

/**
 * Listens for devices.
 * @param port 0 = any free one
 * @throws Problem `port-taken`
 */
export async function openHj212Gateway(
  parts: Omit<ConnectionParts, 'count'> & { host: string; port: number; drained(): Promise<void> },
): Promise<Hj212Gateway> {
  const counters = { frames: 0, garbage: 0, answers: 0, failures: 0, connections: 0 }
  const sockets = new Set<Socket>()
  const count: ConnectionParts['count'] = (what, by) => {
    counters[what] += by
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    counters.connections += 1
    socket.once('close', () => sockets.delete(socket))
    serveConnection(socket, { ...parts, count })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const { host, port } = parts
      reject(error.code === 'EADDRINUSE' ? new Problem('port-taken', { params: { host, port }, cause: error }) : error)
    })
    server.listen(parts.port, parts.host, resolve)
  })
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The HJ 212 gateway has no TCP address')
  return {
    address: { host: bound.address, port: bound.port },
    counters: () => ({ ...counters }),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.pause()
      await parts.drained()
      // One turn of the loop lets the answers of what was just committed reach their sockets.
      await new Promise((resolve) => setImmediate(resolve))
      for (const socket of sockets) socket.destroySoon()
      await closed
    },
  }
}
