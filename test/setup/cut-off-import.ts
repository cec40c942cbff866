import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sql } from 'kysely'
import type { Installation } from '../../src/app/installation.ts'
import { countiesOf } from '../../src/domain/counties/service.ts'
import { beginImport, endImport, failImport, importToBegin } from '../../src/domain/imports/jobs.ts'
import type { StopReason } from '../../src/domain/imports/model.ts'
import { fingerprint, type Importing, inspectFile, runImport } from '../../src/domain/imports/service.ts'
import type { ImportJob } from '../../src/domain/imports/store.ts'
import { type LayerStage, usualRulesOf } from '../../src/domain/readings/service.ts'
import { DAY_MS, HOUR_MS } from '../../src/standards/civil-time.ts'
import { consoleOf } from './in-installation.ts'

/** Rows of a file of `roughHours`. */
export const ROUGH_ROWS = 70_000

/**
 * Two stations hour by hour from a year on, and of everything that may go wrong some: numbers that are none, a station that
 * nobody knows, rows without a value, and at the very end the first hour once more.
 */
export function roughHours(year: number): string {
  const first = Date.parse(`${year}-01-01T01:00:00+08:00`)
  const lines = ['时间,站点,PM2.5,NO2,CO']
  for (let at = 0; at < ROUGH_ROWS - 2; at += 1) {
    const end = new Date(first + Math.floor(at / 2) * HOUR_MS).toISOString()
    const station = at % 5_003 === 17 ? '没有的站' : at % 2 === 0 ? 'S1' : 'S2'
    const values = at % 7_001 === 3 ? ',,' : `${at % 211},${at % 997 === 5 ? '约3' : (at * 7) % 90},${(at % 31) / 10}`
    lines.push(`${end},${station},${values}`)
  }
  for (const station of ['S1', 'S2']) lines.push(`${new Date(first).toISOString()},${station},1,2,3`)
  return `${lines.join('\n')}\n`
}

/** From the first of its stations' hours to the last, a little more than five years. */
export const YEARS_APART = Math.ceil((ROUGH_ROWS / 2) * (HOUR_MS / DAY_MS / 365)) + 1

/** What an import left behind, told without the ids and instants that are another each time. */
export interface LeftBehind {
  /** Of all its layers in the order of their numbers: station, hour, version, columns, values, marks. */
  layers: { count: number; digest: string }
  refused: string | null
  job: { state: string; counts: unknown; doubts: unknown } | null
  events: unknown[]
  /** What is still kept of its reading. */
  kept: { stages: number; refused: number; tables: number }
}

export async function leftBehind(
  { foundation }: Pick<Installation, 'foundation'>,
  path: string,
  fileName: string,
): Promise<LeftBehind> {
  const { db } = foundation
  const jobs = await sql<{ id: string; state: string; counts: unknown; doubts: unknown }>`
    select id, state, counts, doubts from import_job where file_name = ${fileName} order by created_at`.execute(db)
  const [job] = jobs.rows
  const layers = await sql<{ count: number; digest: string }>`
    select count(*)::int as count, coalesce(md5(string_agg(md5(told), '' order by seq)), '') as digest from (
      select r.seq, concat_ws('|', s.code, r.period_end, r.version, r.source, l.columns::text, r.reading_values::text,
        r.flags::text, r.qualities::text) as told
      from reading r join reading_layout l on l.county_id = r.county_id and l.id = r.layout_id
        join device_binding b on b.county_id = r.county_id and b.device_id = r.device_id
        join station s on s.county_id = b.county_id and s.id = b.subject_id
      where r.resolution = 'hour' and r.source_id = ${job?.id ?? null}) as told`.execute(db)
  const events = await sql<{ data: unknown }>`
    select convert_from(bytes, 'UTF8')::jsonb -> 'data' as data from ledger_event
    where kind = 'readings.imported' and subject_id = ${job?.id ?? ''}`.execute(db)
  const kept = await sql<LeftBehind['kept']>`
    select (select count(*)::int from reading_stage) as stages, (select count(*)::int from import_refused) as refused,
      (select count(*)::int from pg_tables where tablename like 'reading\\_stage\\_%') as tables`.execute(db)
  const [first = { count: 0, digest: '' }] = layers.rows
  const [rest = { stages: -1, refused: -1, tables: -1 }] = kept.rows
  return {
    layers: first,
    refused: await readFile(`${path}.refused.csv`, 'utf8').catch(() => null),
    job: job === undefined ? null : { state: job.state, counts: job.counts, doubts: job.doubts },
    events: events.rows.map(({ data }) => data),
    kept: rest,
  }
}

/** How many rows the load that is under way has kept; null: it has kept none yet. */
export async function rowsKept({ foundation }: Pick<Installation, 'foundation'>): Promise<number | null> {
  const found = await sql<{ rows: number }>`
    select (note::jsonb #>> '{counts,rows}')::int as rows from reading_stage`.execute(foundation.db)
  return found.rows[0]?.rows ?? null
}

/** Is a file being moved into the readings in this moment? */
export async function isBeingMoved({ foundation }: Pick<Installation, 'foundation'>): Promise<boolean> {
  const found = await sql`
    select 1 from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'advisory' and l.granted
      and l.classid::bigint = hashtext('weike readings import')::bigint & 4294967295`.execute(foundation.db)
  return found.rows.length > 0
}

/** One go at a load. */
export interface Part {
  state: ImportJob['state']
  /** Rows that it did not read, since an earlier one had. */
  from: number
  /** Rows that are kept behind it. */
  kept: number
  /** Each hour that it staged: device, end, columns. */
  hours: string[]
}

/**
 * Brings a file in as the console does, in this very process.
 * @returns a function that goes on with it until so many rows are read (null: to its end), or until the machine dies before
 * the last write, when devices to hold it are there already, or behind it, before anybody is told
 */
export async function loadInParts(
  installation: Installation,
  path: string,
): Promise<(stopAt: number | null, dies?: 'before-the-write' | 'behind-the-write') => Promise<Part>> {
  const { foundation, readings, auth } = installation
  const [county] = await countiesOf(foundation.db)
  const principal = consoleOf(county?.id ?? '')
  const { plan } = await inspectFile({ foundation }, principal, path)
  const file = { ...(await fingerprint(path)), name: basename(path) }
  return async (stopAt, dies) => {
    const hours: string[] = []
    const watched = (stage: LayerStage): LayerStage => ({
      ...stage,
      async add(layers, note, at) {
        await stage.add(layers, note, at)
        hours.push(...layers.map(({ deviceId, periodEnd, columns }) => `${deviceId} ${periodEnd} ${columns}`))
      },
      async publish(at) {
        if (dies === 'before-the-write') throw new Error('the machine stops here')
        const outcome = await stage.publish(at)
        if (dies === 'behind-the-write') throw new Error('the machine stops here')
        return outcome
      },
    })
    const importing: Importing = {
      ...{ foundation, passwords: auth.passwords, rulesOf: usualRulesOf },
      readings: {
        ...readings,
        staging: (countyId, importId, use) => readings.staging(countyId, importId, (stage) => use(watched(stage))),
      },
    }
    const stop = new AbortController()
    const found = await importToBegin(foundation, principal, plan, file)
    const job = await beginImport(foundation, found, plan, null)
    let from = 0
    const ended = await runImport(importing, principal, {
      ...{ path, plan, importId: job.id, only: null, refusedPath: `${path}.refused.csv`, accountsPath: null },
      ...{ language: 'en', signal: stop.signal, isFromStart: false, total: null },
      told(counts, progress) {
        from = progress.from
        if (stopAt !== null && counts.rows >= stopAt) stop.abort('pause' satisfies StopReason)
      },
    }).then(
      (outcome) => endImport(importing, principal, job, outcome),
      (error: unknown) => failImport(importing, job, error, 'pause'),
    )
    return { state: ended.state, from, kept: (await rowsKept(installation)) ?? 0, hours }
  }
}
