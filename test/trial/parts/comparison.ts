import { hash } from 'node:crypto'
import type pg from 'pg'
import { connectClient, pollUntil } from '../../../src/platform/db/client.ts'
import {
  dataTimeOf,
  exceeds,
  factors,
  frameOf,
  GROUP_WINDOW_MS,
  indexOfStamp,
  sentValue,
  type TrialDevice,
} from './frames.ts'
import type { TrialLogger } from './logger.ts'
import type { Place } from './place.ts'

/** What was found in one comparison. The lists of what must not be are empty when all is well. */
export interface Found {
  /** Frames that were durable though no answer had come. */
  durableUnanswered: number
  /** What must not be, in words; at most some of each kind. */
  faults: string[]
}

/** Holds what the loggers know against what the database holds, frame by frame and byte by byte. */
export interface Comparison {
  /** Looks at what was added since the last call. */
  frames(loggers: readonly TrialLogger[]): Promise<Found>
  /** Waits until the rules have seen every frame, then compares every exceedance and alert. @returns faults, counts */
  alerts(): Promise<{ exceedances: number; alerts: number; faults: string[] }>
  /** All readings as the interface tells them, page by page. @returns faults, count of values */
  readings(http: string, loggers: readonly TrialLogger[]): Promise<{ values: number; faults: string[] }>
  close(): Promise<void>
}

const codes: readonly string[] = factors

interface FrameRow {
  seq: number
  mn: string
  qn: string
  data_time: string
  disposition: string
  sha256: Buffer
  /** Null: packed with others since. */
  bytes: Buffer | null
}

/** By its bytes; by what they were when they came, once they are packed. */
function isAsSent({ bytes, sha256 }: FrameRow, sent: Buffer): boolean {
  return sha256.equals(hash('sha256', sent, 'buffer')) && (bytes === null || bytes.equals(sent))
}

export async function compareWith(config: pg.ClientConfig, place: Place): Promise<Comparison> {
  const client = await connectClient({ ...config, application_name: 'trial comparison' })
  const { countyId } = place
  const durable = new Map<string, Map<number, number>>()
  let seen = 0

  const seqsOf = (mn: string) => {
    const known = durable.get(mn) ?? new Map<number, number>()
    durable.set(mn, known)
    return known
  }

  return {
    async frames(loggers) {
      const faults: string[] = []
      // Before the database is asked: what is answered from now on may lie behind what it tells.
      const answered = loggers.map((logger) => logger.answered())
      const byMn = new Map(loggers.map((logger) => [logger.device.mn, logger]))
      // Numbers are committed in the order in which they were given: what is new lies behind what was seen.
      const added = await client.query<FrameRow>(
        'select seq, mn, qn, data_time, disposition, sha256, bytes from weike.frame where county_id = $1 and seq > $2 order by seq',
        [countyId, seen],
      )
      for (const row of added.rows) {
        seen = row.seq
        const logger = byMn.get(row.mn)
        const index = logger === undefined ? Number.NaN : indexOfStamp(logger.device, row.data_time)
        const what = `${row.mn} ${row.data_time}`
        if (logger === undefined || !(index < logger.sent())) faults.push(`nobody sent ${what}`)
        else if (row.disposition !== 'stored') faults.push(`${what} is ${row.disposition}`)
        else if (!isAsSent(row, frameOf(logger.device, index, row.qn))) faults.push(`${what} has other bytes`)
        else if (seqsOf(row.mn).has(index)) faults.push(`${what} is there twice`)
        else seqsOf(row.mn).set(index, row.seq)
      }
      let durableUnanswered = 0
      for (const [place, logger] of loggers.entries()) {
        const there = seqsOf(logger.device.mn)
        const owed = answered[place] ?? 0
        for (let index = 0; index < owed; index += 1) {
          if (!there.has(index)) faults.push(`answered and lost: ${logger.device.mn} frame ${index}`)
        }
        for (const index of there.keys()) if (index >= owed) durableUnanswered += 1
      }
      return { durableUnanswered, faults }
    },

    async alerts() {
      const faults: string[] = []
      const caughtUp = await pollUntil(2000, 5, async () => {
        const behind = await client.query(
          `select 1 from weike.ingest_head h left join weike.rule_cursor c using (county_id)
           where h.county_id = $1 and h.seq > coalesce(c.seq, 0)`,
          [countyId],
        )
        return behind.rowCount === 0 ? true : undefined
      })
      if (caughtUp === undefined) faults.push('the rules did not catch up in 10 s')
      const expected = expectedAlerts(place, durable)
      const noted = await client.query<{ key: string; value: number; frame_seq: number; alert: string }>(
        `select device_id || ' ' || period_end as key, value, frame_seq, alert_id as alert
         from weike.alert_exceedance where county_id = $1 order by period_end`,
        [countyId],
      )
      const notedKeys = new Set<string>()
      for (const row of noted.rows) {
        const wanted = expected.exceedances.get(row.key)
        if (notedKeys.has(row.key)) faults.push(`exceedance twice: ${row.key}`)
        notedKeys.add(row.key)
        if (wanted === undefined) faults.push(`exceedance of nothing: ${row.key}`)
        else if (wanted.value !== row.value || wanted.seq !== row.frame_seq)
          faults.push(`exceedance unlike: ${row.key}`)
      }
      for (const key of expected.exceedances.keys()) {
        if (!notedKeys.has(key)) faults.push(`exceedance without alert: ${key}`)
      }
      const raised = await client.query<AlertRow>(
        `select a.id, a.device_id || ' ' || a.first_period_end as key, a.last_period_end, a.exceedances, a.peak_value,
                (select count(*) from weike.alert_exceedance e where e.county_id = a.county_id and e.alert_id = a.id) as noted,
                (select count(*) from weike.ledger_event l where l.county_id = a.county_id and l.kind = 'alert.raised'
                   and l.subject_type = 'alert' and l.subject_id = a.id::text) as events,
                (select count(*) from weike.outbox o where o.county_id = a.county_id and o.subject_type = 'alert'
                   and o.subject_id = a.id) as messages
         from weike.alert a where a.county_id = $1`,
        [countyId],
      )
      const raisedKeys = new Set<string>()
      for (const row of raised.rows) {
        if (raisedKeys.has(row.key)) faults.push(`alert twice: ${row.key}`)
        raisedKeys.add(row.key)
        const wanted = expected.alerts.get(row.key)
        if (wanted === undefined) faults.push(`alert of nothing: ${row.key}`)
        else if (!isLike(row, wanted)) faults.push(`alert unlike: ${JSON.stringify(row)} ${JSON.stringify(wanted)}`)
      }
      for (const key of expected.alerts.keys()) if (!raisedKeys.has(key)) faults.push(`no alert: ${key}`)
      return { exceedances: noted.rows.length, alerts: raised.rows.length, faults }
    },

    async readings(http, loggers) {
      const faults: string[] = []
      let values = 0
      for (const { device } of loggers) {
        const there = seqsOf(device.mn)
        const told = await readingsOf(http, place.token, device)
        values += told.length
        const keys = new Set<string>()
        for (const reading of told) {
          const index = Math.round((Date.parse(reading.end) - device.firstDataTime) / 1000)
          const key = `${index} ${reading.factor}`
          if (keys.has(key)) faults.push(`reading twice: ${device.mn} ${key}`)
          keys.add(key)
          const factor = codes.indexOf(reading.factor)
          const isRight = reading.value === sentValue(device, index, factor) && reading.version === 1
          if (!isRight || !there.has(index)) faults.push(`reading unlike: ${device.mn} ${JSON.stringify(reading)}`)
        }
        const missing = there.size * factors.length - keys.size
        if (missing !== 0) faults.push(`${device.mn}: ${missing} values missing`)
      }
      return { values, faults }
    },

    async close() {
      await client.end()
    },
  }
}

interface AlertRow {
  id: string
  key: string
  last_period_end: number
  exceedances: number
  peak_value: number
  noted: number
  events: number
  messages: number
}

interface ExpectedAlert {
  lastPeriodEnd: number
  exceedances: number
  peak: number
}

function isLike(row: AlertRow, wanted: ExpectedAlert): boolean {
  const sums = row.exceedances === wanted.exceedances && row.noted === wanted.exceedances
  const told = row.events === 1 && row.messages === 1
  return sums && told && row.last_period_end === wanted.lastPeriodEnd && row.peak_value === wanted.peak
}

/** What must follow from the frames that are durable: each exceedance once, each run of them one alert. */
function expectedAlerts(place: Place, durable: ReadonlyMap<string, ReadonlyMap<number, number>>) {
  const exceedances = new Map<string, { value: number; seq: number }>()
  const alerts = new Map<string, ExpectedAlert>()
  for (const [mn, seqs] of durable) {
    const device = place.devices.get(mn)
    if (device === undefined) continue
    let open: { key: string; alert: ExpectedAlert } | undefined
    for (const [index, seq] of [...seqs].toSorted(([a], [b]) => a - b)) {
      if (!exceeds(index)) continue
      const periodEnd = dataTimeOf(device, index)
      const key = `${place.deviceIds.get(mn)} ${periodEnd}`
      const value = sentValue(device, index, 0)
      exceedances.set(key, { value, seq })
      if (open !== undefined && periodEnd - open.alert.lastPeriodEnd <= GROUP_WINDOW_MS) {
        open.alert.lastPeriodEnd = periodEnd
        open.alert.exceedances += 1
        open.alert.peak = Math.max(open.alert.peak, value)
      } else {
        open = { key, alert: { lastPeriodEnd: periodEnd, exceedances: 1, peak: value } }
        alerts.set(key, open.alert)
      }
    }
  }
  return { exceedances, alerts }
}

interface ToldReading {
  factor: string
  end: string
  value: number | null
  version: number
}

async function readingsOf(http: string, token: string, device: TrialDevice): Promise<ToldReading[]> {
  const told: ToldReading[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({
      mn: device.mn,
      resolution: 'realtime',
      from: isoOf(device.firstDataTime - 1),
      to: isoOf(device.firstDataTime + 24 * 3_600_000),
      limit: '2000',
      ...(cursor === null ? {} : { cursor }),
    })
    const answer = await fetch(`${http}/api/readings?${query}`, { headers: { authorization: `Bearer ${token}` } })
    if (!answer.ok) throw new Error(`GET /api/readings: ${answer.status} ${await answer.text()}`)
    const page: { items: ToldReading[]; next: string | null } = await answer.json()
    told.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return told
}

function isoOf(instant: number): string {
  return `${new Date(instant + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`
}
