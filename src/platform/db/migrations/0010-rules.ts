import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * Rules of more kinds than one, the evaluator's memory beside its cursor, and what becomes of an alert: it resolves, is
 * silenced, is verified. Rules and alerts that are there already go on as they were.
 */
const statements: readonly string[] = [
  // Rules
  `alter table rule drop constraint rule_kind_check`,
  `alter table rule alter column factor drop not null`,
  `alter table rule
     add column params jsonb not null default '{"durationMinutes": 0}',
     add column narrowing jsonb not null default '{"level": null, "circle": null, "hours": null, "period": null}',
     add column approved_at bigint not null default 0,
     add check (kind in ('threshold', 'rise', 'neighbours', 'silent', 'flat-line', 'completeness'))`,
  `alter table rule alter column params drop default, alter column narrowing drop default,
     alter column approved_at drop default`,
  `alter table rule_cursor
     add column clock_at bigint not null default 0,
     add column state jsonb,
     add column state_seq bigint not null default 0`,
  `update rule_cursor set state_seq = seq`,

  // Silences
  `create table alert_silence (
     county_id uuid not null references county,
     id uuid not null,
     rule_id uuid,
     station_id uuid,
     factor text collate "C",
     reason_id uuid not null,
     starts_at bigint not null,
     ends_at bigint not null check (ends_at > starts_at),
     made_by uuid,
     ended_at bigint,
     version int not null,
     primary key (county_id, id),
     check (coalesce(rule_id::text, station_id::text, factor) is not null),
     foreign key (county_id, rule_id) references rule (county_id, id),
     foreign key (county_id, station_id) references station (county_id, id))`,
  `create index alert_silence_by_time on alert_silence (county_id, ends_at desc)`,

  // Alerts
  `alter table alert drop constraint alert_state_check`,
  `alter table alert
     add column resolved_at bigint,
     add column episode text collate "C",
     add column silence_id uuid,
     add column swallowed int not null default 0,
     add column verdict text collate "C" check (verdict in ('true', 'weather', 'instrument')),
     add column verdict_note_id uuid,
     add column verified_by uuid,
     add column verified_at bigint,
     add check (state in ('open', 'acknowledged', 'silenced', 'resolved')),
     add foreign key (county_id, silence_id) references alert_silence (county_id, id)`,
  // As the evaluator names it: rule, device, factor, station, and the period that opened it.
  `update alert set episode = rule_id || ' ' || device_id || ' ' || factor || ' ' || station_id || ' ' || first_period_end`,
  // Two of old may have begun with the same period, the one after the other was acknowledged.
  `update alert set episode = episode || ' ' || id where (county_id, id) in (
     select county_id, id from (
       select county_id, id, row_number() over (partition by county_id, episode order by raised_at, id) as place from alert
     ) as counted where place > 1)`,
  `alter table alert alter column episode set not null, add unique (county_id, episode)`,
  `create index alert_unresolved on alert (county_id, state) where state <> 'resolved'`,
  `create index alert_by_rule on alert (county_id, rule_id, raised_at desc)`,
  `create index alert_by_silence on alert (county_id, silence_id) where silence_id is not null`,
  `alter table alert_exceedance
     add column factor text collate "C",
     add column level double precision`,
  `update alert_exceedance e set factor = a.factor, level = a.threshold
     from alert a where a.county_id = e.county_id and a.id = e.alert_id`,
  `alter table alert_exceedance
     alter column factor set not null,
     alter column level set not null,
     drop constraint alert_exceedance_pkey,
     add primary key (county_id, rule_id, device_id, factor, resolution, period_end)`,
  `drop index alert_group`,
  `grant select, insert, update, delete on alert_silence to weike_app`,
]

export const rules: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
