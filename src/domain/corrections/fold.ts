import { z } from 'zod'
import type { Misfit } from '../../platform/ledger/fold-subjects.ts'
import { type Correction, type CorrectionState, correctionKinds } from './model.ts'

/** A correction as its events say it must be; who took part is known to the ledger by pseudonym only. */
export type FoldedCorrection = Omit<Correction, 'countyId'>

export interface CorrectionEvent {
  id: string
  kind: string
  version: number | null
  /** When the act was taken in. [epoch ms] */
  receivedAt: number
  data: unknown
}

const recordedProposal = z.object({
  deviceId: z.string(),
  factor: z.string(),
  resolution: z.enum(['realtime', 'minute', 'hour']),
  correction: z.enum(correctionKinds),
  changes: z.array(
    z.object({
      end: z.number(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      frames: z.array(z.number()),
    }),
  ),
  findingId: z.string().nullable(),
  reason: z.object({ id: z.string() }),
})

/** What leads from a state to another. */
const moves: Readonly<Record<string, { from: CorrectionState; to: CorrectionState }>> = {
  'correction.approved': { from: 'proposed', to: 'approved' },
  'correction.refused': { from: 'proposed', to: 'refused' },
  'correction.applied': { from: 'approved', to: 'applied' },
}

/**
 * The next state of a correction by one of its events; pure.
 * @returns what the correction is after it, or the words of what does not fit (for the verifier)
 */
export function foldCorrection(before: FoldedCorrection | null, event: CorrectionEvent): FoldedCorrection | Misfit {
  const { kind, version, receivedAt } = event
  if (kind === 'correction.proposed') return beginning(before, event)
  const move = Object.hasOwn(moves, kind) ? moves[kind] : undefined
  if (move === undefined) return { misfit: `${kind} is nothing that happens to a correction` }
  if (before === null) return { misfit: `${kind} before the correction was proposed` }
  if (before.state !== move.from) return { misfit: `${kind} of a correction that was ${before.state}` }
  if (version !== before.version + 1) return { misfit: `${kind} makes version ${version} of ${before.version}` }
  const at = move.to === 'applied' ? { appliedAt: receivedAt } : { decidedAt: receivedAt }
  return { ...before, state: move.to, version, ...at }
}

function beginning(
  before: FoldedCorrection | null,
  { id, version, receivedAt, data }: CorrectionEvent,
): FoldedCorrection | Misfit {
  const proposal = recordedProposal.safeParse(data)
  if (!proposal.success) return { misfit: 'correction.proposed does not say what was proposed' }
  if (before !== null) return { misfit: 'proposed twice' }
  if (version !== 1) return { misfit: `correction.proposed makes version ${version}` }
  const { correction, reason, ...told } = proposal.data
  return {
    id,
    ...told,
    kind: correction,
    reasonId: reason.id,
    state: 'proposed',
    version,
    proposedAt: receivedAt,
    decidedAt: null,
    appliedAt: null,
  }
}
