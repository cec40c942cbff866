import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/** Of some processes together. [bytes] */
export interface Memory {
  processes: number
  /** What is shared counts once for each. */
  rss: number
  /** What is shared is divided among those who share it; null where the system does not tell. */
  pss: number | null
}

/** Processes (Linux) and all their descendants. */
export async function descendantsOf(roots: readonly number[]): Promise<number[]> {
  const children = new Map<number, number[]>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // State and parent follow the name, which is in parentheses and may hold any character.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found: number[] = []
  for (let next = [...roots]; next.length > 0; next = next.flatMap((pid) => children.get(pid) ?? []))
    found.push(...next)
  return [...new Set(found)]
}

export async function memoryOf(pids: readonly number[]): Promise<Memory> {
  const memory: Memory = { processes: pids.length, rss: 0, pss: 0 }
  for (const pid of pids) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    memory.rss += kilobytes(status, 'VmRSS') ?? 0
    const pss = kilobytes(rollup, 'Pss')
    memory.pss = memory.pss === null || pss === undefined ? null : memory.pss + pss
  }
  return memory
}

/** Between two looks at the peak of a process. [ms] */
const LOOK_EVERY_MS = 20

/**
 * Watches the largest resident memory that a process (Linux) comes to.
 * @returns how to stop: it gives the peak [bytes], null where the system does not tell
 */
export function watchPeak(pid: number): () => number | null {
  let peak: number | null = null
  const look = () => {
    try {
      peak = kilobytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM') ?? peak
    } catch {
      // It has ended, or there is no /proc.
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return () => {
    clearInterval(timer)
    return peak
  }
}

function kilobytes(text: string, name: string): number | undefined {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]
  return found === undefined ? undefined : Number(found) * 1024
}

/** SIGKILL to what a failed trial left running. */
export async function endTree(root: number): Promise<void> {
  for (const pid of await descendantsOf([root])) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}
