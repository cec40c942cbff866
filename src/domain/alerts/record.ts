import { sql } from 'kysely'
import type { Db } from '../../platform/foundation.ts'
import type { RuleRecord } from './model.ts'

interface CountedRow {
  ruleId: string
  raised: number
  silenced: number
  real: number
  weather: number
  instrument: number
  verifiedSince: number
  rightSince: number
}

/** How often rules were right: counted from their alerts, of one rule or of all. */
export async function recordsOf(db: Db, countyId: string, ruleId?: string): Promise<ReadonlyMap<string, RuleRecord>> {
  const { rows } = await sql<CountedRow>`
    select a.rule_id,
           count(*)::int as raised,
           (count(*) filter (where a.silence_id is not null))::int as silenced,
           (count(*) filter (where a.verdict = 'true'))::int as real,
           (count(*) filter (where a.verdict = 'weather'))::int as weather,
           (count(*) filter (where a.verdict = 'instrument'))::int as instrument,
           (count(*) filter (where a.verdict is not null and a.raised_at > r.approved_at))::int as verified_since,
           (count(*) filter (where a.verdict = 'true' and a.raised_at > r.approved_at))::int as right_since
    from alert a join rule r on r.county_id = a.county_id and r.id = a.rule_id
    where a.county_id = ${countyId} and (${ruleId ?? null}::uuid is null or a.rule_id = ${ruleId ?? null}::uuid)
    group by a.rule_id`.execute(db)
  return new Map(
    rows.map((row) => [
      row.ruleId,
      {
        raised: row.raised,
        silenced: row.silenced,
        byVerdict: { true: row.real, weather: row.weather, instrument: row.instrument },
        sinceApproval: { verified: row.verifiedSince, right: row.rightSince },
      },
    ]),
  )
}
