import { caseChecker } from '../domain/cases/evidence.ts'
import { correctionChecker } from '../domain/corrections/evidence.ts'
import { postgresFrameArchive } from '../domain/readings/frame-archive.ts'
import { writeExport } from '../platform/ledger/export.ts'
import { type EvidenceDeps, liveEvidence } from '../platform/ledger/live-evidence.ts'
import type { Installation } from './installation.ts'

/** Who proves what of the subjects in the ledger. */
export const checkers = [caseChecker, correctionChecker] as const

export function evidenceDeps(installation: Installation): EvidenceDeps {
  const { db, files } = installation.foundation
  return { db, files, archive: postgresFrameArchive(db), checkers }
}

/** The evidence of a county as NDJSON lines; texts of people are left out unless asked for. */
export function evidenceLines(
  installation: Installation,
  countyId: string,
  withPayloads = false,
): AsyncGenerator<string> {
  const { clocks, keys } = installation.foundation
  const at = clocks.domain.now()
  const { publicKey } = keys.signer
  return writeExport(liveEvidence(evidenceDeps(installation), { countyId, at, publicKey, withPayloads }))
}
