import { randomUUID } from 'node:crypto'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { demoWithoutSimulator, type RunningWeike, startWeike } from './setup/weike.ts'

const PASSWORD = 'weike-demo'
const HOUR = 3_600_000
const media = 'application/octet-stream'

/** A station's hours from 2020 on, each value by its place. */
function hoursFile(rows: number): Buffer {
  const first = Date.parse('2020-01-01T01:00:00+08:00')
  const line = (_: unknown, at: number) => `${new Date(first + at * HOUR).toISOString()},QYW01,${(at * 7) % 60}`
  return Buffer.from(['时间,站点,NO2', ...Array.from({ length: rows }, line)].join('\n'))
}

describe.each(kindsOfLongChains)('files handed over in the browser on %s PostgreSQL', (kind) => {
  let place: FreshDatabase
  let weike: RunningWeike
  let analyst: SignedIn

  beforeAll(async () => {
    place = await freshDatabase(kind)
    await mkdir(place.dataDir, { recursive: true })
    await writeFile(join(place.dataDir, 'weike.json'), JSON.stringify({ imports: { fileMegabytes: 2 } }))
    await start()
  })
  afterAll(async () => {
    await weike?.kill()
    await place?.remove()
  })

  async function start(): Promise<void> {
    weike = await startWeike(place, demoWithoutSimulator)
    analyst = await signIn(weike.http, 'xuyan', PASSWORD)
  }

  const handOver = (bytes: Buffer, name = 'hours.csv', id: string = randomUUID()) =>
    analyst.ask('PUT /api/imports/:id', { params: { id }, query: { name }, bytes, media })

  async function put(bytes: Buffer, name?: string): Promise<string> {
    const id = randomUUID()
    const { status, body } = await handOver(bytes, name, id)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return id
  }

  const one = (id: string) => analyst.call('GET /api/imports/:id', { params: { id } })
  const planOf = async (id: string) => (await analyst.call('GET /api/imports/:id/proposal', { params: { id } })).plan

  async function step(id: string, name: 'check' | 'load', plan?: object) {
    await analyst.call(`POST /api/imports/:id/${name}`, { params: { id }, body: { ...(plan ?? (await planOf(id))) } })
    return ended(id)
  }

  const ended = (id: string) =>
    eventually('the file to be done with', async () => {
      const job = await one(id)
      return job.state === 'checking' || job.state === 'loading' ? undefined : job
    })

  const aged = (id: string, days: number) =>
    inInstallation(place, ({ foundation }) =>
      sql`update reading_stage set changed_at = ${Date.now() - days * 24 * HOUR} where import_id = ${id}`.execute(
        foundation.db,
      ),
    )

  const keptNow = () =>
    inInstallation(place, async ({ foundation }) => {
      const counted = sql<{ stages: number }>`select count(*)::int as stages from reading_stage`
      return (await counted.execute(foundation.db)).rows
    })

  const layersNow = () =>
    inInstallation(place, async ({ foundation }) => {
      const counted = sql<{ n: number }>`select count(*)::int as n from reading where source = 'import'`
      return (await counted.execute(foundation.db)).rows[0]?.n ?? 0
    })

  it('looked at, corrected by hand, checked, loaded, told in the ledger; the mended report loaded again', async () => {
    const rows = [
      '时间,站点,甲项',
      '2026-01-05 01:00,QYW01,35',
      '2026-01-05 02:00,QYW01,坏',
      '2026-01-05 25:00,QYW01,1',
      '',
    ]
    const id = await put(Buffer.from(rows.join('\r\n')), '一月.csv')
    const proposal = await analyst.call('GET /api/imports/:id/proposal', { params: { id } })
    expect(proposal.plan.columns.map(({ target }) => target)).toEqual(['time', 'station', null])
    expect(proposal.rows[0]).toEqual({ line: 2, cells: ['2026-01-05 01:00', 'QYW01', '35'] })
    const unfit = await analyst.ask('POST /api/imports/:id/check', { params: { id }, body: { ...proposal.plan } })
    const failed =
      unfit.status === 200 ? await eventually('a refusal', async () => (await one(id)).failure ?? undefined) : null
    expect(failed?.detail ?? unfit.verdict).toMatch(/No column has values|没有指定数值列/)
    const columns = proposal.plan.columns.map((each) => (each.name === '甲项' ? { ...each, target: 'a34004' } : each))
    const checked = await step(id, 'check', { ...proposal.plan, columns })
    expect(checked).toMatchObject({ state: 'checked', counts: { rows: 3, taken: 1, refused: 2, added: 1 } })
    expect(checked.refused.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [3, '2026-01-05 02:00'],
      [4, '2026-01-05 25:00'],
    ])
    expect(await layersNow()).toBe(0)
    const done = await step(id, 'load', { ...proposal.plan, columns })
    expect(done).toMatchObject({ state: 'done', counts: { rows: 3, taken: 1, refused: 2, added: 1 }, hasRefused: true })
    expect(await layersNow()).toBe(1)
    const again = await analyst.ask('POST /api/imports/:id/load', { params: { id }, body: { ...proposal.plan } })
    expect(again.verdict).toBe('409 wrong-state')
    const report = (await analyst.bytes('GET /api/imports/:id/refused', { params: { id } })).bytes.toString('utf8')
    const mended = await put(Buffer.from(report.replace('坏', '36').replace('25:00', '03:00')), '改好.csv')
    // What the person said of the column is remembered, by its header.
    const remembered = await analyst.call('GET /api/imports/:id/proposal', { params: { id: mended } })
    const plan = {
      ...remembered.plan,
      columns: remembered.plan.columns.map((each) => (each.name === '甲项' ? { ...each, target: 'a34004' } : each)),
    }
    expect(await step(mended, 'load', plan)).toMatchObject({ counts: { rows: 2, taken: 2, refused: 0, added: 2 } })
    const told = await inInstallation(place, ({ foundation }) =>
      sql<{ n: number }>`select count(*)::int as n from ledger_event where kind = 'readings.imported'`.execute(
        foundation.db,
      ),
    )
    expect(told.rows).toEqual([{ n: 2 }])
  })

  it('a file beyond the limit is refused while it comes, and nothing of it is kept', async () => {
    const { verdict } = await handOver(Buffer.alloc(2 * 1_048_576 + 1, 'a'))
    expect(verdict).toBe('413 too-large')
    const names = (await readdir(join(place.dataDir, 'imports'), { recursive: true })).filter((name) =>
      name.includes('.new'),
    )
    expect(names).toEqual([])
  })

  it('whoever may not bring in people does not, and does not see that others have', async () => {
    const people = Buffer.from('姓名,角色\n张三,网格员\n')
    expect((await handOver(people, 'people.csv')).verdict).toBe('403 not-allowed')
    const administrator = await signIn(weike.http, 'tangweidong', PASSWORD)
    const id = randomUUID()
    const given = { params: { id }, query: { name: 'people.csv' }, bytes: people, media }
    expect((await administrator.ask('PUT /api/imports/:id', given)).verdict).toBe('200')
    expect((await analyst.ask('GET /api/imports/:id', { params: { id } })).verdict).toBe('404 not-found')
    expect((await analyst.call('GET /api/imports')).items.map((job) => job.id)).not.toContain(id)
  })

  it('the server killed in the middle of a load: nothing half-imported, and the load can be begun again from the kept file', async () => {
    const before = await layersNow()
    const id = await put(hoursFile(40_000), '五年.csv')
    const plan = await planOf(id)
    await analyst.call('POST /api/imports/:id/load', { params: { id }, body: { ...plan } })
    await eventually('the load to be under way', async () => ((await one(id)).counts?.rows ?? 0) > 0 || undefined)
    expect((await one(id)).state).toBe('loading')
    await weike.kill()
    await start()
    expect(await layersNow()).toBe(before)
    expect((await one(id)).state).toBe('interrupted')
    const done = await step(id, 'load', plan)
    expect(done).toMatchObject({ state: 'done', counts: { rows: 40_000, taken: 40_000, added: 40_000, unchanged: 0 } })
    expect(await layersNow()).toBe(before + 40_000)
    const again = await put(hoursFile(40_000), '五年.csv')
    expect((await step(again, 'load')).counts).toMatchObject({ taken: 40_000, added: 0, unchanged: 40_000 })
  })

  const under = (id: string) => ({ params: { id } })

  it('the server killed in the middle of a load: it goes on behind the rows that are kept, for one of two who want it', async () => {
    const before = await layersNow()
    const id = await put(Buffer.from(hoursFile(60_000).toString('utf8').replaceAll('NO2', 'O3')), '臭氧.csv')
    await analyst.call('POST /api/imports/:id/load', { ...under(id), body: { ...(await planOf(id)) } })
    await eventually('rows to be read', async () => ((await one(id)).counts?.rows ?? 0) > 45_000 || undefined)
    await weike.kill()
    await start()
    const cut = await one(id)
    expect(cut).toMatchObject({ state: 'interrupted', kept: { total: 60_000 } })
    const kept = cut.kept?.rows ?? 0
    expect(kept).toBeGreaterThan(0)
    expect(await layersNow()).toBe(before)
    const both = await Promise.all([
      analyst.ask('POST /api/imports/:id/resume', under(id)),
      analyst.ask('POST /api/imports/:id/resume', under(id)),
    ])
    expect(both.map(({ verdict }) => verdict).sort()).toEqual(['200', '409 wrong-state'])
    const done = await ended(id)
    expect(done).toMatchObject({ state: 'done', kept: null, counts: { rows: 60_000, taken: 60_000, added: 60_000 } })
    expect(done.progress).toEqual({ total: 60_000, from: kept, again: 0 })
    expect(await layersNow()).toBe(before + 60_000)
    expect((await analyst.ask('POST /api/imports/:id/resume', under(id))).verdict).toBe('409 wrong-state')
  })

  it('a load that is paused, or whose server is told to end, keeps what it has read; cancelled, it lets go of it', async () => {
    const before = await layersNow()
    const id = await put(Buffer.from(hoursFile(60_000).toString('utf8').replaceAll('NO2', 'CO')), '一氧化碳.csv')
    const plan = await planOf(id)
    await analyst.call('POST /api/imports/:id/load', { ...under(id), body: { ...plan } })
    await eventually('rows to be read', async () => ((await one(id)).counts?.rows ?? 0) > 25_000 || undefined)
    const paused = await analyst.call('POST /api/imports/:id/pause', under(id))
    expect(paused).toMatchObject({ state: 'paused', kept: { total: 60_000 } })
    await analyst.call('POST /api/imports/:id/resume', under(id))
    await eventually('further rows to be read', async () => ((await one(id)).progress?.from ?? 0) > 0 || undefined)
    expect(await weike.stop()).toBe(0)
    await start()
    const waiting = await one(id)
    expect(waiting.state).toBe('paused')
    expect(waiting.kept?.rows).toBeGreaterThanOrEqual(paused.kept?.rows ?? 60_000)
    expect(await keptNow()).toEqual([{ stages: 1 }])
    // What nobody comes back to for a month is swept out, and this is not.
    await aged(id, 29)
    await weike.kill()
    await start()
    expect(await keptNow()).toEqual([{ stages: 1 }])
    expect(await analyst.call('POST /api/imports/:id/stop', under(id))).toMatchObject({
      state: 'cancelled',
      kept: null,
    })
    expect(await keptNow()).toEqual([{ stages: 0 }])
    expect(await layersNow()).toBe(before)
    expect((await analyst.ask('POST /api/imports/:id/resume', under(id))).verdict).toBe('409 wrong-state')
    expect(await step(id, 'load', plan)).toMatchObject({
      state: 'done',
      progress: { from: 0 },
      counts: { added: 60_000 },
    })
  })

  it('what was read of a file that nobody came back to for a month is swept out', async () => {
    const id = await put(Buffer.from(hoursFile(60_000).toString('utf8').replaceAll('NO2', 'PM10')), '粗颗粒.csv')
    await analyst.call('POST /api/imports/:id/load', { ...under(id), body: { ...(await planOf(id)) } })
    await eventually('rows to be read', async () => ((await one(id)).counts?.rows ?? 0) > 25_000 || undefined)
    await analyst.call('POST /api/imports/:id/pause', under(id))
    expect((await one(id)).kept?.rows).toBeGreaterThan(0)
    await aged(id, 31)
    await weike.kill()
    await start()
    expect(await keptNow()).toEqual([{ stages: 0 }])
    expect((await one(id)).kept).toEqual({ rows: 0, total: null })
  })

  it('of records, which are written in a moment, nothing is kept, and the whole file is read again', async () => {
    const administrator = await signIn(weike.http, 'tangweidong', PASSWORD)
    const id = randomUUID()
    const bytes = Buffer.from('站点编码,站点名称,级别,经度,纬度\nT1,试站,微站,112.3,28.6\n')
    await administrator.call('PUT /api/imports/:id', { ...under(id), query: { name: 'stations.csv' }, bytes, media })
    const { plan } = await administrator.call('GET /api/imports/:id/proposal', under(id))
    // As a server that was killed at once leaves it.
    await inInstallation(place, ({ foundation }) =>
      sql`update import_job set state = 'loading', plan = ${JSON.stringify(plan)}::jsonb where id = ${id}`.execute(
        foundation.db,
      ),
    )
    const cut = await administrator.call('GET /api/imports/:id', under(id))
    expect(cut).toMatchObject({ state: 'interrupted', kept: { rows: 0, total: null } })
    await administrator.call('POST /api/imports/:id/resume', under(id))
    const done = await eventually('it to be done', async () => {
      const job = await administrator.call('GET /api/imports/:id', under(id))
      return job.state === 'done' ? job : undefined
    })
    expect(done.counts).toMatchObject({ rows: 1, added: 1 })
  })

  it('a load that is stopped leaves nothing, and can be begun again', async () => {
    const before = await layersNow()
    const id = await put(Buffer.from(hoursFile(40_000).toString('utf8').replaceAll('NO2', 'SO2')), '停.csv')
    const plan = await planOf(id)
    await analyst.call('POST /api/imports/:id/load', { params: { id }, body: { ...plan } })
    await eventually('the load to be under way', async () => ((await one(id)).counts?.rows ?? 0) > 0 || undefined)
    expect((await analyst.call('POST /api/imports/:id/stop', { params: { id } })).state).toBe('cancelled')
    expect(await layersNow()).toBe(before)
    expect(await step(id, 'check', plan)).toMatchObject({ state: 'checked', counts: { added: 40_000 } })
  })
})
