import { spawn } from 'node:child_process'

/** Where a child's stdout goes: our stdout, our stderr (so that ours stays clean), or back to the caller. */
export interface RunOptions {
  cwd: string
  stdout: 'stdout' | 'stderr'
  env?: NodeJS.ProcessEnv
}

/**
 * Runs a program to its end, its talk passed on as it comes.
 * @returns its exit code; 127 when it could not be started, 128 when a signal ended it
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', options.stdout === 'stdout' ? 1 : 2, 2],
    })
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(127)
    })
    child.on('close', (code) => resolve(code ?? 128))
  })
}

/** Runs a program to its end and returns what it said on stdout and stderr, in the order it came. */
export function capture(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const pieces: Buffer[] = []
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
    child.stderr.on('data', (piece: Buffer) => pieces.push(piece))
    child.on('error', (error) => resolve({ exitCode: 127, output: `${command}: ${error.message}` }))
    child.on('close', (code) => resolve({ exitCode: code ?? 128, output: Buffer.concat(pieces).toString('utf8') }))
  })
}

/** One line for the person who waits; stderr, because stdout belongs to the command's result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
