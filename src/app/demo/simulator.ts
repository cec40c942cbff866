import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { devicesOf } from '../../domain/devices/service.ts'
import { HOUR_MS } from '../../standards/civil-time.ts'
import type { Installation } from '../installation.ts'

export interface DemoSimulator {
  /** Address of the simulated group robot. */
  robotUrl: string
  /** Where the simulated provincial interface listens: `http://127.0.0.1:port`. */
  interfaceUrl: string
  /** The county's devices are registered: let them connect. */
  go(): void
  stop(): Promise<void>
}

const firstLine = z.object({ robot: z.url(), interface: z.url() })

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
  const { robot, interface: interfaceUrl } = await addressesOf(child)
  return {
    robotUrl: robot,
    interfaceUrl,
    go: () => child.stdin.write('go\n'),
    stop: () => ended(child),
  }
}

function addressesOf(child: ChildProcess): Promise<z.output<typeof firstLine>> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the simulator ended before it began (${code})`)))
    if (child.stdout === null) throw new Error('the simulator has no stdout')
    createInterface({ input: child.stdout }).once('line', (line) => {
      const parsed = firstLine.safeParse(JSON.parse(line))
      if (parsed.success) resolve(parsed.data)
      else reject(new Error('the simulator did not say where its robot and its interface are'))
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

/** As long as a logger remembers: what it sends of its past when it first connects. */
const MEMORY_HOURS = 48

/** Hours that the demo's loggers still have to tell of: all they remember at first, later those since they were last heard. */
export async function hoursToTell(installation: Installation, countyId: string): Promise<number> {
  const { foundation, readings } = installation
  const devices = (await devicesOf(foundation.db, countyId)).filter(({ kind }) => kind === 'hj212')
  const newest = await readings.latest(
    countyId,
    devices.map((device) => device.id),
    'hour',
  )
  if (newest.length < devices.length) return MEMORY_HOURS
  const oldest = Math.min(...newest.map((row) => row.periodEnd))
  const missing = Math.floor((foundation.clocks.domain.now() - oldest) / HOUR_MS)
  return Math.max(0, Math.min(MEMORY_HOURS, missing))
}
