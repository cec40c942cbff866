import { isConnectionFailure } from './client.ts'

/** What may be wrong with a database as a whole, whatever it is asked. */
export type Ailment = 'away' | 'disk-full' | 'disk-fails' | 'no-memory' | 'no-connections' | 'read-only'

/** A database as an operator knows it. */
export interface DatabaseSeat {
  kind: 'embedded' | 'remote'
  /** Embedded: Weike's data directory; remote: where it answers and its name, never the password. */
  where: string
}

interface AilmentRow {
  ailment: Ailment
  /** With what its SQLSTATEs begin (manual of PostgreSQL, appendix A); `away` has more signs, see isConnectionFailure. */
  sqlstate: string
  says: string
  embedded: string
  remote: string
}

/** What is wrong and what to do about it, in an operator's words; `{where}` stands for the seat. */
const ailments: readonly AilmentRow[] = [
  {
    ailment: 'away',
    sqlstate: '08',
    says: 'the database does not answer',
    embedded: 'Weike starts it again by itself; what ails it is told in {where}/postgres/server.log.',
    remote: 'See that PostgreSQL at {where} runs and can be reached from here.',
  },
  {
    ailment: 'disk-full',
    sqlstate: '53100',
    says: 'the disk of the database is full',
    embedded:
      'Make room on the disk of {where}: remove or move away what is not Weike’s, or make the disk larger; delete nothing inside that directory.',
    remote:
      'Make room on the disk of the PostgreSQL at {where}: remove or move away what is not PostgreSQL’s, or make the disk larger; delete nothing inside its data directory.',
  },
  {
    ailment: 'disk-fails',
    sqlstate: '58030',
    says: 'the database cannot read or write its disk',
    embedded: 'Look after the disk of {where}; the system’s log tells what ails it.',
    remote: 'Look after the disk of the PostgreSQL at {where}; the log of its system tells what ails it.',
  },
  {
    ailment: 'no-memory',
    sqlstate: '53200',
    says: 'the database has no memory left',
    embedded: 'See what else uses the memory of this machine.',
    remote: 'See what uses the memory of the machine of the PostgreSQL at {where}.',
  },
  {
    ailment: 'no-connections',
    sqlstate: '53300',
    says: 'the database accepts no more connections',
    embedded: 'See who else is connected to the database in {where}.',
    remote:
      'See who else is connected to the PostgreSQL at {where}, or raise its max_connections; Weike uses about 30.',
  },
  {
    ailment: 'read-only',
    sqlstate: '25006',
    says: 'the database takes no changes (read-only)',
    embedded: 'Somebody has set default_transaction_read_only in the database of {where}; take it back.',
    remote:
      'The PostgreSQL at {where} is a standby, or default_transaction_read_only is set: name the primary, or set it back.',
  },
]

/** A server that does not come up on a full disk says so in its log only; SQLite, by which its start is locked, says it its way. */
const fullDisk = /no space left on device|disk is full/i

/** What an error says about the database as a whole; null: it is about something else, and its own text tells of what. */
export function ailmentOf(error: unknown): Ailment | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = ailments.find(({ sqlstate }) => code.startsWith(sqlstate))?.ailment
  if (known !== undefined && known !== 'away') return known
  if (!isConnectionFailure(error) || isOfSomethingElse(error)) return null
  return fullDisk.test(error.message) ? 'disk-full' : 'away'
}

/** Errors of the system have the same names whatever they are about: a missing file, or a caller that has left. */
function isOfSomethingElse(error: Error): boolean {
  return 'path' in error || error.message === 'aborted'
}

/** What is wrong, in a few words: `the database does not answer`. */
export function ailmentWords(ailment: Ailment): string {
  return rowOf(ailment).says
}

/** Where, and what to do about it, in a sentence. */
export function remedyFor(ailment: Ailment, seat: DatabaseSeat): string {
  return rowOf(ailment)[seat.kind].replaceAll('{where}', seat.where)
}

function rowOf(ailment: Ailment): AilmentRow {
  const row = ailments.find((one) => one.ailment === ailment)
  if (row === undefined) throw new Error(`no words for ${ailment}`)
  return row
}
