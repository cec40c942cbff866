import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Problem } from '../problem.ts'
import { foundation } from './migrations/0001-foundation.ts'
import { wholeApprovals } from './migrations/0002-whole-approvals.ts'
import { gatewayAndReadings } from './migrations/0003-gateway-and-readings.ts'
import { wideFrames } from './migrations/0004-wide-frames.ts'
import { deviceChecks } from './migrations/0005-device-checks.ts'
import { framesInOneCall } from './migrations/0006-frames-in-one-call.ts'
import { imports } from './migrations/0007-imports.ts'
import { evaluations } from './migrations/0008-evaluations.ts'
import { feeds } from './migrations/0009-feeds.ts'
import { rules } from './migrations/0010-rules.ts'
import { sources } from './migrations/0011-sources.ts'
import { resumedImports } from './migrations/0012-resumed-imports.ts'
import { staleFeeds } from './migrations/0013-stale-feeds.ts'
import { landscape } from './migrations/0014-landscape.ts'
import { targets } from './migrations/0015-targets.ts'
import { settings } from './migrations/0016-settings.ts'
import { baseMap } from './migrations/0017-base-map.ts'
import { drawnBorders } from './migrations/0018-drawn-borders.ts'
import { inbox } from './migrations/0019-inbox.ts'

/** Every migration in order. A landed one is never edited: a change is a new one. */
const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-whole-approvals': wholeApprovals,
  '0003-gateway-and-readings': gatewayAndReadings,
  '0004-wide-frames': wideFrames,
  '0005-device-checks': deviceChecks,
  '0006-frames-in-one-call': framesInOneCall,
  '0007-imports': imports,
  '0008-evaluations': evaluations,
  '0009-feeds': feeds,
  '0010-rules': rules,
  '0011-sources': sources,
  '0012-resumed-imports': resumedImports,
  '0013-stale-feeds': staleFeeds,
  '0014-landscape': landscape,
  '0015-targets': targets,
  '0016-settings': settings,
  '0017-base-map': baseMap,
  '0018-drawn-borders': drawnBorders,
  '0019-inbox': inbox,
}

export const APP_ROLE = 'weike_app'
export const PERSONAL_ROLE = 'weike_personal'

/**
 * Brings the database to this Weike's shape: roles, schemas, tables. Safe to run at every start and by two processes at once
 * (the migrator holds an advisory lock).
 * @param db connected as the login role with search_path `weike`, which must be able to create roles the first time
 * @throws Problem `database-role` when the login role may not create the two roles, `database-newer` when a newer Weike was here
 */
export async function migrate(db: Kysely<unknown>): Promise<void> {
  await ensureRoles(db)
  await sql`create schema if not exists weike`.execute(db)
  await sql`create schema if not exists personal`.execute(db)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: 'weike',
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && error.message.includes('corrupted migrations')) {
    throw new Problem('database-newer', { cause: error })
  }
  throw error
}

/** Two roles keep the application out of the personal schema even when its SQL goes wrong. */
async function ensureRoles(db: Kysely<unknown>): Promise<void> {
  for (const role of [APP_ROLE, PERSONAL_ROLE]) {
    const found = await sql`select 1 from pg_roles where rolname = ${role}`.execute(db)
    try {
      if (found.rows.length === 0) await sql.raw(`create role ${role} nologin`).execute(db)
    } catch (error) {
      // 42710: another process made it in this very moment; 23505: the same, seen one step earlier.
      const code = error instanceof Error && 'code' in error ? error.code : ''
      if (code !== '42710' && code !== '23505') throw new Problem('database-role', { cause: error, params: { role } })
    }
    const member = await sql<{ ok: boolean }>`select pg_has_role(current_user, ${role}, 'member') as ok`.execute(db)
    if (member.rows[0]?.ok !== true) {
      await sql
        .raw(`grant ${role} to current_user`)
        .execute(db)
        .catch((error: unknown) => {
          throw new Problem('database-role', { cause: error, params: { role } })
        })
    }
  }
}
