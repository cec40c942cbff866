import { readFile } from 'node:fs/promises'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { Problem } from '../../platform/problem.ts'

/** The second door of the gateway, for loggers that encipher their connection. */
export interface TlsSettings {
  /** 0: any free one. */
  port: number
  /** File with the certificate and those above it, PEM. */
  cert: string
  /** File with its private key, PEM. */
  key: string
}

/**
 * A server that speaks TLS 1.2 or newer with a certificate. Each raw connection is told as it comes (`connection`), each
 * that got through the handshake as `secureConnection`.
 * @param handshakeMs how long a handshake may take
 * @throws Problem `settings-wrong` when certificate or key cannot be read or do not belong together
 */
export async function createTlsServer(
  { cert, key }: TlsSettings,
  handshakeMs: number,
  serve: (socket: TLSSocket) => void,
): Promise<Server> {
  const options = {
    cert: await pemFrom(cert, 'cert'),
    key: await pemFrom(key, 'key'),
    minVersion: 'TLSv1.2' as const,
    handshakeTimeout: handshakeMs,
    allowHalfOpen: true,
  }
  try {
    return createServer(options, serve)
  } catch (error) {
    throw new Problem('settings-wrong', {
      params: { reason: 'tls', file: cert, key: 'hj212.tls', explanation: messageOf(error) },
      cause: error,
    })
  }
}

async function pemFrom(file: string, name: 'cert' | 'key'): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Problem('settings-wrong', {
      params: { reason: 'tls', file, key: `hj212.tls.${name}`, explanation: messageOf(error) },
      cause: error,
    })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
