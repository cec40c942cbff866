import type { PayloadRecord } from './evidence.ts'
import type { FindingCode, Report } from './findings.ts'
import type { LedgerEvent } from './model.ts'
import { PAYLOAD_ERASED, type PayloadContent, payloadHash, payloadRefsIn } from './payload.ts'

/** Holds payloads against the salted hashes that events name, and erasures against their events. */
export interface PayloadsCheck {
  event(event: LedgerEvent): void
  payload(payload: PayloadRecord): void
  /** @returns how many payloads were seen */
  finish(): number
}

/** @param hasContents false when the source left contents out: then only hashes are compared */
export function startPayloads(hasContents: boolean, report: Report): PayloadsCheck {
  /** hash (hex) by payload id, as the first event to name it says */
  const named = new Map<string, { hash: string; seq: number }>()
  const erased = new Set<string>()
  const seen = new Set<string>()

  return {
    event(event) {
      for (const { id, hash } of payloadRefsIn(event.data)) {
        if (!named.has(id)) named.set(id, { hash, seq: event.seq })
      }
      if (event.kind === PAYLOAD_ERASED) erased.add(event.subject.id)
    },

    payload(payload) {
      seen.add(payload.id)
      const known = named.get(payload.id)
      const tell = (code: FindingCode, more: Record<string, string> = {}) =>
        report({ code, ...(known === undefined ? {} : { seq: known.seq }), detail: { payload: payload.id, ...more } })
      if (known === undefined) return tell('payload-unknown')
      if (known.hash !== payload.hash.toString('hex')) return tell('payload-changed')
      const content = contentOf(payload)
      if (erased.has(payload.id)) {
        if (payload.salt !== null || content !== null) tell('payload-not-erased')
      } else if (payload.erasedAt !== null) {
        tell('payload-removed')
      } else if (hasContents) {
        if (payload.salt === null || content === null) return tell('payload-removed')
        if (!payloadHash(payload.salt, content).equals(payload.hash)) tell('payload-changed')
        if (payload.file === 'missing') tell('file-missing', { file: payload.fileSha256 ?? '' })
        if (payload.file === 'changed') tell('file-changed', { file: payload.fileSha256 ?? '' })
      }
    },

    finish() {
      for (const [id, { seq }] of named) {
        if (!seen.has(id)) report({ code: 'payload-removed', seq, detail: { payload: id } })
      }
      return seen.size
    },
  }
}

function contentOf(payload: PayloadRecord): PayloadContent | null {
  if (payload.text !== null) return { text: payload.text }
  return payload.fileSha256 === null ? null : { fileSha256: payload.fileSha256 }
}
