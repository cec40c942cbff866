import type { Foundation } from '../../platform/foundation.ts'
import { Problem } from '../../platform/problem.ts'
import type { TableRow } from '../../platform/tables/model.ts'
import { countyScope } from '../access/check.ts'
import { mayAct } from '../access/decide.ts'
import type { Principal } from '../access/model.ts'
import type { LayerStage, LayerWrite } from '../readings/service.ts'
import { type Checkpoint, judgedBy, readCheckpoint, writtenCheckpoint } from './checkpoint.ts'
import { cityWatch, coWatch, watched } from './column-watches.ts'
import { addHolders } from './holders.ts'
import type { Importing } from './importing.ts'
import type { ImportCounts, ImportDoubt, ImportPlan, LoadProgress, RefusedRow } from './model.ts'
import { layersOfRows } from './readings-run.ts'
import { cutRefused, keepRefused, keptRefused } from './refused-store.ts'
import { seenHours } from './seen-hours.ts'
import { countyDirectory, whereIn, withoutHolders } from './where.ts'

/** A file of readings that is read. */
export interface ReadingsFile {
  plan: ImportPlan
  importId: string
  signal: AbortSignal
  counts: ImportCounts
  /** Behind the header; those up to a line are read, and told of to nobody. */
  rows(): AsyncIterable<readonly TableRow[]>
}

/** What a load would do: the whole file is read and compared, and nothing is written. */
export async function checkReadings(
  { foundation, readings, rulesOf }: Importing,
  principal: Principal,
  { plan, importId, counts, rows }: ReadingsFile,
  refuse: (row: RefusedRow) => Promise<void>,
): Promise<ImportDoubt[]> {
  const { countyId } = principal
  const where = whereIn(await countyDirectory(foundation.db, countyId), newIdFor(foundation, principal))
  const watch = doubtWatch(plan)
  const { limits } = rulesOf(countyId).rules
  const run = { plan, where, limits, importId, now: foundation.clocks.domain.now(), seen: seenHours() }
  const parts = layersOfRows(watched(rows(), watch.look), run, { counts, refuse })
  async function* layers(): AsyncGenerator<LayerWrite[], void, void> {
    for await (const part of parts) if (part.layers.length > 0) yield part.layers
  }
  const { layers: added, unchanged } = await readings.importLayers(countyId, layers(), { only: 'compare' })
  Object.assign(counts, { added, unchanged })
  return watch.doubts()
}

export interface ReadingsLoad extends ReadingsFile {
  /** What was read before counts for nothing. */
  isFromStart: boolean
  progress: LoadProgress
  /** Counts and progress are those of the rows behind which it goes on. */
  begun(): void
  /** Counts the rows of the file. */
  count(): Promise<number>
  /** Takes each refused row, once all is written. */
  refused(row: RefusedRow): Promise<void>
}

/**
 * Reads a file of readings part by part, each durable with a note of how far it came, and makes all of it readings at its end.
 * A load that was cut off is gone on with behind its last part: what that part knew is taken in again, what it wrote behind it
 * is forgotten. When anything that rows are judged by has changed meanwhile, all of them are read again instead.
 */
export async function loadReadings(
  importing: Importing,
  principal: Principal,
  load: ReadingsLoad,
): Promise<ImportDoubt[]> {
  const { foundation, readings } = importing
  const { countyId } = principal
  const key = { countyId, importId: load.importId }
  return readings.staging(countyId, load.importId, async (stage) => {
    const found = await stage.found()
    const state = await goneOnWith(importing, principal, load, found)
    if (state.kept === null) {
      await stage.drop()
      await cutRefused(foundation.db, key, 0)
    }
    Object.assign(load.counts, structuredClone(state.kept?.counts ?? {}))
    load.progress.total ??= await load.count()
    load.begun()
    const end = state.kept?.doubts ? state.kept : await readOn(importing, principal, load, { ...state, stage })
    if (load.signal.aborted) throw new Problem('import-stopped')
    const isWritten = found !== null && found.outcome !== null
    if (!isWritten) await addHolders(foundation, principal, end.holders)
    const { layers: added, unchanged } = await stage.publish(foundation.clocks.domain.now())
    Object.assign(load.counts, { added, unchanged })
    for await (const rows of keptRefused(foundation.db, key)) for (const row of rows) await load.refused(row)
    return end.doubts ?? []
  })
}

interface GoneOn {
  /** What is gone on with; null: the file is read from its first row. */
  kept: Checkpoint | null
  judged: string
  where: ReturnType<typeof whereIn>
}

/** Looks whether what was read before still counts. */
async function goneOnWith(
  { foundation, rulesOf }: Importing,
  principal: Principal,
  { plan, isFromStart, progress }: ReadingsLoad,
  found: Awaited<ReturnType<LayerStage['found']>>,
): Promise<GoneOn> {
  const { countyId } = principal
  const directory = await countyDirectory(foundation.db, countyId)
  const newId = newIdFor(foundation, principal)
  const { limits } = rulesOf(countyId).rules
  const before = found === null ? null : readCheckpoint(found.note)
  if (before !== null) {
    const then = withoutHolders(directory, before.holders)
    const judged = judgedBy(plan, then, limits, newId !== null)
    // What has become readings cannot be read otherwise any more: it is only told.
    const isSame = !isFromStart && judged === before.judgedBy
    if (isSame || (found !== null && found.outcome !== null)) {
      progress.from = before.counts.rows
      progress.total = before.total
      return { kept: before, judged, where: whereIn(then, newId, before.holders) }
    }
    if (!isFromStart) progress.again = before.counts.rows
  }
  const judged = judgedBy(plan, directory, limits, newId !== null)
  return { kept: null, judged, where: whereIn(directory, newId) }
}

/** Reads what is left of the file; the next rows are read while the ones before are being written. */
async function readOn(
  { foundation, rulesOf }: Importing,
  { countyId }: Principal,
  { plan, importId, signal, counts, progress, rows }: ReadingsLoad,
  { kept, judged, where, stage }: GoneOn & { stage: LayerStage },
): Promise<Checkpoint> {
  const { db, clocks } = foundation
  const key = { countyId, importId }
  const seen = seenHours()
  if (kept !== null) {
    await cutRefused(db, key, kept.line)
    for await (const hours of stage.hours()) for (const hour of hours) seen([saidBy(hour)])
  }
  const begunAt = kept?.begunAt ?? clocks.domain.now()
  const watch = doubtWatch(plan)
  const refused: RefusedRow[] = []
  const { limits } = rulesOf(countyId).rules
  const parts = layersOfRows(
    behindLine(watched(rows(), watch.look), kept?.line ?? 0),
    { plan, where, limits, importId, now: begunAt, seen },
    {
      counts,
      async refuse(row) {
        counts.reasons[row.fault] = (counts.reasons[row.fault] ?? 0) + 1
        refused.push(row)
      },
    },
  )
  const checkpoint = (line: number, doubts: ImportDoubt[] | null): Checkpoint => ({
    ...{
      form: 1,
      judgedBy: judged,
      begunAt,
      line,
      counts: structuredClone(counts),
      total: progress.total ?? 0,
      doubts,
    },
    holders: where.wanted().map(({ station, deviceId }) => ({ stationId: station.id, deviceId })),
  })
  const keep = async (layers: readonly LayerWrite[], rows: readonly RefusedRow[], at: Checkpoint) => {
    await keepRefused(db, key, rows)
    await stage.add(layers, writtenCheckpoint(at), clocks.wall.now())
  }
  let behind: Promise<void> = Promise.resolve()
  let line = kept?.line ?? 0
  try {
    for await (const part of parts) {
      line = part.line
      const now = checkpoint(line, null)
      const some = refused.splice(0)
      await behind
      behind = keep(part.layers, some, now)
      // Its failure is met at the next part.
      behind.catch(() => {})
    }
    await behind
  } finally {
    await behind.catch(() => {})
  }
  if (signal.aborted) throw new Problem('import-stopped')
  const end = checkpoint(line, watch.doubts())
  await keep([], [], end)
  return end
}

const STATISTIC = /-Avg$/

/** An hour as the file had said it. */
function saidBy({ deviceId, periodEnd, columns }: { deviceId: string; periodEnd: number; columns: readonly string[] }) {
  return { place: deviceId, hourEnd: periodEnd, factors: columns.map((column) => column.replace(STATISTIC, '')) }
}

async function* behindLine(
  rows: AsyncIterable<readonly TableRow[]>,
  after: number,
): AsyncGenerator<readonly TableRow[], void, void> {
  for await (const batch of rows) {
    const last = batch.at(-1)
    if (last === undefined || last.line > after) yield batch.filter(({ line }) => line > after)
  }
}

function doubtWatch(plan: ImportPlan) {
  const co = coWatch(plan)
  const cities = cityWatch(plan)
  return {
    look(cells: readonly string[]) {
      co.look(cells)
      cities.look(cells)
    },
    doubts: () => [...cities.doubt(), ...co.doubt()],
  }
}

/** Who may register devices gives a station without one a device that holds what is imported. */
function newIdFor({ ids }: Foundation, principal: Principal): (() => string) | null {
  return mayAct(principal, 'manage-devices', countyScope(principal.countyId)) ? () => ids.next() : null
}
