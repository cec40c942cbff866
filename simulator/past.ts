import { setImmediate as breathe } from 'node:timers/promises'
import { bulletinOf, monthsOut } from './bulletin.ts'
import { signIn } from './caller.ts'
import { filesThere, handOver } from './files.ts'
import { type Chapter, chaptersOf, type Told, tableOf } from './history.ts'
import { stations } from './place.ts'
import { registers } from './registers.ts'
import type { Times } from './time.ts'

/** How far the past has come. */
export type PastNews =
  | { kind: 'begun'; chapters: number }
  | { kind: 'in'; fileName: string; done: number; chapters: number }
  | { kind: 'failed'; fileName: string; why: string }

export interface PastParts {
  seed: string
  /** Where the server is, and who brings the files in. */
  http: string
  signInName: string
  password: string
  told: readonly Told[]
  /** Hours that end in (from, to]. [epoch ms] */
  from: number
  to: number
  times: Pick<Times, 'after'>
  tell: (news: PastNews) => void
  /** Told to stop meanwhile? */
  isStopped: () => boolean
}

/** Hours of all stations that are made before others get their turn. */
const HOURS_A_TURN = 12

/**
 * Brings the past in as a person would: makes a table a quarter, hands it over at the import page, agrees to what the server
 * proposes and waits until it is in. Tables that the server has already are left out, so a start that was cut off goes on.
 */
export async function bringThePast(parts: PastParts): Promise<void> {
  const chapters = chaptersOf(parts.from, parts.to)
  const wait = waiting(parts)
  const caller = await signIn(parts.http, parts.signInName, parts.password, wait)
  const known = await filesThere(caller)
  const missing = chapters.filter(({ fileName }) => !known.has(fileName))
  if (missing.length === 0) return
  parts.tell({ kind: 'begun', chapters: missing.length })
  let done = 0
  for (const chapter of missing) {
    const table = await made(parts, chapter)
    if (table === null) return
    const file = { fileName: chapter.fileName, kind: 'readings', bytes: table }
    const why = await handOver(caller, file, { wait, isStopped: parts.isStopped })
    done += 1
    if (why === null) parts.tell({ kind: 'in', fileName: chapter.fileName, done, chapters: missing.length })
    else parts.tell({ kind: 'failed', fileName: chapter.fileName, why })
  }
}

/**
 * Brings in what an administrator keeps in drawers: borders and the register of sources; what is there already is left out.
 * @returns what is not in, and why
 */
export async function bringRegisters(
  parts: Pick<PastParts, 'http' | 'signInName' | 'password' | 'times' | 'isStopped'>,
): Promise<string[]> {
  const wait = waiting(parts)
  const caller = await signIn(parts.http, parts.signInName, parts.password, wait)
  const known = await filesThere(caller)
  const failed: string[] = []
  for (const register of registers()) {
    if (known.has(register.fileName) || parts.isStopped()) continue
    const why = await handOver(caller, register, { wait, isStopped: parts.isStopped })
    if (why !== null) failed.push(`${register.fileName}: ${why}`)
  }
  return failed
}

/** At most so many months of the city's tables are looked for: the newest, and a year back. */
const MOST_MONTHS = 13

/**
 * Brings in the city's tables of ranking that are out by now, the newest first: those of the months of the past that is brought
 * in, the newest in any case; what is there already is left out.
 * @returns what is not in, and why
 */
export async function bringBulletins(
  parts: Omit<PastParts, 'from' | 'to' | 'tell'> & { now: number; pastYears: number },
): Promise<string[]> {
  const { seed, now, pastYears, told } = parts
  const national = told.find(({ station }) => station.code === nationalCode)
  if (national === undefined) return []
  const wait = waiting(parts)
  const caller = await signIn(parts.http, parts.signInName, parts.password, wait)
  const known = await filesThere(caller)
  const failed: string[] = []
  for (const month of monthsOut(now, Math.max(1, Math.min(MOST_MONTHS, Math.floor(12 * pastYears))))) {
    if (parts.isStopped()) break
    const table = bulletinOf({ seed, told: national }, month)
    await breathe()
    if (known.has(table.fileName)) continue
    const why = await handOver(caller, table, { wait, isStopped: parts.isStopped })
    if (why !== null) failed.push(`${table.fileName}: ${why}`)
  }
  return failed
}

const nationalCode = stations.find(({ level }) => level === 'national')?.code

function waiting({ times }: Pick<PastParts, 'times'>): (ms: number) => Promise<void> {
  return (ms) => new Promise((resolve) => void times.after(ms, resolve))
}

/** Null: told to stop meanwhile. */
async function made({ seed, told, isStopped }: PastParts, chapter: Chapter): Promise<Uint8Array<ArrayBuffer> | null> {
  const pieces: string[] = []
  for (const piece of tableOf(seed, told, chapter)) {
    pieces.push(piece)
    if (pieces.length % HOURS_A_TURN !== 0) continue
    if (isStopped()) return null
    await breathe()
  }
  const text = pieces.join('')
  return new TextEncoder().encode(text)
}
