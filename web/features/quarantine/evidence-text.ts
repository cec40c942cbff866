import type { DeviceProposal } from '../../api/queries.ts'
import type { Translate } from '../../text/language.ts'

export type Evidence = DeviceProposal['edition']['evidence']

/** What a proposal rests on, in words: each piece of evidence with its figures. */
export function evidenceText(evidence: Evidence, t: Translate): string {
  return evidence.map(({ code, params }) => t(`web.evidence.${code}`, params)).join(t('web.evidence.joint'))
}
