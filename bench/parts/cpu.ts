import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks per second in which Linux counts the time of processes (`getconf CLK_TCK`, 100 on every Linux of today). */
const TICKS = 100

/**
 * CPU time that running processes have used so far, user and system, with that of children that have ended. [s]
 * Read from /proc; null where there is none (not Linux).
 */
export function cpuSeconds(isMeant: (pid: number) => boolean): number | null {
  let ticks = 0
  let pids: string[]
  try {
    pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isMeant(Number(entry)))
  } catch {
    return null
  }
  for (const pid of pids) {
    let stat: string
    try {
      stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    } catch {
      continue // It ended meanwhile.
    }
    // Behind the name, which may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    for (const at of [11, 12, 13, 14]) ticks += Number(fields[at])
  }
  return ticks / TICKS
}
