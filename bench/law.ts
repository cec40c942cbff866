/**
 * The law's arithmetic: many station-years, from their hours to days, validity, annual means, percentiles, levels of the AQI,
 * good days and composite index, beside the same statistics as SQL in PostgreSQL. Both must tell the same.
 *
 * Two measurements, a JSON line each: what, n [station-years], ours [station-years/s], reference, ratio, machine.
 * - “hours at hand”: the functions of standards/ on arrays of hours; PostgreSQL on a table of hours that is loaded, sorted,
 *   indexed, with day and label ready. Neither reads a file.
 * - “from files”: `weike evaluate --json` on CSV files; PostgreSQL reads the same files (COPY), lays them out, evaluates.
 * Then what memory it took, of a tenth and of all.
 *
 * Run: node bench/law.ts [--years 1700] [--rounds 1] [--system]
 * On the embedded PostgreSQL; with --system on the system's, with DATABASE_URL on an empty database of that server, which must
 * be able to read files of this machine.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { connectClient } from '../src/platform/db/client.ts'
import { openDatabase } from '../src/platform/db/connect.ts'
import { yearPeriod } from '../src/standards/civil-days.ts'
import { type Evaluation, evaluate, usualRules } from '../src/standards/evaluation.ts'
import { levels } from '../src/standards/good-days.ts'
import { dayValuesOf } from '../src/standards/statistics-day.ts'
import { evaluatedFactors } from '../src/standards/statistics-table.ts'
import { makeDataDirectory, removeDataDirectory } from '../test/setup/data-directory.ts'
import { quantile } from '../test/trial/parts/figures.ts'
import { watchPeak } from '../test/trial/parts/processes.ts'
import { evaluateInSql, loadHours, type Outcome } from './parts/law-sql.ts'
import { first, type Hours, realYears, stationName, stationYear, writeCsv, YEAR } from './parts/law-years.ts'
import { onDatabase } from './parts/on-database.ts'

const { values: given } = parseArgs({
  options: {
    years: { type: 'string', default: '1700' },
    rounds: { type: 'string', default: '1' },
    system: { type: 'boolean', default: false },
  },
})
const n = Number(given.years)
const rounds = Number(given.rounds)
const PER_FILE = 100
const MEGABYTE = 1_048_576
const program = join(import.meta.dirname, '..', 'src', 'app', 'cli.ts')

/** What the functions of standards/ make of all station-years. @returns seconds of them alone, and peaks of memory [MB] */
function evaluateOurs(real: readonly Hours[]): { seconds: number; outcomes: Map<string, Outcome>; memory: number[] } {
  const outcomes = new Map<string, Outcome>()
  const memory: number[] = []
  let milliseconds = 0
  for (let place = 0; place < n; place += 1) {
    const hours = stationYear(real, place)
    const started = performance.now()
    const evaluation = evaluate(dayValuesOf(hours, first), yearPeriod(YEAR), usualRules)
    milliseconds += performance.now() - started
    outcomes.set(stationName(place), outcomeOf(evaluation))
    if ((place + 1) % Math.ceil(n / 10) === 0) memory.push(process.memoryUsage().rss / MEGABYTE)
  }
  return { seconds: milliseconds / 1000, outcomes, memory }
}

function outcomeOf({ factors, goodDays, composite }: Evaluation): Outcome {
  const outcome: Outcome = { good_day_ratio: goodDays.ratio, composite: composite?.value ?? null }
  for (const { factor, name, meanLimit } of evaluatedFactors) {
    const { validDays, minDaysInMonth, valid, mean, percentile } = factors[factor]
    outcome[`${name}_days`] = validDays
    outcome[`${name}_fewest`] = minDaysInMonth
    outcome[`${name}_valid`] = valid
    if (meanLimit !== null) outcome[`${name}_mean`] = mean
    outcome[`${name}_percentile`] = percentile?.value ?? null
  }
  for (const level of levels) outcome[`level_${level}`] = goodDays.byLevel[level]
  return outcome
}

/** Sums come in another order there. */
const WITHIN = 1e-9

/** How many numbers both tell alike. @throws Error at the first that they do not */
function compare(ours: ReadonlyMap<string, Outcome>, theirs: ReadonlyMap<string, Outcome>): number {
  let compared = 0
  if (ours.size !== theirs.size) throw new Error(`${ours.size} station-years and ${theirs.size}: nothing to compare`)
  for (const [station, one] of ours) {
    const other = theirs.get(station) ?? {}
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [a, b] = [one[key], other[key]]
      const isLike =
        typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= WITHIN * Math.max(1, Math.abs(b)) : a === b
      if (!isLike) throw new Error(`${station} ${key}: ours ${a}, SQL ${b}`)
      compared += 1
    }
  }
  return compared
}

/** `weike evaluate` on files. @returns its seconds, its peak of memory [bytes] where the system tells it, and the stations it told */
async function evaluateFiles(
  files: readonly string[],
): Promise<{ seconds: number; peak: number | null; stations: number }> {
  const started = performance.now()
  const child = spawn(process.execPath, [program, 'evaluate', ...files, '--layout', 'generic', '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const peak = watchPeak(child.pid ?? 0)
  const ended = once(child, 'exit')
  const told = JSON.parse(await text(child.stdout))
  await ended
  const bytes = peak()
  if (child.exitCode !== 0) throw new Error(`weike evaluate ended with ${child.exitCode}`)
  return { seconds: (performance.now() - started) / 1000, peak: bytes, stations: told.stations.length }
}

async function bench(what: string, databaseUrl: string | undefined): Promise<void> {
  const real = await realYears()
  const dataDir = await makeDataDirectory()
  const folder = join(dataDir, 'csv')
  const database = await openDatabase({ dataDir, databaseUrl, log: () => {} })
  const client = await connectClient(database.connectionConfig)
  try {
    mkdirSync(folder)
    // The server reads the files, and it is another user.
    chmodSync(folder, 0o755)
    const files: string[] = []
    for (let from = 0; from < n; from += PER_FILE) {
      const file = join(folder, `${stationName(from)}.csv`)
      await writeCsv(file, real, from, Math.min(n, from + PER_FILE))
      files.push(file)
    }
    const load = await loadHours(client, files)
    const ours = Array.from({ length: rounds }, () => evaluateOurs(real))
    const sql: Awaited<ReturnType<typeof evaluateInSql>>[] = []
    for (let round = 0; round < rounds; round += 1) sql.push(await evaluateInSql(client))
    const [one, other] = [ours[0], sql[0]]
    if (one === undefined || other === undefined) throw new Error('no round')
    const compared = compare(one.outcomes, other.outcomes)
    console.error(`${what}: ${compared} numbers of ${n} station-years are the same on both sides`)
    const machine = `${cpus()[0]?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}, PostgreSQL ${database.serverVersion}`
    const median = (all: readonly { seconds: number }[]) =>
      quantile(
        all.map(({ seconds }) => seconds),
        0.5,
      )
    print('hours at hand', median(ours), median(sql), machine)

    const tenth = await evaluateFiles(files.slice(0, Math.ceil(files.length / 10)))
    const all = await evaluateFiles(files)
    if (all.stations !== n) throw new Error(`${all.stations} station-years were told, not ${n}`)
    print('from files', all.seconds, load.copy + load.layOut + median(sql), machine)
    console.log(
      JSON.stringify({
        what: 'memory [MB]',
        n,
        'arrays, by tenths of the way': one.memory.map(Math.round),
        'weike evaluate, a tenth of the files': megabytes(tenth.peak),
        'weike evaluate, all files': megabytes(all.peak),
      }),
    )
  } finally {
    await client.end()
    await database.release()
    rmSync(folder, { recursive: true, force: true })
    await removeDataDirectory(dataDir)
  }

  function print(how: string, seconds: number, reference: number, machine: string): void {
    console.log(
      JSON.stringify({
        what: `law, ${how}, ${what}`,
        n,
        ours: Math.round(n / seconds),
        reference: round2(n / reference),
        ratio: round2(reference / seconds),
        'ours s': round2(seconds),
        'reference s': round2(reference),
        machine,
      }),
    )
  }
}

function megabytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round(bytes / MEGABYTE)
}

function round2(value: number): number {
  return Number(value.toFixed(2))
}

await onDatabase(given.system, 'bench_law', bench)
