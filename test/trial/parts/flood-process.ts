import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'

/** A program of the flood in a process of its own, so that it takes no time from those who are measured. */
export interface FloodProcess<Told> {
  /** Everything that it told so far. */
  told: Told[]
  /** The first thing told, now or later, that is like this. @throws Error when the program ends before */
  when(isLike: (told: Told) => boolean): Promise<Told>
  /** Asks it to end. Resolves when it has. @throws Error when it fails */
  end(): Promise<void>
  kill(): void
}

/**
 * @param program name of a file beside this one; it gets its task as JSON in its first argument, tells lines of JSON on
 * stdout, and ends when its stdin does
 */
export function startFlood<Told>(program: string, task: unknown, toldIs: z.ZodType<Told>): FloodProcess<Told> {
  const file = join(import.meta.dirname, program)
  const child = spawn(process.execPath, [file, JSON.stringify(task)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const told: Told[] = []
  const waiting = new Set<() => void>()
  const look = () => {
    for (const one of waiting) one()
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    told.push(toldIs.parse(JSON.parse(line)))
    look()
  })
  let hasEnded = false
  const ended = once(child, 'close').then(([code]) => {
    hasEnded = true
    look()
    return code
  })
  return {
    told,
    when(isLike) {
      return new Promise((resolve, reject) => {
        const attempt = () => {
          const found = told.find(isLike)
          if (found === undefined && !hasEnded) return
          waiting.delete(attempt)
          if (found !== undefined) resolve(found)
          else reject(new Error(`${program} ended (${child.exitCode}) and did not tell what was waited for`))
        }
        waiting.add(attempt)
        attempt()
      })
    },
    async end() {
      child.stdin.end()
      const code = await ended
      if (code !== 0) throw new Error(`${program} ended with ${code}`)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
