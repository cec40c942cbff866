import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import type { FreshDatabase } from './fresh-database.ts'

const program = join(import.meta.dirname, '..', '..', 'src', 'app', 'cli.ts')
const readyLine = z.object({ ready: z.literal(true), http: z.url(), hj212: z.string() })

/** A `weike serve` that runs, a process of its own. */
export interface RunningWeike {
  pid: number
  /** `http://host:port` */
  http: string
  hj212: { host: string; port: number }
  /** All that it said on stderr so far. */
  said(): string
  /** Tells it to end and waits until it has. @returns its exit status; null when it was killed */
  stop(): Promise<number | null>
  /** Ends it without a word. */
  kill(): Promise<void>
}

type Place = Pick<FreshDatabase, 'dataDir' | 'databaseUrl'>

/** Where it listens is its own affair: any free port. */
export const demoWithoutSimulator = ['--demo', '--no-simulator'] as const

/**
 * Starts `weike serve` and waits until it says that it is ready.
 * @param more further words of the command; the demo's are `demoWithoutSimulator`
 * @throws Error with all it said, when it ends instead
 */
export async function startWeike(place: Place, more: readonly string[] = []): Promise<RunningWeike> {
  const child = spawnWeike(['serve', '--data', place.dataDir, '--port', '0', '--hj212-port', '0', ...more], place)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const exited = once(child, 'exit')
  const ready = await Promise.race([
    readyOf(child),
    exited.then(([code]) => {
      throw new Error(`weike serve ended with ${String(code)} before it was ready:\n${said}`)
    }),
  ])
  const [host = '', port = ''] = ready.hj212.split(/:(?=\d+$)/)
  return {
    pid: child.pid ?? 0,
    http: ready.http,
    hj212: { host, port: Number(port) },
    said: () => said,
    stop: () => ended(child, 'SIGTERM'),
    async kill() {
      await ended(child, 'SIGKILL')
    },
  }
}

/** The first line on stdout that begins with a brace. */
function readyOf(child: ReturnType<typeof spawnWeike>): Promise<z.infer<typeof readyLine>> {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return
      try {
        resolve(readyLine.parse(JSON.parse(line)))
      } catch (error) {
        reject(error)
      }
    })
  })
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}

/** Runs one command of `weike` to its end. */
export async function runWeike(
  place: Place,
  words: readonly string[],
  input = '',
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawnWeike(words, place)
  child.stdin.end(input)
  const exit = once(child, 'exit')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exit
  return { status: child.exitCode, stdout, stderr }
}

/** One command of `weike` that is under way. */
export interface CommandUnderWay {
  ended: Promise<{ status: number | null; stdout: string; stderr: string }>
  /** Ends it without a word. */
  kill(): Promise<void>
  /** Ctrl+C. */
  interrupt(): void
}

export function beginWeike(place: Place, words: readonly string[]): CommandUnderWay {
  const child = spawnWeike(words, place)
  child.stdin.end()
  const exit = once(child, 'exit')
  const out = Promise.all([text(child.stdout), text(child.stderr)])
  return {
    ended: out.then(async ([stdout, stderr]) => {
      await exit
      return { status: child.exitCode, stdout, stderr }
    }),
    async kill() {
      await ended(child, 'SIGKILL')
    },
    interrupt: () => child.kill('SIGINT'),
  }
}

/** Whatever becomes of the test, nothing that it started outlives it. */
const children = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

function spawnWeike(words: readonly string[], { databaseUrl }: Place) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('WEIKE_') && name !== 'DATABASE_URL')
  const child = spawn(process.execPath, [program, ...words], {
    // Somewhere else: the checkout must not be needed as the working directory. English, so that words can be looked for.
    cwd: '/',
    env: {
      ...Object.fromEntries(own),
      WEIKE_LANGUAGE: 'en',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
