import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

const packed = promisify(gzip)

/** Below it packing saves no packet. [bytes] */
const LEAST_BYTES = 2048
/** Numbers in JSON pack to a sixth at this level; the next ones cost twice the time for a hundredth. */
const LEVEL = 4

/**
 * Long JSON as it is sent: packed for whoever takes gzip. Streams and bytes go as they are. A hook of each operation but those
 * whose reply holds a secret.
 */
export async function packAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (typeof payload !== 'string' || payload.length < LEAST_BYTES) return payload
  const media = String(reply.getHeader('content-type') ?? '')
  if (!media.startsWith('application/json') || reply.hasHeader('content-encoding')) return payload
  reply.header('vary', 'accept-encoding')
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
  const bytes = await packed(payload, { level: LEVEL })
  reply.header('content-encoding', 'gzip').removeHeader('content-length')
  return bytes
}
