import { rm, writeFile } from 'node:fs/promises'
import type { Passwords } from '../../platform/auth/passwords.ts'
import { csvLine } from '../../platform/csv.ts'
import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import type { TableRow } from '../../platform/tables/model.ts'
import type { Principal } from '../access/model.ts'
import { addRecords, isWeak, type NewAccount } from './add-records.ts'
import { coordinateWatch } from './coordinate-watch.ts'
import type { ImportCounts, ImportDoubt, ImportPlan, RefusedRow } from './model.ts'
import type { NewRecord } from './new-record.ts'
import { originOf } from './origin.ts'
import { type RecordKind, recordReader } from './records.ts'

export interface RecordsRun {
  kind: RecordKind
  wish: { plan: ImportPlan; only: 'check' | null; accountsPath: string | null; signal: AbortSignal }
  counts: ImportCounts
  refuse(row: RefusedRow): Promise<void>
  rows: AsyncIterable<readonly TableRow[]>
}

/** Reads the records of a file and adds those that are new, all of them in one transaction. */
export async function runRecords(
  { foundation, passwords }: { foundation: Foundation; passwords: Passwords },
  principal: Principal,
  { kind, wish, counts, refuse, rows }: RecordsRun,
): Promise<{ doubts: ImportDoubt[]; accounts: number }> {
  const { plan, accountsPath } = wish
  const watch = coordinateWatch(plan.coordinates)
  const read = await recordReader(foundation.db, principal.countyId, kind, plan, watch)
  const records: NewRecord[] = []
  for await (const batch of rows) {
    for (const { line, cells } of batch) {
      counts.rows += 1
      const found = read(cells)
      const weak = found.ok && found.record?.kind === 'people' && isWeak(found.record.password, found.record.signInName)
      if (!found.ok || weak) {
        counts.refused += 1
        const why = found.ok ? ({ fault: 'password-weak', what: null } as const) : found
        await refuse({ line, cells, fault: why.fault, what: why.what })
      } else if (found.isOfOthers) {
        counts.others += 1
      } else {
        counts.taken += 1
        if (found.record === null) counts.unchanged += 1
        else records.push(found.record)
      }
    }
  }
  counts.added = records.length
  const doubts = [...watch.doubts(), ...originDoubts(plan)].slice(0, 1)
  if (wish.only === 'check' || records.length === 0) return { doubts, accounts: 0 }
  const accounts = await addRecords(foundation, passwords, principal, records, {
    told() {
      if (wish.signal.aborted) throw new Problem('import-stopped')
    },
    async keep(made) {
      if (accountsPath !== null) await writeAccounts(accountsPath, made)
    },
    async drop() {
      if (accountsPath !== null) await rm(accountsPath, { force: true })
    },
  })
  return { doubts, accounts: accounts.length }
}

function originDoubts({ kind, columns, coordinates }: ImportPlan): ImportDoubt[] {
  if (kind !== 'regions') return []
  const known = originOf(columns.map(({ name }) => name))
  if (known === null || known.system === coordinates) return []
  return [{ doubt: 'origin', declared: coordinates, likely: known.system, origin: known.origin }]
}

async function writeAccounts(path: string, accounts: readonly NewAccount[]): Promise<void> {
  const lines = accounts.map(({ name, signInName, password }) => csvLine([name, signInName, password]))
  const text = `\ufeff${['name,sign-in,password', ...lines].join('\r\n')}\r\n`
  await writeFile(path, text, { mode: 0o600, flush: true })
}
