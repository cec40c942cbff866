import { type Caller, CallRefused, signIn } from '../caller.ts'
import type { Person } from '../place.ts'
import type { Times } from '../time.ts'
import { openTheDesks, type Worker, workARound } from './opening.ts'
import { walkTheRound } from './patrol.ts'

export interface PeopleParts {
  seed: string
  /** Where the server is. */
  http: string
  password: string
  people: readonly Person[]
  times: Times
  /** Between two looks at what there is to do. [ms on the wall] */
  lookMs: number
  tell: (who: string, why: string) => void
}

export interface AtWork {
  /** Resolves when nobody is in the middle of something. */
  stop(): Promise<void>
}

const duties = ['dispatcher', 'grid-member', 'liaison'] as const

/**
 * The county's people at work, through the same doors as everybody: they sign in and do what waits for them when it is time.
 * What they do, and when, follows from the seed and from what it is about; nothing of that is remembered here, so that a start
 * goes on where the last one stopped. What the server refuses (somebody else was quicker) is told and left.
 */
export function startWork({ seed, http, password, people, times, lookMs, tell }: PeopleParts): AtWork {
  let isStopped = false
  let wake: () => void = () => {}
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const callOff = times.after(ms, resolve)
      wake = () => {
        callOff()
        resolve()
      }
    })
  const failed = (who: string, error: unknown) => {
    // Somebody was quicker: that is how it is in an office.
    if (error instanceof CallRefused && error.status === 409) return
    tell(who, error instanceof Error ? error.message : String(error))
  }

  async function work(): Promise<void> {
    const workers: Worker[] = []
    const told = new Set<string>()
    for (const person of people) {
      const duty = duties.find((one) => person.roles.includes(one))
      if (duty === undefined || isStopped) continue
      const caller = sessionOf(() => signIn(http, person.signInName, password, wait))
      const office = { seed, caller, now: times.now, actedAt: times.now }
      workers.push({ signInName: person.signInName, duty, townCode: person.townCode, office })
    }
    try {
      await openTheDesks(workers, () => isStopped)
    } catch (error) {
      failed('opening', error)
    }
    while (!isStopped) {
      await workARound(workers, failed)
      for (const { duty, townCode, signInName, office } of workers) {
        if (duty !== 'grid-member' || townCode === null || isStopped) continue
        await walkTheRound(office, { signInName, townCode }, told).catch((error: unknown) => failed(signInName, error))
      }
      if (!isStopped) await wait(lookMs)
    }
  }

  const working = work()
  return {
    stop() {
      isStopped = true
      wake()
      return working
    },
  }
}

/** Signs in when there is something to say, and again when the session has ended. */
function sessionOf(enter: () => Promise<Caller>): Caller {
  let session: Caller | null = null
  return {
    async call(method, path, body) {
      session ??= await enter()
      try {
        return await session.call(method, path, body)
      } catch (error) {
        if (!(error instanceof CallRefused) || error.status !== 401) throw error
        session = await enter()
        return session.call(method, path, body)
      }
    },
  }
}
