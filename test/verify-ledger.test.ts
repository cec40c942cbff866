import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { devices } from '../simulator/place.ts'
import { evidenceDeps, evidenceLines } from '../src/app/evidence.ts'
import { type Installation, openInstallation } from '../src/app/installation.ts'
import { citedFrames } from '../src/domain/alerts/service.ts'
import { countiesOf } from '../src/domain/counties/service.ts'
import { packBlock, unpackBlock } from '../src/domain/readings/frame-block.ts'
import { manualClock, systemClock } from '../src/platform/clock.ts'
import { connectClient } from '../src/platform/db/client.ts'
import { systemRandomness } from '../src/platform/identity.ts'
import { exportHead } from '../src/platform/ledger/export.ts'
import type { Finding } from '../src/platform/ledger/findings.ts'
import { eventBytes, eventHash, isObject, readEvent } from '../src/platform/ledger/model.ts'
import { packFrames, purgeFrames } from '../src/platform/ledger/purge.ts'
import { sealTelemetry } from '../src/platform/ledger/telemetry.ts'
import { DAY_MS, HOUR_MS, isoShanghai } from '../src/standards/civil-time.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { picture } from './setup/pictures.ts'
import { demoWithoutSimulator, type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const DEMO_PASSWORD = 'weike-demo'

/**
 * A whole chain on a real installation: frames, an alert, a task, a case that one person asks to close and another closes.
 * Then somebody who owns the database changes it, once in each way, and `weike verify-ledger` says what he did: on the
 * database, and offline on an export of it.
 */
describe.each(kindsOfLongChains)('on the %s PostgreSQL, after a case was closed by two people,', (kind) => {
  let home: FreshDatabase
  let installation: Installation
  let client: pg.Client
  let countyId: string
  let chain: ClosedCase
  /** The head of the chain as it was when all was well, signed, taken away. */
  let headFile: string

  beforeAll(async () => {
    home = await freshDatabase(kind)
    const weike = await startWeike(home, demoWithoutSimulator)
    try {
      chain = await closeCase(weike)
    } finally {
      await weike.stop()
    }
    const clocks = { domain: systemClock, wall: systemClock }
    const { dataDir, databaseUrl } = home
    const name = 'verify-ledger test'
    installation = await openInstallation({
      dataDir,
      databaseUrl,
      clocks,
      randomness: systemRandomness,
      log: () => {},
      name,
    })
    const { foundation, database } = installation
    countyId = (await countiesOf(foundation.db))[0]?.id ?? ''
    await sealTelemetry(telemetry(Date.now()), countyId)
    await packFrames(telemetry(Date.now()), countyId)
    // A connection of the owner's, whom no trigger stops.
    client = await connectClient(database.connectionConfig)
    await client.query("set search_path = weike; set session_replication_role = 'replica'")
    const head = await exportHead(foundation.db, countyId, { now: Date.now(), signer: foundation.keys.signer })
    headFile = join(dataDir, 'head.json')
    await writeFile(headFile, JSON.stringify(head))
    await keepCopies()
  })
  afterAll(async () => {
    await client?.end()
    await installation?.close()
    await home?.remove()
  })
  afterEach(() => restoreCopies())

  const tables = ['ledger_event', 'ledger_head', 'frame', 'frame_block', 'problem_case', 'correction'] as const

  async function keepCopies(): Promise<void> {
    await client.query('create schema spare')
    for (const table of tables) await client.query(`create table spare.${table} as table weike.${table}`)
  }

  async function restoreCopies(): Promise<void> {
    for (const table of tables) {
      await client.query(`delete from weike.${table}`)
      await client.query(`insert into weike.${table} select * from spare.${table}`)
    }
  }

  function telemetry(now: number) {
    const { db, ids } = installation.foundation
    return { db, archive: evidenceDeps(installation).archive, ids, clock: manualClock(now) }
  }

  async function verify(words: readonly string[]): Promise<Verified> {
    const { stdout, stderr, status } = await runWeike(home, ['verify-ledger', ...words])
    const told: { ok: boolean; findings: Finding[]; counts: Verified['counts'] } = JSON.parse(stdout)
    expect(status, stderr).toBe(told.ok ? 0 : 1)
    // Each finding is said in words too.
    expect(stderr.trim().split('\n').length).toBeGreaterThan(told.findings.length)
    return { ok: told.ok, findings: told.findings, counts: told.counts }
  }

  /** On the database itself, and on an export of it where there is no database. @returns what both found alike */
  async function verifyBoth(...more: readonly string[]): Promise<Verified> {
    const file = join(home.dataDir, 'export.ndjson')
    let text = ''
    for await (const line of evidenceLines(installation, countyId)) text += line
    await writeFile(file, text)
    const [live, offline] = await Promise.all([
      verify(['--data', home.dataDir, ...more]),
      verify(['--export', file, ...more]),
    ])
    expect(offline.findings).toEqual(live.findings)
    return live
  }

  async function seqOf(eventKind: string): Promise<number> {
    const found = await client.query<{ seq: string }>('select max(seq) as seq from ledger_event where kind = $1', [
      eventKind,
    ])
    return Number(found.rows[0]?.seq)
  }

  async function first(...more: readonly string[]): Promise<Partial<Finding>> {
    const { ok, findings } = await verifyBoth(...more)
    expect(ok).toBe(false)
    const [{ code, seq, kind: of, detail } = {}] = findings
    return { code, seq, kind: of, detail }
  }

  it('nothing is found where nothing was changed', async () => {
    const { ok, counts } = await verifyBoth('--against', headFile)
    expect(ok).toBe(true)
    expect(counts).toMatchObject({ frames: chain.frames, expired: 0, subjects: 2 })
  })

  it('one byte changed names the event', async () => {
    const seq = await seqOf('case.verified')
    await client.query('update ledger_event set bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1) where seq = $1', [
      seq,
    ])
    expect(await first()).toMatchObject({ code: 'changed', seq })
  })

  it('one event removed names its place', async () => {
    const seq = await seqOf('case.submitted')
    await client.query('delete from ledger_event where seq = $1', [seq])
    expect(await first()).toMatchObject({ code: 'removed', seq, detail: { to: seq } })
  })

  it('two events swapped names both', async () => {
    const [one, other] = [await seqOf('case.acknowledged'), await seqOf('case.verified')]
    for (const [from, to] of [
      [one, -1],
      [other, one],
      [-1, other],
    ]) {
      await client.query('update ledger_event set seq = $2 where seq = $1', [from, to])
    }
    expect(await first()).toMatchObject({ code: 'swapped', seq: one, detail: { other } })
  })

  it('the whole chain recomputed after a change is found by the head that was taken away, and by nothing else', async () => {
    const seq = await seqOf('alert.raised')
    await recompute(seq)
    expect(await verifyBoth()).toMatchObject({ ok: true, findings: [] })
    expect(await first('--against', headFile)).toMatchObject({ code: 'rewritten' })
  })

  it('a case whose row says something else is named, with what it should say', async () => {
    await client.query("update problem_case set state = 'submitted'")
    const finding = await first()
    expect(finding).toMatchObject({
      code: 'subject-unlike-events',
      detail: { type: 'case', subject: chain.caseNumber },
    })
    expect(finding.detail?.field).toBe('state: "closed" ≠ "submitted"')
  })

  it('a correction whose row says something else is named, with what it should say', async () => {
    const { correctionId } = chain
    const named = async (statement: string) => {
      await client.query(statement)
      const { code, seq, detail } = await first()
      await restoreCopies()
      expect([code, seq, detail?.type, detail?.subject]).toEqual([
        'subject-unlike-events',
        await seqOf('correction.applied'),
        'correction',
        correctionId,
      ])
      return detail?.field
    }
    expect(await named(`update correction set changes = jsonb_set(changes, '{0,after}', '30')`)).toMatch(
      /^changes: \[\{"after":60.5,"before":88,.+\}\] ≠ \[\{"after":30,"before":88,.+\}\]$/,
    )
    // The state and when it was decided.
    expect(await named(`update correction set state = 'refused', applied_at = null`)).toMatch(
      /^state: "applied" ≠ "refused"; appliedAt: \d+ ≠ null$/,
    )
    expect(await named(`update correction set kind = 'keep', factor = 'a34002'`)).toBe(
      'factor: "a34004" ≠ "a34002"; kind: "replace" ≠ "keep"',
    )
    expect(await named(`update correction set changes = '7'`)).toMatch(/ ≠ 7$/)
  })

  it('a correction that nobody proposed is named, and one that is gone', async () => {
    const stranger = randomUUID()
    await client.query(
      `insert into correction select county_id, $1, device_id, factor, resolution, kind, changes, finding_id, reason_id,
         state, version, proposed_at, decided_at, applied_at from correction`,
      [stranger],
    )
    expect(await first()).toMatchObject({
      code: 'subject-unknown',
      detail: { type: 'correction', subject: stranger },
    })
    await client.query('delete from correction')
    expect(await first()).toMatchObject({
      code: 'subject-missing',
      detail: { type: 'correction', subject: chain.correctionId },
    })
  })

  it('a frame whose bytes were changed is named', async () => {
    const [frame] = await citedFrames(installation.foundation.db, countyId)
    const block = await client.query<{ content: Buffer }>(
      'select content from frame_block where first_seq <= $1 and last_seq >= $1',
      [frame],
    )
    const packed = (await unpackBlock(block.rows[0]?.content ?? Buffer.alloc(0))) ?? new Map<number, Buffer>()
    const forged = [...packed].map(([seq, bytes]) => ({
      seq,
      bytes: seq === frame ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes,
    }))
    await client.query('update frame_block set content = $2 where first_seq <= $1 and last_seq >= $1', [
      frame,
      await packBlock(forged),
    ])
    const seq = await seqOf('telemetry.sealed')
    expect(await first()).toMatchObject({ code: 'frame-unlike-leaf', seq, detail: { frame } })
  })

  it('frames that expired are counted and not found; those that were deleted are', async () => {
    const kept = await citedFrames(installation.foundation.db, countyId)
    const inFortyDays = Date.now() + 40 * DAY_MS
    expect(await purgeFrames(telemetry(inFortyDays), countyId, kept)).toEqual({ purged: chain.frames - kept.length })
    const expired = await verifyBoth()
    expect(expired).toMatchObject({ ok: true, counts: { frames: chain.frames, expired: chain.frames - kept.length } })

    const [frame] = kept
    await client.query('update frame set bytes = null where seq = $1', [frame])
    expect(await first()).toMatchObject({ code: 'frame-removed', detail: { frame } })
    await client.query('delete from frame where seq = $1', [frame])
    expect(await first()).toMatchObject({ code: 'leaf-missing', detail: { missing: 1 } })
  })

  /** Another value in one event, and every hash behind it made to fit: what the owner of the database alone can do. */
  async function recompute(from: number): Promise<void> {
    const events = await client.query<{ seq: string; bytes: Buffer; previous_hash: Buffer }>(
      'select seq, bytes, previous_hash from ledger_event where seq >= $1 order by seq',
      [from],
    )
    let previous = events.rows[0]?.previous_hash ?? Buffer.alloc(32)
    for (const { seq, bytes } of events.rows) {
      const event = readEvent(bytes)
      if (event === null || !isObject(event.data)) throw new Error(`event ${seq} cannot be read`)
      const isChanged = Number(seq) === from
      const forged = isChanged ? eventBytes({ ...event, data: { ...event.data, value: 30 } }) : bytes
      const hash = eventHash(previous, forged)
      await client.query('update ledger_event set bytes = $2, previous_hash = $3, hash = $4 where seq = $1', [
        seq,
        forged,
        previous,
        hash,
      ])
      previous = hash
    }
    await client.query('update ledger_head set hash = $1', [previous])
  }
})

interface Verified {
  ok: boolean
  findings: Finding[]
  counts: { frames: number; expired: number; subjects: number }
}

interface ClosedCase {
  caseNumber: string
  /** Of the value that began it: two people said what it should be. */
  correctionId: string
  /** Frames that were sent, one of them over the threshold. */
  frames: number
}

/** From a frame to a closed case, over TCP and HTTP. The frames are of two hours ago, so that their hour can be sealed. */
async function closeCase(weike: RunningWeike): Promise<ClosedCase> {
  const twoHoursAgo = Math.floor((Date.now() - 2 * HOUR_MS) / HOUR_MS) * HOUR_MS + 10 * 60_000
  const logger = devices.find((device) => device.stationCode === 'QYW07')
  const values = [88, 41, 42, 43]
  const frames = values.map((value, minute) =>
    uploadFrame({
      mn: logger?.mn ?? '',
      pw: logger?.pw ?? '',
      at: twoHoursAgo + minute * 60_000,
      data: `a34004-Rtd=${value},a34004-Flag=N`,
    }),
  )
  await sendFrames(weike.hj212, frames)

  const as = (signInName: string) => signIn(weike.http, signInName, DEMO_PASSWORD)
  const [dispatcher, gridMember, liaison] = await Promise.all([as('chenyiming'), as('liuguifang'), as('zhoumin')])
  const alert = await eventually('the alert', async () => (await dispatcher.call('GET /api/alerts')).items[0])
  const people = await dispatcher.call('GET /api/people', { query: { role: 'grid-member' } })
  const assigneeId = people.items.find((person) => person.name === '刘桂芳')?.id
  const task = await dispatcher.call('POST /api/tasks', {
    body: act({ alertId: alert.id, assigneeId, instruction: '去看看' }),
  })
  const params = { id: task.id }
  await gridMember.call('POST /api/tasks/:id/check-in', {
    params,
    body: act({ expects: 1, lon: 113.5, lat: 29.5, accuracyM: 8 }),
  })
  const { nonce } = await gridMember.call('GET /api/tasks/:id', { params })
  const photoOf = { photoId: randomUUID() }
  await gridMember.call('PUT /api/tasks/:id/photos/:photoId', {
    params: { ...params, ...photoOf },
    query: { takenAt: new Date().toISOString(), nonce: nonce ?? '' },
    bytes: picture('before'),
    media: 'image/png',
  })
  const finding = { finding: 'problem', title: '堆场未覆盖', sourceClass: 'dust' }
  const finished = await gridMember.call('POST /api/tasks/:id/finish', {
    params,
    body: act({ expects: 2, ...finding }),
  })

  const id = finished.caseId ?? ''
  const step = async (who: SignedIn, name: string, expects: number, more: object = {}) => {
    const { verdict } = await who.ask(`POST /api/cases/:id/${name}`, {
      params: { id },
      body: act({ expects, ...more }),
    })
    expect(`${name} ${verdict}`).toBe(`${name} 200`)
  }
  const units = await dispatcher.call('GET /api/units')
  const unitId = units.items.find((unit) => unit.name === '区住建局')?.id
  await step(dispatcher, 'assign', 1, { unitId, dueInHours: 24, instruction: '今天盖好' })
  await step(liaison, 'acknowledge', 2)
  await step(liaison, 'begin', 3)
  await liaison.call('PUT /api/cases/:id/photos/:photoId', {
    params: { id, photoId: randomUUID() },
    query: { takenAt: new Date().toISOString() },
    bytes: picture('after'),
    media: 'image/png',
  })
  await step(liaison, 'submit', 4, { result: '已覆盖' })
  await step(dispatcher, 'verify', 5, { opinion: '属实' })
  await step(dispatcher, 'close', 6)
  const story = await dispatcher.call('GET /api/cases/:id', { params: { id } })
  expect(story.case.state).toBe('closed')
  const correctionId = await correct(weike, twoHoursAgo)
  return { caseNumber: story.case.number, correctionId, frames: frames.length }
}

/** The value that raised the alert is replaced: an analyst proposes, the leader agrees, the readings have it. */
async function correct(weike: RunningWeike, end: number): Promise<string> {
  const as = (signInName: string) => signIn(weike.http, signInName, DEMO_PASSWORD)
  const [analyst, leader] = await Promise.all([as('xuyan'), as('hewenyuan')])
  const mn = devices.find((device) => device.stationCode === 'QYW07')?.mn
  const { id } = await analyst.call('POST /api/corrections', {
    body: act({
      mn,
      factor: 'a34004',
      resolution: 'realtime',
      kind: 'replace',
      changes: [{ end: isoShanghai(end), value: 60.5 }],
      reason: '采样口旁有人焊接',
    }),
  })
  await leader.call('POST /api/corrections/:id/approve', { params: { id }, body: act({ expects: 1 }) })
  await eventually('the readings to have the correction', async () => {
    const { items } = await leader.call('GET /api/corrections')
    return items[0]?.state === 'applied' ? true : undefined
  })
  return id
}
