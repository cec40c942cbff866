import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { everywhere, type RuleCondition, type RuleFrame } from '../../src/domain/alerts/model.ts'
import { addRule } from '../../src/domain/alerts/service.ts'
import { connectClient, pollUntil } from '../../src/platform/db/client.ts'
import { MINUTE_MS } from '../../src/standards/civil-time.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { actNow, consoleOf, inInstallation } from '../setup/in-installation.ts'
import { findSystemPostgres, type SystemPostgres, startSystemPostgres } from '../setup/system-postgres.ts'
import { runWeike } from '../setup/weike.ts'
import { databaseConfig, freshDatabase, observe } from './parts/database.ts'
import { randomFrom, report, seedOfRun, spread, times } from './parts/figures.ts'
import { stamp, trialDevices } from './parts/frames.ts'
import { createTrialLogger } from './parts/logger.ts'
import { layOut } from './parts/place.ts'
import { serve, type Weike } from './parts/weike.ts'

const KILLS = times(20)
const DEVICES = 4
const WINDOW = 16
const MOST_ANSWERS = 300

/** Beside the threshold that every trial has: what remembers something from one frame to the next. */
const remembering: readonly (readonly [Partial<RuleFrame>, RuleCondition])[] = [
  [
    { name: 'rise', threshold: 60 },
    { kind: 'rise', params: { windowMinutes: 10 } },
  ],
  [
    { name: 'lasting', threshold: 5, factor: 'a34002' },
    { kind: 'threshold', params: { durationMinutes: 1 } },
  ],
  [
    { name: 'high', threshold: 88, factor: 'a21026' },
    { kind: 'threshold', params: { durationMinutes: 0 } },
  ],
]

let dataDir: string
let system: SystemPostgres | undefined
let weike: Weike | undefined

beforeAll(async () => {
  if (findSystemPostgres() !== undefined) system = await startSystemPostgres()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  await weike?.stop()
  await removeDataDirectory(dataDir)
})

const what = `${KILLS} SIGKILLs of Weike while its rules write alerts`

describe(`${what}: in the end there are the alerts that the same days make when they are run again`, () => {
  it('on the embedded PostgreSQL', () => trial('embedded PostgreSQL', undefined))

  it('on the system PostgreSQL', async ({ skip }) => {
    if (system === undefined) return skip('no PostgreSQL ≥ 15 on this system: npm test says how to get one')
    await trial(`system PostgreSQL ${system.major}`, await freshDatabase(system.url, 'crash_rules'))
  })
})

const alert = z.object({
  ...{ ruleId: z.string(), stationId: z.string(), factor: z.string(), threshold: z.number(), peakValue: z.number() },
  ...{ exceedances: z.number(), firstPeriodEnd: z.string(), lastPeriodEnd: z.string() },
})

async function trial(where: string, databaseUrl: string | undefined): Promise<void> {
  const seed = seedOfRun()
  const random = randomFrom(seed)
  const devices = trialDevices(DEVICES, Math.floor(Date.now() / 1000) * 1000 - 150 * MINUTE_MS)
  const place = await layOut({ dataDir, databaseUrl, devices })
  await inInstallation({ dataDir, databaseUrl }, async (installation) => {
    for (const [frame, condition] of remembering) {
      await addRule(installation.foundation, consoleOf(place.countyId), actNow(installation), {
        ...{ name: '', factor: 'a34004', resolution: 'realtime', stationId: null, narrowing: everywhere, threshold: 0 },
        ...{ severity: 'notice', groupWindowMs: 2 * MINUTE_MS, enabled: true },
        ...frame,
        ...condition,
      })
    }
  })
  const options = { dataDir, databaseUrl }
  let server = await serve(options)
  weike = server
  const config = await databaseConfig(dataDir, databaseUrl)
  const client = await connectClient({ ...config, application_name: 'trial crash rules' })
  // The transaction of the rules moves their cursor first and then writes alerts.
  const observer = await observe(config, ['weike.rule_cursor', 'weike.alert_exceedance'])

  let onAnswer = () => {}
  const loggers = devices.map((device) =>
    createTrialLogger(device, { window: WINDOW, persistent: false, onAnswer: () => onAnswer() }),
  )
  const answers = (count: number) =>
    new Promise<void>((resolve) => {
      let left = count
      onAnswer = () => {
        left -= 1
        if (left === 0) resolve()
      }
    })

  const restarts: number[] = []
  const hits = { inFlight: 0, aborted: 0, seenAfter: 0 }
  for (let round = 0; round < KILLS; round += 1) {
    const enough = answers(random(1, MOST_ANSWERS))
    await Promise.all(loggers.map((logger) => logger.connect(server.hj212)))
    await enough
    // The backend stands still in the middle of what the rules write while the kill hits Weike.
    const before = await observer.freeze()
    const killed = server.kill()
    const after = await observer.open()
    process.kill(before.backendPid, 'SIGCONT')
    await killed
    onAnswer = () => {}
    await Promise.all(loggers.map((logger) => logger.lineDown()))
    server = await serve(options)
    weike = server
    restarts.push(server.readyMs)
    const fate = await observer.fate(before.xid)
    if (after !== null) hits.seenAfter += 1
    if (fate === 'aborted') hits.aborted += 1
    if (after !== null || fate === 'aborted') hits.inFlight += 1
  }
  await Promise.all(loggers.map((logger) => logger.connect(server.hj212)))
  await Promise.all(loggers.map((logger) => logger.settle()))
  for (const logger of loggers) logger.close()
  const isDone = await pollUntil(600, 100, async () => {
    const behind = await client.query(
      'select 1 from weike.ingest_head h left join weike.rule_cursor c using (county_id) where h.seq > coalesce(c.seq, 0)',
    )
    return behind.rowCount === 0 ? true : undefined
  })
  const live = await client.query<{ told: string }>(
    `select concat_ws(' ', rule_id, station_id, factor, threshold, peak_value, exceedances, first_period_end, last_period_end)
       as told from weike.alert order by 1`,
  )
  const twice = await client.query(
    `select 1 from weike.ledger_event where kind = 'alert.raised' group by subject_id having count(*) > 1`,
  )
  await observer.close()
  await client.end()
  await server.stop()

  const day = (at: number) => stamp(at).replace(/^(....)(..)(..).*$/, '$1-$2-$3')
  const days = ['--from', day(Date.now() - 24 * 60 * MINUTE_MS), '--to', day(Date.now() + 24 * 60 * MINUTE_MS)]
  const { stdout } = await runWeike(options, ['replay', '--rules', ...days, '--data', dataDir, '--json'])
  const told = z.object({ alerts: z.array(alert) }).parse(JSON.parse(stdout))
  const again = told.alerts.map((one) =>
    [
      ...[one.ruleId, one.stationId, one.factor, one.threshold, one.peakValue, one.exceedances],
      ...[Date.parse(one.firstPeriodEnd), Date.parse(one.lastPeriodEnd)],
    ].join(' '),
  )

  const sum = loggers.reduce((all, logger) => all + logger.answered(), 0)
  report(`${what}, ${where}`, [
    ['seed', String(seed)],
    ['frames answered', String(sum)],
    ['kills with the rules’ transaction in flight', `${hits.inFlight} of ${KILLS}`],
    ['  seen open after the kill', String(hits.seenAfter)],
    ['  seen open before it, never committed', String(hits.aborted)],
    ['alerts live, alerts run again', `${live.rows.length}, ${again.length}`],
    ['exceedances run again', String(told.alerts.reduce((all, one) => all + one.exceedances, 0))],
    ['restart until ready', spread(restarts)],
  ])
  expect(isDone).toBe(true)
  expect(twice.rowCount).toBe(0)
  expect(live.rows.map((row) => row.told)).toEqual(again.toSorted())
  expect(live.rows.length).toBeGreaterThan(50)
  expect(hits.inFlight).toBeGreaterThanOrEqual(KILLS / 2)
}
