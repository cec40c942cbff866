import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const packed = promisify(gzip)

/**
 * Below it packing saves no packet. It also leaves a session's answer with its token as it is: what is secret is not packed
 * together with anything (BREACH, 2013). [bytes]
 */
const LEAST_BYTES = 2048
/** Numbers in JSON pack to a sixth at this level; the next ones cost twice the time for a hundredth. */
const LEVEL = 4

/** Sends long JSON packed to whoever takes gzip. Streams and bytes go as they are. */
export function packAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < LEAST_BYTES) return payload
    const media = String(reply.getHeader('content-type') ?? '')
    if (!media.startsWith('application/json') || reply.hasHeader('content-encoding')) return payload
    reply.header('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload
    const bytes = await packed(payload, { level: LEVEL })
    reply.header('content-encoding', 'gzip').removeHeader('content-length')
    return bytes
  })
}
