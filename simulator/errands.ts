import type { Hj212Message } from '../src/protocols/hj212/message.ts'
import type { Upload } from './schedule.ts'

/** History that was asked for: one record at a time, the next when it is answered (HJ 212-2017, table C.48). */
export interface Errands {
  /** Begins one; the same request again begins it anew. At least one upload. */
  begin(request: Hj212Message, uploads: readonly Upload[]): void
  /** Is this upload of an errand? Then it is answered, and what comes next goes out. */
  answered(upload: Upload): boolean
}

/**
 * @param send puts a record among what the logger owes
 * @param done told when the last record is answered
 */
export function createErrands(send: (upload: Upload) => void, done: (request: Hj212Message) => void): Errands {
  const byQn = new Map<string, { request: Hj212Message; waiting: Upload[] }>()
  /** Records on their way, also those of a request that was begun anew since. */
  const onTheirWay = new Map<Upload, string>()

  function next(qn: string): void {
    const errand = byQn.get(qn)
    if (errand === undefined) return
    const upload = errand.waiting.shift()
    if (upload === undefined) {
      byQn.delete(qn)
      done(errand.request)
      return
    }
    onTheirWay.set(upload, qn)
    send(upload)
  }

  return {
    begin(request, uploads) {
      const { qn } = request
      for (const [upload, of] of onTheirWay) if (of === qn) onTheirWay.set(upload, '')
      byQn.set(qn, { request, waiting: [...uploads] })
      next(qn)
    },
    answered(upload) {
      const qn = onTheirWay.get(upload)
      if (qn === undefined) return false
      onTheirWay.delete(upload)
      next(qn)
      return true
    },
  }
}
