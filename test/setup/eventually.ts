import { setTimeout as wait } from 'node:timers/promises'

/** Long enough for a machine that has other work, too. */
const DEADLINE_MS = 60_000
const LOOK_EVERY_MS = 25

/** Looks again and again until there is an answer other than undefined or false. @throws Error after 60 s, naming what did not come */
export async function eventually<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const deadline = Date.now() + DEADLINE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > deadline) throw new Error(`it did not come to pass in ${DEADLINE_MS / 1000} s: ${what}`)
    await wait(LOOK_EVERY_MS)
  }
}

/** The same for something that will come by itself. @throws Error after 60 s, naming what did not come */
export async function inTime<T>(what: string, coming: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new Error(`nothing came in ${DEADLINE_MS / 1000} s: ${what}`)),
    DEADLINE_MS,
  )
  try {
    return await Promise.race([coming, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
