import { readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/**
 * Where Weike keeps what it knows. Demo and real data never share a directory: each has its own below the default one.
 * An explicit `--data` or WEIKE_DATA is the directory itself; the mark in its database still keeps the two apart.
 */
function defaultDirectory(kind: 'demo' | 'real', environment: NodeJS.ProcessEnv): string {
  return join(baseDirectory(environment), kind)
}

function baseDirectory(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment.LOCALAPPDATA ?? homedir(), 'Weike')
  if (process.getuid?.() === 0) return '/var/lib/weike'
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Weike')
  return join(environment.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'weike')
}

/** What a running server leaves in its directory, so that commands find it. */
const runningSchema = z.object({ pid: z.int(), http: z.string(), hj212: z.string() })
export type RunningServer = z.infer<typeof runningSchema>

const runningFile = (dataDir: string) => join(dataDir, 'serve.json')

export async function noteRunning(dataDir: string, server: RunningServer): Promise<void> {
  await writeFile(runningFile(dataDir), `${JSON.stringify(server)}\n`)
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(runningFile(dataDir), { force: true })
}

/** The server that runs on a directory; null when there is none (a file left by a killed one does not count). */
export async function runningServer(dataDir: string): Promise<RunningServer | null> {
  const text = await readFile(runningFile(dataDir), 'utf8').catch(() => null)
  if (text === null) return null
  try {
    const server = runningSchema.parse(JSON.parse(text))
    process.kill(server.pid, 0)
    return server
  } catch {
    return null
  }
}

/** The directory that a server works on: the one it was told, else the default one of its kind. */
export function serveDirectory(
  wanted: { data: string | undefined; demo: boolean },
  environment: NodeJS.ProcessEnv,
): string {
  const told = wanted.data ?? environment.WEIKE_DATA
  if (told !== undefined && told !== '') return resolve(told)
  return defaultDirectory(wanted.demo ? 'demo' : 'real', environment)
}

/**
 * The directory that a command works on: the one it was told, else the real one, unless only a demo is running.
 */
export async function chooseDirectory(
  wanted: { data?: string | undefined; demo?: boolean | undefined },
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const told = wanted.data ?? environment.WEIKE_DATA
  if (told !== undefined && told !== '') return resolve(told)
  const demo = defaultDirectory('demo', environment)
  const real = defaultDirectory('real', environment)
  if (wanted.demo === true) return demo
  const isOnlyDemoRunning = (await runningServer(real)) === null && (await runningServer(demo)) !== null
  return isOnlyDemoRunning ? demo : real
}
