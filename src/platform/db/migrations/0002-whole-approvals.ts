import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * A decision names its approver, the session and the time, all or none: the rule that the approver is another person on
 * another session (0001) says nothing about a decision that names nobody.
 */
export const wholeApprovals: Migration = {
  async up(db) {
    await sql
      .raw(
        `alter table approval add constraint approval_whole check (
           num_nulls(decision, approver_id, approver_session, decided_at) in (0, 4))`,
      )
      .execute(db)
  },
}
