import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ranged, Span } from './handler.ts'

/**
 * Which bytes a request wants: one range as RFC 9110, 14.1.2 has it, or all of them. Several ranges at once, another unit, or what
 * is no range are answered with the whole, as 14.2 allows; pure.
 * @param size of the whole [bytes]
 * @returns null where the range begins behind the end: 416
 */
export function spanOf(range: string | undefined, size: number): Span | 'whole' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'whole'
  if (first === '') {
    const from = Math.max(0, size - Number(last))
    return Number(last) === 0 || size === 0 ? null : { from, to: size - 1 }
  }
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < from) return 'whole'
  return from >= size ? null : { from, to }
}

/** Sends a file, a part of it, or that nothing of it has changed. */
export async function sendRanged(request: FastifyRequest, reply: FastifyReply, file: Ranged): Promise<FastifyReply> {
  const { size, etag } = file
  reply.header('etag', etag).header('accept-ranges', 'bytes')
  const known = request.headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, '')) ?? []
  if (known.includes(etag) || known.includes('*')) {
    await file.close()
    return reply.code(304).send()
  }
  // A part of another file than the one that the rest is of would be worse than all of it anew (RFC 9110, 13.1.5).
  const isOfThis = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
  const span = isOfThis ? spanOf(request.headers.range, size) : 'whole'
  if (span === null) {
    await file.close()
    return reply.code(416).header('content-range', `bytes */${size}`).send()
  }
  if (span === 'whole') {
    reply.header('content-length', size)
    if (size > 0) return reply.send(file.read({ from: 0, to: size - 1 }))
    await file.close()
    return reply.send()
  }
  reply.code(206).header('content-length', span.to - span.from + 1)
  return reply.header('content-range', `bytes ${span.from}-${span.to}/${size}`).send(file.read(span))
}
