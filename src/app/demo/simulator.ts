import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export interface DemoSimulator {
  /** Address of the simulated group robot. */
  robotUrl: string
  /** The county's devices are registered: let them connect. */
  go(): void
  stop(): Promise<void>
}

const firstLine = z.object({ robot: z.url() })

/**
 * Starts the simulator as a process of its own. It knows nothing of the server but an address: what it sends comes in like
 * that of any device.
 */
export async function startSimulator(
  hj212: { host: string; port: number },
  log: (line: string) => void,
  extra: readonly string[] = [],
): Promise<DemoSimulator> {
  const program = join(import.meta.dirname, '..', '..', '..', 'simulator', 'main.ts')
  const child = spawn(process.execPath, [program, '--to', `${hj212.host}:${hj212.port}`, ...extra], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  createInterface({ input: child.stderr }).on('line', (line) => log(`simulator: ${line}`))
  const robotUrl = await robotOf(child)
  return {
    robotUrl,
    go: () => child.stdin.write('go\n'),
    stop: () => ended(child),
  }
}

function robotOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the simulator ended before it began (${code})`)))
    if (child.stdout === null) throw new Error('the simulator has no stdout')
    createInterface({ input: child.stdout }).once('line', (line) => {
      const parsed = firstLine.safeParse(JSON.parse(line))
      if (parsed.success) resolve(parsed.data.robot)
      else reject(new Error('the simulator did not say where its robot is'))
    })
  })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
