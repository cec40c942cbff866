import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import type { IncomingFrame, Resolution } from '../../src/domain/readings/model.ts'
import { postgresReadings } from '../../src/domain/readings/postgres-store.ts'
import type { LayerWrite, ReadingRow, ReadingsStore } from '../../src/domain/readings/store.ts'
import { createKysely, createPool } from '../../src/platform/db/connect.ts'
import { APP_ROLE, migrate } from '../../src/platform/db/migrate.ts'
import { HOUR_MS, hourEndingAt, MINUTE_MS } from '../../src/standards/civil-time.ts'
import type { FreshDatabase } from './fresh-database.ts'

/** The readings alone, on a database with nothing else in it. */
export interface OpenReadings {
  /** Connections of the application role. */
  pool: Pool
  readings: ReadingsStore
  /** The same readings as another process has them, which remembers nothing of this one. */
  another(): ReadingsStore
  close(): Promise<void>
}

export async function openReadings(fresh: FreshDatabase): Promise<OpenReadings> {
  const database = await fresh.open()
  const owner = createPool(database, { applicationName: 'readings test', max: 1 })
  await migrate(createKysely<unknown>(owner))
  await owner.end()
  const pool = createPool(database, { applicationName: 'readings test', max: 8, role: APP_ROLE })
  return {
    pool,
    readings: postgresReadings(pool),
    another: () => postgresReadings(pool),
    async close() {
      await pool.end()
      await database.release()
    },
  }
}

/** An id that says which one it is. */
export function idOf(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

const lengths: Readonly<Partial<Record<Resolution, number>>> = { minute: 10 * MINUTE_MS, hour: HOUR_MS }

/** What a test says of a frame; the rest is as usual. */
export interface FrameWords {
  countyId: string
  deviceId: string
  /** End of the period. [epoch ms] */
  at: number
  resolution?: Resolution
  /** `code-Statistic` → value. */
  values: Readonly<Record<string, number | null>>
  /** `code-Statistic` → mark, where it is not N. */
  flags?: Readonly<Record<string, string | null>>
  /** `code-Statistic` → reason code. */
  reasons?: Readonly<Record<string, string>>
  receivedAt?: number
  /** What else tells it from other frames. */
  mark?: string
}

/** A stored frame of a device whose MN is its id. */
export function frameOf(words: FrameWords): IncomingFrame {
  const { countyId, deviceId, at, resolution = 'realtime', values, flags = {}, reasons = {}, mark = '' } = words
  const columns = Object.keys(values)
  const receivedAt = words.receivedAt ?? at
  const bytes = Buffer.from(JSON.stringify([deviceId, resolution, at, values, flags, mark]))
  return {
    countyId,
    mn: deviceId,
    deviceId,
    receivedAt,
    dataHour: hourEndingAt(at),
    cn: resolution === 'hour' ? '2061' : '2011',
    qn: '20261118120000000',
    dataTime: '20261118120000',
    bytes,
    identity: createHash('sha256').update(bytes).digest(),
    disposition: 'stored',
    reason: null,
    readings: {
      deviceId,
      resolution,
      periodStart: at - (lengths[resolution] ?? 0),
      periodEnd: at,
      columns,
      values: columns.map((column) => values[column] ?? null),
      flags: columns.map((column) => (column in flags ? (flags[column] ?? null) : 'N')),
      qualities: columns.map((column) => reasons[column] ?? null),
    },
    event: null,
    replays: null,
  }
}

/** The same bytes, kept in quarantine because nobody knew the device. */
export function keptOf(frame: IncomingFrame): IncomingFrame {
  return {
    ...frame,
    deviceId: null,
    disposition: 'quarantined',
    reason: 'unknown-device',
    identity: createHash('sha256').update('kept').update(frame.bytes).digest(),
    readings: null,
  }
}

/** A layer of one column that no frame brought. */
export function writeOf(
  words: Pick<LayerWrite, 'deviceId' | 'source' | 'sourceId' | 'recordedAt'> & {
    at: number
    resolution?: Resolution
    column: string
    value?: number | null
    reason?: string | null
  },
): LayerWrite {
  const { deviceId, source, sourceId, recordedAt, at, resolution = 'hour', column, value = null, reason = null } = words
  return {
    ...{ deviceId, source, sourceId, recordedAt, resolution },
    periodStart: at - (lengths[resolution] ?? 0),
    periodEnd: at,
    columns: [column],
    values: [value],
    flags: [null],
    qualities: [reason],
  }
}

/** What rows say, as `device's last digits, minutes past an instant, column: value` and what is not usual about it. */
export function told(rows: readonly ReadingRow[], since: number): string[] {
  return rows.flatMap((row) =>
    row.readings.map((one) => {
      const unusual = [one.quality === 'valid' ? null : one.quality, one.reason, one.flag === 'N' ? null : one.flag]
      const place = `${Number(one.deviceId.slice(-12))} +${(one.periodEnd - since) / MINUTE_MS}`
      return [`${place} ${one.factor}-${one.statistic}: ${one.value}`, ...unusual.filter((text) => text !== null)].join(
        ' ',
      )
    }),
  )
}
