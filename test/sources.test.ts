import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { eventually } from './setup/eventually.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { demoWithoutSimulator, type RunningWeike, runWeike, startWeike } from './setup/weike.ts'
import { readWorkbook } from './setup/workbook.ts'

const PASSWORD = 'weike-demo'

/** The national-control station of the demo county, and places at known distances from it. */
const station = { lon: 113.5151, lat: 29.4864 }
/** 0.008 993 2° of latitude are 1000 m on a sphere of 6371.009 km (111.195 km a degree). */
const north = (metres: number) => station.lat + metres / 111_195.08

describe.each(databaseKinds)('the register of sources on %s PostgreSQL', (kind) => {
  let place: FreshDatabase
  let weike: RunningWeike
  let dispatcher: SignedIn
  let housing: SignedIn
  let units: ReadonlyMap<string, string>
  let regions: ReadonlyMap<string, string>

  const enter = (name: string) => signIn(weike.http, name, PASSWORD)

  beforeAll(async () => {
    place = await freshDatabase(kind)
    weike = await startWeike(place, demoWithoutSimulator)
    dispatcher = await enter('chenyiming')
    housing = await enter('zhoumin')
    const named = async (operation: 'GET /api/units' | 'GET /api/regions') =>
      new Map((await dispatcher.call(operation)).items.map(({ name, id }): [string, string] => [name, id]))
    units = await named('GET /api/units')
    regions = await named('GET /api/regions')
  })
  afterAll(async () => {
    await weike?.kill()
    await place?.remove()
  })

  const idOf = (map: ReadonlyMap<string, string>, name: string) => map.get(name) ?? `no ${name}`
  const card = (more: object = {}) => ({
    ...{ name: '青石桥安置房', kind: 'construction-site', lonWgs84: station.lon, latWgs84: north(990) },
    ...more,
  })
  const add = (who: SignedIn, code: string, more: object = {}) =>
    who.ask('POST /api/sources', { body: act({ code, ...card(more) }) })
  const codes = async (who: SignedIn, query: Record<string, string | number> = {}) =>
    (await who.call('GET /api/sources', { query })).items.map(({ code }) => code)
  const idOfCode = async (code: string) =>
    (await dispatcher.call('GET /api/sources', { query: { state: 'all', q: code } })).items[0]?.id ?? ''

  it('a source is entered, changed, paused, retired, and its history says by whom and why', async () => {
    const unitId = idOf(units, '区住建局')
    const added = await dispatcher.call('POST /api/sources', {
      body: act({
        ...{ code: 'D-1', ...card(), unitId, regionId: idOf(regions, '青石桥街道'), address: '青石桥路 1 号' },
        ...{ ownerName: '某某建设', attributes: { stage: 'earthwork', areaM2: 12_000 } },
      }),
    })
    expect(added).toMatchObject({ code: 'D-1', state: 'active', version: 1 })
    const params = { id: added.id }
    expect(await dispatcher.call('GET /api/sources/:id', { params })).toMatchObject({
      ...{ class: 'dust', kind: 'construction-site', regionName: '青石桥街道', unit: '区住建局', owner: '某某建设' },
      ...{ attributes: { stage: 'earthwork', areaM2: 12_000 }, state: 'active', mayManage: true },
    })
    const changed = { ...card({ name: '青石桥安置房二期' }), unitId, attributes: { stage: 'structure' }, expects: 1 }
    expect(await housing.call('POST /api/sources/:id', { params, body: act(changed) })).toMatchObject({ version: 2 })
    const stale = await dispatcher.ask('POST /api/sources/:id', { params, body: act(changed) })
    expect(stale.verdict).toBe('409 version-conflict')
    const move = (expects: number, more: object) =>
      dispatcher.ask('POST /api/sources/:id/state', { params, body: act({ expects, reason: '停工', ...more }) })
    expect((await move(2, { state: 'paused', since: '2026-01-05' })).verdict).toBe('200')
    expect((await move(3, { state: 'paused' })).verdict).toBe('409 wrong-state')
    expect((await move(3, { state: 'retired', since: '2999-01-01' })).verdict).toBe('400 invalid-input')
    expect((await move(3, { state: 'retired', reason: '竣工' })).verdict).toBe('200')
    const page = await dispatcher.call('GET /api/sources/:id', { params })
    expect(page.story.map(({ kind: what, actor, reason }) => [what, actor, reason])).toEqual([
      ['source.added', '陈一鸣', null],
      ['source.changed', '周敏', null],
      ['source.paused', '陈一鸣', '停工'],
      ['source.retired', '陈一鸣', '竣工'],
    ])
    expect(await codes(dispatcher, { q: 'D-1' })).toEqual([])
    expect(await codes(dispatcher, { q: 'D-1', state: 'all' })).toEqual(['D-1'])
  })

  it('the same act again changes nothing; the same code, what its kind has not and what the county has not are refused', async () => {
    const body = act({ code: 'D-2', ...card() })
    const first = await dispatcher.call('POST /api/sources', { body })
    expect(await dispatcher.call('POST /api/sources', { body })).toEqual(first)
    expect((await add(dispatcher, 'D-2')).verdict).toBe('409 already-exists')
    expect((await add(dispatcher, 'D-3', { attributes: { grade: 'A' } })).verdict).toBe('400 invalid-input')
    expect((await add(dispatcher, 'D-3', { attributes: { stage: 'sleeping' } })).verdict).toBe('400 invalid-input')
    expect((await add(dispatcher, 'D-3', { attributes: { areaM2: -1 } })).verdict).toBe('400 invalid-input')
    const nobody = '00000000-0000-7000-8000-000000000000'
    expect((await add(dispatcher, 'D-3', { unitId: nobody })).verdict).toBe('422 target-unknown')
    expect((await add(dispatcher, 'D-3', { personId: nobody })).verdict).toBe('422 target-unknown')
    expect(await codes(dispatcher, { q: 'D-3' })).toEqual([])
  })

  it('a liaison keeps the sources of the own unit alone and gives none away', async () => {
    const unitId = idOf(units, '区住建局')
    expect((await add(housing, 'D-4')).verdict).toBe('403 not-allowed')
    expect((await add(housing, 'D-4', { unitId })).verdict).toBe('200')
    const params = { id: await idOfCode('D-4') }
    const away = act({ ...card(), unitId: idOf(units, '区城管局'), expects: 1 })
    expect((await housing.ask('POST /api/sources/:id', { params, body: away })).verdict).toBe('403 not-allowed')
    expect((await dispatcher.ask('POST /api/sources/:id', { params, body: away })).verdict).toBe('200')
    expect((await housing.ask('GET /api/sources/:id', { params })).verdict).toBe('404 not-found')
  })

  it('the list is narrowed by class, kind, region, text and distance, and turned by its code', async () => {
    const far = { lonWgs84: station.lon, latWgs84: north(1010) }
    expect(
      (await add(dispatcher, 'L-1', { kind: 'restaurant', name: '老街饭店', attributes: { stoves: 3 } })).status,
    ).toBe(200)
    expect(
      (await add(dispatcher, 'L-2', { ...far, kind: 'straw-plot', regionId: idOf(regions, '柳林镇') })).status,
    ).toBe(200)
    expect(await codes(dispatcher, { class: 'living' })).toEqual(['L-1', 'L-2'])
    expect(await codes(dispatcher, { kind: 'straw-plot' })).toEqual(['L-2'])
    expect(await codes(dispatcher, { region: idOf(regions, '柳林镇') })).toEqual(['L-2'])
    expect(await codes(dispatcher, { q: '老街' })).toEqual(['L-1'])
    // Signs that a search of the database would take for others are only signs.
    expect(await codes(dispatcher, { q: '%' })).toEqual([])
    expect(await codes(dispatcher, { class: 'living', station: 'QY001', within: 1000 })).toEqual(['L-1'])
    expect(await codes(dispatcher, { class: 'living', station: 'QY001', within: 1011 })).toEqual(['L-1', 'L-2'])
    const first = await dispatcher.call('GET /api/sources', { query: { class: 'living', limit: 1 } })
    expect([first.items.map(({ code }) => code), first.next]).toEqual([['L-1'], 'L-1'])
    expect(await codes(dispatcher, { class: 'living', limit: 1, cursor: 'L-1' })).toEqual(['L-2'])
    const gridMember = await enter('liuguifang')
    expect(await codes(gridMember)).toEqual(['L-2'])
  })

  it('the workbook has what the list has, with distance, bearing and circle', async () => {
    const query = { class: 'living', format: 'xlsx' }
    const { bytes } = await dispatcher.bytes('GET /api/sources', { query })
    const [sheet] = readWorkbook(bytes)
    const cells = [...(sheet?.cells ?? [])].map(([at, { value }]) => ({ column: at.replace(/\d+/, ''), at, value }))
    const column = (title: string) => {
      const letters = cells.find(({ at, value }) => /^[A-Z]+1$/.test(at) && value === title)?.column
      return cells.filter((cell) => cell.column === letters && cell.value !== title).map(({ value }) => value)
    }
    expect(column('编码')).toEqual(['L-1', 'L-2'])
    expect(column('种类')).toEqual(['餐饮店', '秸秆丘块'])
    expect(column('基准灶头数')).toEqual([3])
    expect(column('距离 (m)')).toEqual([990, 1010])
    expect(column('方位 (°)')).toEqual([0, 0])
    expect(column('圈层')).toEqual(['核心圈', '重点圈'])
    // Where the county has another circle, the workbook has it, too: one of a kilometre and a half holds both.
    const administrator = await enter('tangweidong')
    await administrator.call('POST /api/circles', { body: act({ expects: 0, radiiKm: [1.5] }) })
    const then = readWorkbook((await dispatcher.bytes('GET /api/sources', { query })).bytes)[0]
    const words = [...(then?.cells ?? [])].map(([, { value }]) => value)
    expect(words.filter((value) => value === '核心圈')).toHaveLength(2)
    await administrator.call('POST /api/circles', { body: act({ expects: 1, radiiKm: [] }) })
  })

  it.each(['zh', 'en'])('a workbook that was exported is read back as what is there: %s', async (language) => {
    const given = { query: { format: 'xlsx', state: 'all' } }
    const response = await fetch(`${weike.http}/api/sources?${new URLSearchParams(given.query)}`, {
      headers: { ...dispatcher.headers, 'accept-language': language },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const params = { id: randomUUID() }
    const query = { name: 'sources.xlsx' }
    await dispatcher.call('PUT /api/imports/:id', { params, query, bytes, media: 'application/octet-stream' })
    const { plan } = await dispatcher.call('GET /api/imports/:id/proposal', { params })
    expect(plan.kind).toBe('sources')
    await dispatcher.call('POST /api/imports/:id/check', { params, body: { ...plan } })
    const checked = await eventually('the check to end', async () => {
      const job = await dispatcher.call('GET /api/imports/:id', { params })
      return job.state === 'checked' ? job : undefined
    })
    const all = (await codes(dispatcher, { state: 'all', limit: 1000 })).length
    expect([checked.counts, checked.refused]).toEqual([
      { rows: all, taken: all, refused: 0, others: 0, added: 0, unchanged: all, reasons: {} },
      [],
    ])
  })

  it('no word that may name a person is in the ledger, and the ledger holds', async () => {
    const auditor = await enter('fangsuqin')
    const { body } = await auditor.ask('GET /api/ledger/export')
    expect(String(body)).toContain('source.added')
    expect(String(body).match(/"kind":"source[^\n]*某某建设/)).toBeNull()
    const { status, stderr } = await runWeike(place, ['verify-ledger', '--data', place.dataDir])
    expect([status, stderr]).toEqual([0, expect.any(String)])
  })
})
