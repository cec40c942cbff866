import { isConnectionFailure } from '../../platform/db/client.ts'

/**
 * Tells an operator that frames cannot be stored: when it begins, once a minute while it lasts, when it is over; and no more
 * than that when it comes and goes.
 */
export interface Trouble {
  failed(error: unknown): void
  stored(): void
  /** A minute has passed. */
  tell(): void
}

export function createTrouble(log: (line: string) => void): Trouble {
  let refused = 0
  let lasts = false
  let isTold = false
  let toldThisMinute = false
  return {
    failed(error) {
      refused += 1
      if (lasts) return
      lasts = true
      if (toldThisMinute) return
      isTold = true
      toldThisMinute = true
      log(
        `hj212: frames cannot be stored: ${causeOf(error)}. They are not answered and their connections are closed, so that the loggers send them again; this ends by itself.`,
      )
    },
    stored() {
      if (!lasts) return
      lasts = false
      if (!isTold) return
      isTold = false
      log(`hj212: frames are stored again; ${refused} were refused and will be sent again`)
      refused = 0
    },
    tell() {
      if (lasts && !toldThisMinute) {
        log(`hj212: frames still cannot be stored; ${refused} refused so far`)
        isTold = true
      }
      toldThisMinute = false
    },
  }
}

/** Classes of PostgreSQL's errors (its manual, appendix A) in an operator's words. */
const causes: readonly { begins: string; words: string }[] = [
  { begins: '53100', words: 'the disk of the database is full; make room' },
  { begins: '53200', words: 'the database has no memory left' },
  { begins: '53300', words: 'the database accepts no more connections' },
  { begins: '58030', words: 'the database cannot read or write its disk' },
  { begins: '25006', words: 'the database takes no changes (read-only)' },
]

function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const message = error instanceof Error ? error.message : String(error)
  const known = causes.find(({ begins }) => code.startsWith(begins))?.words
  if (known !== undefined) return `${known} (${message})`
  return isConnectionFailure(error) ? `the database does not answer (${message || code})` : message
}
