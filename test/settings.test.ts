import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../src/domain/access/table.ts'
import { act, type SignedIn, signIn, visitor, withToken } from './setup/api-client.ts'
import { at, type CountyPlan, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { listen } from './setup/event-stream.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const who: readonly Role[] = ['administrator', 'dispatcher', 'auditor']
const plan: CountyPlan = {
  code: '439951',
  name: '设置县',
  towns: ['town-1'],
  units: [{ key: 'unit-1', town: 'town-1' }],
  people: who.map((role) => ({ key: role, roles: [role], unit: 'unit-1', town: 'town-1' })),
  stations: [{ code: 'S1', town: 'town-1', mn: '439951010000A05C1E7B0001', pw: '100001' }],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
}

describe.each(databaseKinds)('what administrators set, on %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let county: FoundCounty
  let administrator: SignedIn
  let auditor: SignedIn
  /** As somebody who signed in by another password. */
  let dispatcher: SignedIn

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, (installation) => foundCountyAs(installation, plan))
    weike = await startWeike(home)
    administrator = await signIn(weike.http, county.signInName('administrator'), PASSWORD)
    auditor = await signIn(weike.http, county.signInName('auditor'), PASSWORD)
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const register = async (caller = administrator) => (await caller.call('GET /api/people/register')).items
  const personOf = async (key: string) => {
    const found = (await register()).find(({ id }) => id === at(county.people, key))
    if (found === undefined) throw new Error(`${key} is not in the register`)
    return found
  }
  const town = () => at(county.regions, 'town-1')

  it('a person who is added signs in by the password that was made, and what they may do follows the roles at once', async () => {
    const password = 'k7mp-xw3t-9rhd'
    const card = { name: '新来的', roles: ['liaison'], unitId: at(county.units, 'unit-1'), regionId: town() }
    const body = act({ ...card, signInName: 'new', password })
    const { id } = await administrator.call('POST /api/people', { body })
    // The same act once more, as after an answer that got lost, adds nobody.
    expect(await administrator.call('POST /api/people', { body })).toEqual({ id })
    const person = await signIn(weike.http, 'new', password)
    expect(person.me.acts).not.toContain('send-task')
    const changed = { ...card, name: '改了名', roles: ['dispatcher'], expects: 1 }
    await administrator.call('POST /api/people/:id', { params: { id }, body: act(changed) })
    expect((await person.call('GET /api/session')).acts).toContain('send-task')
    const stale = await administrator.ask('POST /api/people/:id', { params: { id }, body: act(changed) })
    expect(stale.verdict).toBe('409 version-conflict')
    const listed = (await register()).find((one) => one.id === id)
    expect(listed).toMatchObject({
      name: '改了名',
      roles: ['dispatcher'],
      signInName: 'new',
      state: 'active',
      version: 2,
    })
    expect(listed?.signedInAt).not.toBe(null)
    expect((await register(auditor)).find((one) => one.id === id)).toMatchObject({ name: '改了名', signInName: null })
  })

  it('whoever is suspended is out at once, also where they only listen, and comes in again when taken up', async () => {
    const name = county.signInName('dispatcher')
    const suspended = await signIn(weike.http, name, PASSWORD)
    const ear = await listen(weike.http, suspended)
    const { id, version } = await personOf('dispatcher')
    await administrator.call('POST /api/people/:id/suspend', { params: { id }, body: act({ expects: version }) })
    expect((await suspended.ask('GET /api/session')).verdict).toBe('401 not-signed-in')
    await ear.ended()
    const door = { body: { signInName: name, password: PASSWORD } }
    expect((await visitor(weike.http).ask('POST /api/session', door)).verdict).toBe('401 sign-in-failed')
    await administrator.call('POST /api/people/:id/resume', {
      params: { id },
      body: act({ expects: version + 1 }),
    })
    expect((await signIn(weike.http, name, PASSWORD)).me.roles).toEqual(['dispatcher'])
  })

  it('another password lets in, the one before does not, and no session lasts over it', async () => {
    const name = county.signInName('dispatcher')
    const before = await signIn(weike.http, name, PASSWORD)
    const { id, version } = await personOf('dispatcher')
    const give = (password: string, expects: number) =>
      administrator.ask('POST /api/people/:id/password', { params: { id }, body: act({ password, expects }) })
    expect((await give('12345678', version)).verdict).toBe('422 password-weak')
    expect((await give('wind over two rivers', version)).verdict).toBe('200')
    expect((await before.ask('GET /api/session')).verdict).toBe('401 not-signed-in')
    dispatcher = await signIn(weike.http, name, 'wind over two rivers')
    const old = { body: { signInName: name, password: PASSWORD } }
    expect((await visitor(weike.http).ask('POST /api/session', old)).verdict).toBe('401 sign-in-failed')
    const ledger = await auditor.bytes('GET /api/ledger/export')
    expect(ledger.bytes.toString('utf8')).not.toContain('wind over two rivers')
    expect(ledger.bytes.toString('utf8')).not.toContain('改了名')
  })

  it('nobody shuts the door behind themselves, and the last administrator stays one', async () => {
    const { id, version, name, unitId, regionId } = await personOf('administrator')
    const itself = { params: { id }, body: act({ expects: version }) }
    expect((await administrator.ask('POST /api/people/:id/suspend', itself)).verdict).toBe('422 people-unfit')
    const less = act({ expects: version, name, unitId, regionId, roles: ['leader'] })
    const answer = await administrator.ask('POST /api/people/:id', { params: { id }, body: less })
    expect(answer.verdict).toBe('422 people-unfit')
    expect(await personOf('administrator')).toMatchObject({ state: 'active', roles: ['administrator'], version })
  })

  it('a token is told once, lets a program in until it is revoked, and makes itself no other', async () => {
    const body = act({ name: '省级平台', role: 'administrator' })
    const { id, token } = await administrator.call('POST /api/tokens', { body })
    expect(await administrator.call('POST /api/tokens', { body })).toEqual({ id, token: null })
    const program = withToken(weike.http, token ?? '')
    expect((await program.ask('GET /api/stations')).verdict).toBe('200')
    const more = await program.ask('POST /api/tokens', { body: act({ name: '另一个', role: 'analyst' }) })
    expect(more.verdict).toBe('403 not-allowed')
    const listed = async () => (await auditor.call('GET /api/tokens')).items.find((one) => one.id === id)
    expect(await listed()).toMatchObject({ name: '省级平台', role: 'administrator', revokedAt: null })
    expect((await listed())?.usedAt).not.toBe(null)
    await administrator.call('POST /api/tokens/:id/revoke', { params: { id }, body: act() })
    expect((await program.ask('GET /api/stations')).verdict).toBe('401 not-signed-in')
    expect((await listed())?.revokedAt).not.toBe(null)
    const { items } = await auditor.call('GET /api/changes', { query: { type: 'token', id } })
    expect(items.map(({ kind: what, subject, actor }) => [what, subject, actor])).toEqual([
      ['token.revoked', '省级平台', { kind: 'person', name: 'administrator' }],
      ['token.added', '省级平台', { kind: 'person', name: 'administrator' }],
    ])
  })

  it('a station that moves keeps its readings and says which version it is; a code is taken once', async () => {
    const { items } = await administrator.call('GET /api/stations')
    const [station] = items
    if (station === undefined) throw new Error('no station')
    const { id, version, ...card } = station
    const moved = { ...card, name: '新址', lonWgs84: 113.25, latWgs84: 29.125, expects: version }
    const change = { params: { id }, body: act(moved) }
    expect(await administrator.call('POST /api/stations/:id', change)).toEqual({
      ...station,
      ...{ name: '新址', lonWgs84: 113.25, latWgs84: 29.125, version: version + 1 },
    })
    expect((await administrator.ask('POST /api/stations/:id', { params: { id }, body: act(moved) })).verdict).toBe(
      '409 version-conflict',
    )
    await administrator.call('POST /api/stations', {
      body: act({ code: 'S2', name: '二', lonWgs84: 113, latWgs84: 29 }),
    })
    const taken = act({ ...moved, code: 'S2', expects: version + 1 })
    const answer = await administrator.ask('POST /api/stations/:id', { params: { id }, body: taken })
    expect(answer.verdict).toBe('409 already-exists')
  })

  it('a unit has another name everywhere', async () => {
    const { items } = await administrator.call('GET /api/units')
    const [unit] = items
    if (unit === undefined) throw new Error('no unit')
    const { id, version, kind: sort, regionId } = unit
    const body = act({ name: '改名的单位', kind: sort, regionId, expects: version })
    expect(await administrator.call('POST /api/units/:id', { params: { id }, body })).toEqual({
      id,
      version: version + 1,
    })
    expect((await personOf('auditor')).unit).toBe('改名的单位')
    const twice = await administrator.ask('POST /api/units', { body: act({ name: '改名的单位', kind: 'department' }) })
    expect(twice.verdict).toBe('409 already-exists')
  })

  it('a county that names itself takes its regions along, and who reaches over one still does', async () => {
    await administrator.call('POST /api/county', { body: act({ code: '439952', name: '改名县' }) })
    expect((await administrator.call('GET /api/session')).county.name).toBe('改名县')
    const { items } = await administrator.call('GET /api/regions')
    expect(items.map(({ code, name, parentId }) => [code, name, parentId === null])).toEqual([
      ['439952', '改名县', true],
      ['101', 'town-1', false],
    ])
    const taken = await administrator.ask('POST /api/county', { body: act({ code: '101', name: '撞名' }) })
    expect(taken.verdict).toBe('409 already-exists')
    const body = act({ title: '试报', sourceClass: 'dust', regionId: town(), actId: randomUUID() })
    const { id } = await dispatcher.call('POST /api/cases', { body })
    expect((await administrator.ask('GET /api/cases/:id', { params: { id } })).verdict).toBe('200')
  })

  it('who changed what is told by name, newest first and page by page, as long as the person can be named', async () => {
    const everything = (await auditor.call('GET /api/changes', { query: { limit: 500 } })).items
    const seqs = everything.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.toSorted((one, other) => other - one))
    const paged: number[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string | number> = { limit: 7, ...(cursor === null ? {} : { cursor }) }
      const page: { items: { seq: number }[]; next: string | null } = await auditor.call('GET /api/changes', { query })
      paged.push(...page.items.map(({ seq }) => seq))
      cursor = page.next
    } while (cursor !== null)
    expect(paged).toEqual(seqs)
    const stations = (await auditor.call('GET /api/changes', { query: { type: 'station' } })).items
    expect(stations.map(({ kind: what, subject, actor }) => [what, subject, actor.name])).toEqual([
      ['station.added', '二', 'administrator'],
      ['station.changed', '新址', 'administrator'],
      ['station.added', '新址', null],
    ])
    const id = at(county.people, 'dispatcher')
    await administrator.call('POST /api/people/:id/erase', { params: { id }, body: act() })
    const people = (await auditor.call('GET /api/changes', { query: { type: 'person', limit: 1 } })).items
    expect(people).toMatchObject([{ kind: 'person.erased', subject: null, actor: { name: 'administrator' } }])
    const [newest] = (await auditor.call('GET /api/ledger', { query: { limit: 1 } })).items
    const byAdministrator = { kind: 'person', name: 'administrator' }
    expect(newest).toMatchObject({ kind: 'person.erased', subject: null, actor: byAdministrator })
    expect((await register()).map((one) => one.id)).not.toContain(id)
  })

  it('tells where loggers connect and what the file decides', async () => {
    const door = await administrator.call('GET /api/logger-door')
    expect(door).toMatchObject({ host: '127.0.0.1', port: weike.hj212.port, tlsPort: null, addresses: [], allow: [] })
    const { file, items } = await auditor.call('GET /api/settings')
    expect(file.startsWith(home.dataDir)).toBe(true)
    expect(items.find(({ key }) => key === 'alerts.circlesKm.key')).toMatchObject({
      value: '3',
      usual: '3',
      isOwn: false,
    })
    expect(items.filter(({ isOwn }) => isOwn)).toEqual([])
  })

  it('leaves a chain that holds', async () => {
    const verified = await runWeike(home, ['verify-ledger', '--data', home.dataDir])
    expect({ status: verified.status, said: verified.stderr }).toMatchObject({ status: 0 })
  })
})
