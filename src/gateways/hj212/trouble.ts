import type { Clock } from '../../platform/clock.ts'
import { ailmentOf, ailmentWords, type DatabaseSeat, remedyFor } from '../../platform/db/ailment.ts'
import { createTrouble, errorText, spanWords, type Trouble } from '../../platform/trouble/trouble.ts'

/** Tells an operator that frames cannot be stored, what becomes of them, and when they are stored again. */
export function storingTrouble(parts: { seat: DatabaseSeat; steady: Clock; log(line: string): void }): Trouble {
  const { seat, steady, log } = parts
  return createTrouble(steady, {
    begins: (error) =>
      log(
        `hj212: frames cannot be stored: ${causeOf(error, seat)} They are not answered and their connections are closed, so that the loggers send them again; this ends by itself.`,
      ),
    lasts: ({ failures, lastedMs, error }) =>
      log(
        `hj212: frames still cannot be stored, for ${spanWords(lastedMs)}: ${causeOf(error, seat)} ${failures} refused so far`,
      ),
    isOver: ({ failures, lastedMs }) =>
      log(
        `hj212: frames are stored again after ${spanWords(lastedMs)}; ${failures} were refused and will be sent again`,
      ),
  })
}

function causeOf(error: unknown, seat: DatabaseSeat): string {
  const message = errorText(error)
  const ailment = ailmentOf(error)
  return ailment === null ? `${message}.` : `${ailmentWords(ailment)} (${message}). ${remedyFor(ailment, seat)}`
}
