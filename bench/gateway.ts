/**
 * Socket → durable, with the rule on: loggers in a process of their own pipeline ten-factor HJ 212 frames over TCP into a
 * running server (another process) until every frame is answered, that is, durable. Beside it, in the same run and the same
 * database, the bare insertion of the very same rows into tables of the same shape: no socket, no HJ 212, no device, no
 * duplicates to look for, no rule. Both must leave the same rows. Then the time to an answer at half that load, and from an
 * exceedance to the news of its alert.
 *
 * Prints a JSON line for each: what, n, ours [frames/s], reference [rows of frames/s], ratio, machine.
 * Run: node bench/gateway.ts [--frames 60000] [--loggers 16] [--rounds 3] [--system] [--profile DIR]
 * On the embedded PostgreSQL; with --system on the system's, with DATABASE_URL on an empty database of that server.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { connectClient, pollUntil } from '../src/platform/db/client.ts'
import { makeDataDirectory, removeDataDirectory } from '../test/setup/data-directory.ts'
import { databaseConfig } from '../test/trial/parts/database.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { trialDevices } from '../test/trial/parts/frames.ts'
import { layOut, type Place } from '../test/trial/parts/place.ts'
import { serve } from '../test/trial/parts/weike.ts'
import { alertLatencies } from './parts/alert-witness.ts'
import { differences, insertBatches, loadBatches, makeTables } from './parts/bulk-insert.ts'
import { cpuSeconds } from './parts/cpu.ts'
import type { Job, Outcome } from './parts/loggers.ts'
import { onDatabase } from './parts/on-database.ts'

const { values: given } = parseArgs({
  options: {
    frames: { type: 'string', default: '60000' },
    loggers: { type: 'string', default: '16' },
    window: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '3' },
    system: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const count = Math.ceil(Number(given.frames) / Number(given.loggers))
const rounds = Number(given.rounds)
const n = count * Number(given.loggers)

/** The loggers' process. */
interface Loggers {
  pid: number
  run(job: Job): Promise<Outcome>
  end(): void
}

function startLoggers(): Loggers {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'parts', 'loggers.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (child.stdout === null || child.stdin === null) throw new Error('the loggers have no pipes')
  const { stdin } = child
  const told = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    const line = await told.next()
    if (line.done) throw new Error(`the loggers ended: ${child.signalCode ?? child.exitCode}`)
    return JSON.parse(line.value)
  }
  return {
    pid: child.pid ?? 0,
    async run(job) {
      stdin.write(`${JSON.stringify(job)}\n`)
      await next()
      stdin.write('go\n')
      return await next()
    },
    end: () => child.kill(),
  }
}

/** CPU time so far of the three that share the machine. [s] */
function cpuOf(
  weike: number,
  loggers: number,
  postgres: ReadonlySet<number>,
): { weike: number; postgres: number; loggers: number } {
  const of = (isMeant: (pid: number) => boolean) => cpuSeconds(isMeant) ?? Number.NaN
  return {
    weike: of((pid) => pid === weike),
    postgres: of((pid) => postgres.has(pid)),
    loggers: of((pid) => pid === loggers),
  }
}

async function seqNow(client: pg.Client): Promise<number> {
  const found = await client.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from weike.frame')
  return found.rows[0]?.seq ?? 0
}

/** The rules look at every frame; what they have not yet seen would otherwise be done while the reference is timed. */
async function rulesDone(client: pg.Client): Promise<number> {
  const started = performance.now()
  const done = await pollUntil(6000, 10, async () => {
    const behind = await client.query(
      'select 1 from weike.ingest_head h left join weike.rule_cursor c using (county_id) where h.seq > coalesce(c.seq, 0)',
    )
    return behind.rowCount === 0 ? true : undefined
  })
  if (done === undefined) throw new Error('the rules did not catch up')
  return (performance.now() - started) / 1000
}

async function bench(what: string, databaseUrl: string | undefined): Promise<void> {
  const dataDir = await makeDataDirectory()
  const loggers = startLoggers()
  try {
    // The last frames are of this minute, so that the rule speaks of them.
    const newest = Math.floor(Date.now() / 60_000) * 60_000
    const devices = trialDevices(Number(given.loggers), newest - count * (rounds + 1) * 1000)
    const [witness] = trialDevices(devices.length + 1, newest - 2.5 * 3_600_000).slice(-1)
    if (witness === undefined) throw new Error('no witness')
    const place: Place = await layOut({ dataDir, databaseUrl, devices: [...devices, witness] })
    const { profile } = given
    const environment = profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` }
    const server = await serve({ dataDir, databaseUrl, environment })
    const client = await connectClient(await databaseConfig(dataDir, databaseUrl))
    await makeTables(client)
    const job = { ...server.hj212, devices, count, window: Number(given.window), rate: null }
    const pairs: { ours: number; reference: number }[] = []
    const spent = { weike: 0, postgres: 0, loggers: 0 }
    const spend = async (since: typeof spent | null) => {
      const backends = await client.query<{ pid: number }>('select pid from pg_stat_activity')
      const now = cpuOf(server.pid, loggers.pid, new Set(backends.rows.map(({ pid }) => pid)))
      for (const part of ['weike', 'postgres', 'loggers'] as const)
        spent[part] += now[part] - (since?.[part] ?? now[part])
      return now
    }
    let lag = 0
    for (let round = 0; round < rounds; round += 1) {
      const before = await seqNow(client)
      const idle = await spend(null)
      const outcome = await loggers.run({ ...job, from: round * count })
      await spend(idle)
      lag = Math.max(lag, await rulesDone(client))
      const { rows, batches } = await loadBatches(client, before)
      const seconds = await insertBatches(client, batches)
      const different = await differences(client)
      if (outcome.answers !== n || rows !== n || different !== 0) {
        throw new Error(`${outcome.answers} answers, ${rows} rows, ${different} rows differ: nothing to compare`)
      }
      pairs.push({ ours: n / outcome.seconds, reference: rows / seconds })
    }
    const version = await client.query<{ server_version: string }>('show server_version')
    const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, PostgreSQL ${version.rows[0]?.server_version}`
    const ours = quantile(
      pairs.map((pair) => pair.ours),
      0.5,
    )
    const reference = quantile(
      pairs.map((pair) => pair.reference),
      0.5,
    )
    const ratio = quantile(
      pairs.map((pair) => pair.ours / pair.reference),
      0.5,
    )
    const alerts = await client.query<{ alerts: number }>('select count(*) as alerts from weike.alert')
    console.error(
      `${what}: in each of ${rounds} rounds the gateway and the bare insertion left the same ${n} + ${n} rows;`,
    )
    console.error(
      `${alerts.rows[0]?.alerts} alerts for ${devices.length} loggers; the rules were done ${lag.toFixed(2)} s after the last answer at most`,
    )
    print({
      what: `socket to durable, rule on, ${what}`,
      n,
      ours: Math.round(ours),
      reference: Math.round(reference),
      ratio: round2(ratio),
      machine,
    })

    const each = (part: keyof typeof spent) => Math.round((spent[part] / rounds / n) * 1e6)
    print({
      what: `CPU per frame, ${what}`,
      n,
      'weike µs': each('weike'),
      'postgres µs': each('postgres'),
      'loggers µs': each('loggers'),
      machine,
    })

    let isLoaded = true
    const alertsRaised = alertLatencies(
      {
        device: witness,
        deviceId: place.deviceIds.get(witness.mn) ?? '',
        hj212: server.hj212,
        database: await databaseConfig(dataDir, databaseUrl),
      },
      () => isLoaded,
    )
    const half = await loggers.run({ ...job, from: rounds * count, rate: ours / 2 })
    isLoaded = false
    const took = await alertsRaised
    const rate = Math.round(half.answers / half.seconds)
    print({
      what: `answer at half load, ${what}`,
      n: half.answers,
      'frames/s': rate,
      'p50 ms': round2(half.p50),
      'p99 ms': round2(half.p99),
      machine,
    })
    print({
      what: `from an exceedance to the news of its alert at half load, ${what}`,
      n: took.length,
      'frames/s': rate,
      'p50 ms': round2(quantile(took, 0.5)),
      'p99 ms': round2(quantile(took, 0.99)),
      machine,
    })
    await client.end()
    await server.stop()
  } finally {
    loggers.end()
    await removeDataDirectory(dataDir)
  }
}

function print(figures: object): void {
  console.log(JSON.stringify(figures))
}

function round2(value: number): number {
  return Number(value.toFixed(2))
}

await onDatabase(given.system, 'bench_gateway', bench)
