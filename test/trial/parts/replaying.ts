import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { TrialDevice } from './frames.ts'
import { type Address, checkout } from './weike.ts'

const counts = z.object({
  hours: z.int(),
  values: z.int(),
  frames: z.int(),
  answered: z.int(),
  resent: z.int(),
  connections: z.int(),
  complete: z.boolean(),
})

/** A `weike replay` in a process of its own. */
export interface Replay {
  hasEnded(): boolean
  /** Resolves when it has ended by itself. @throws Error with all it said, when not all was answered */
  ended: Promise<z.output<typeof counts>>
  kill(): void
}

export function startReplay(file: string, device: TrialDevice, to: Address, more: readonly string[]): Replay {
  const words = [file, '--mn', device.mn, '--pw', device.password, '--to', `${to.host}:${to.port}`, ...more]
  const child = spawn(join(checkout, 'weike'), ['replay', ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const ended = (async () => {
    const [told, said] = await Promise.all([text(child.stdout), text(child.stderr), exited])
    if (child.exitCode !== 0) throw new Error(`weike replay ended with ${child.exitCode}\n${told}\n${said}`)
    return counts.parse(JSON.parse(told))
  })()
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended,
    kill: () => void child.kill('SIGKILL'),
  }
}

/**
 * A free port below those from which the system takes the near ends of connections: who calls a far end of that range again
 * and again while nobody listens there may one day reach itself.
 */
export async function freeLowPort(): Promise<number> {
  for (let port = 21_200; port < 32_000; port += 1) {
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
  throw new Error('no free port below 32000')
}
