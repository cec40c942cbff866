import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

export const checkout = dirname(dirname(dirname(import.meta.dirname)))

export interface Address {
  host: string
  port: number
}

/** A `weike serve` in a process of its own. */
export interface Weike {
  pid: number
  http: string
  hj212: Address
  /** From the start of the process to its ready line. [ms] */
  readyMs: number
  /** What it said on stderr so far, line by line. */
  said: string[]
  hasEnded(): boolean
  /** SIGKILL, at once; resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM. @returns exit code */
  stop(): Promise<number | null>
}

export interface ServeOptions {
  dataDir: string
  databaseUrl?: string | undefined
  args?: readonly string[]
  /** How `weike serve` is called, with the whole environment; the command of this checkout in ours unless told otherwise. */
  command?: {
    file: string
    args: readonly string[]
    cwd: string
    env: Readonly<Record<string, string>>
    uid?: number
    gid?: number
  }
  /** Further variables. */
  environment?: NodeJS.ProcessEnv
}

/** Starts Weike on free ports and waits for its ready line. @throws with what it said when it ends before */
export async function serve(options: ServeOptions): Promise<Weike> {
  const { dataDir, databaseUrl, args = [], command } = options
  const words = ['--data', dataDir, '--port', '0', '--hj212-port', '0', ...args]
  const started = performance.now()
  const own = { file: join(checkout, 'weike'), args: ['serve'], cwd: '/', env: process.env }
  const { file, args: before, env, ...place } = command ?? own
  const child = spawn(file, [...before, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, DATABASE_URL: databaseUrl ?? '', ...options.environment },
    ...place,
  })
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line))
  const ready = await readyLine(child, said)
  const readyMs = performance.now() - started
  const { pid } = child
  if (pid === undefined) throw new Error('the server has no pid')
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (hasEnded()) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return {
    pid,
    ...ready,
    readyMs,
    said,
    hasEnded,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      return child.exitCode
    },
  }
}

function readyLine(child: ChildProcess, said: readonly string[]): Promise<{ http: string; hj212: Address }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`weike ended with ${code} before it was ready\n${said.join('\n')}`)))
    if (child.stdout === null) throw new Error('the server has no stdout')
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      const told: unknown = JSON.parse(line)
      if (!isReady(told)) return reject(new Error(`not a ready line: ${line}`))
      const cut = told.hj212.lastIndexOf(':')
      resolve({ http: told.http, hj212: { host: told.hj212.slice(0, cut), port: Number(told.hj212.slice(cut + 1)) } })
    })
  })
}

function isReady(told: unknown): told is { ready: true; http: string; hj212: string } {
  if (typeof told !== 'object' || told === null || !('http' in told) || !('hj212' in told)) return false
  return typeof told.http === 'string' && typeof told.hj212 === 'string'
}
