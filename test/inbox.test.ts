import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../src/domain/access/model.ts'
import { newJob } from '../src/domain/imports/jobs.ts'
import { insertJob } from '../src/domain/imports/store.ts'
import { act, type SignedIn, signIn } from './setup/api-client.ts'
import { bringIn } from './setup/bring-in.ts'
import { at, type FoundCounty, foundCountyAs, PASSWORD } from './setup/county.ts'
import { doubtfulHour } from './setup/doubtful-hour.ts'
import { eventually } from './setup/eventually.ts'
import { proposeSand } from './setup/excluded-days.ts'
import { draftOf } from './setup/feeds.ts'
import { sendFrames, uploadFrame } from './setup/field-logger.ts'
import { assignCase, findProblem, mend, reportCase, sendTask } from './setup/field-work.ts'
import { type FreshDatabase, freshDatabase, kindsOfLongChains } from './setup/fresh-database.ts'
import { inInstallation } from './setup/in-installation.ts'
import { type RunningWeike, startWeike } from './setup/weike.ts'

const logger = { mn: '439955010000A05C1E7B0001', pw: '100001' }

const plan = {
  code: '439955',
  name: '收件县',
  towns: ['town-1', 'town-2'],
  units: [
    { key: 'desk', town: null },
    { key: 'government', town: null },
    { key: 'community', town: 'town-1' },
    { key: 'housing', town: 'town-1' },
    { key: 'traffic', town: 'town-1' },
  ],
  people: [
    { key: 'dispatcher', roles: ['dispatcher'], unit: 'desk', town: null },
    { key: 'leader', roles: ['leader'], unit: 'government', town: null },
    { key: 'administrator', roles: ['administrator'], unit: 'desk', town: null },
    { key: 'analyst', roles: ['analyst'], unit: 'desk', town: null },
    { key: 'second analyst', roles: ['analyst'], unit: 'desk', town: null },
    { key: 'leaver', roles: ['analyst'], unit: 'desk', town: null },
    { key: 'liaison', roles: ['liaison'], unit: 'housing', town: 'town-1' },
    { key: 'colleague', roles: ['liaison'], unit: 'housing', town: 'town-1' },
    { key: 'other liaison', roles: ['liaison'], unit: 'traffic', town: 'town-1' },
    { key: 'grid', roles: ['grid-member'], unit: 'community', town: 'town-1' },
    { key: 'enterprise', roles: ['enterprise'], unit: 'traffic', town: 'town-1' },
  ],
  stations: [{ code: 'S1', town: 'town-1', ...logger }],
  tokens: [],
  robotUrl: 'http://127.0.0.1:9/',
} as const

type Who = (typeof plan.people)[number]['key']

describe.each(kindsOfLongChains)('the inbox on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let county: FoundCounty
  let weike: RunningWeike
  const people = new Map<Who, SignedIn>()
  const as = (who: Who) => at(people, who)
  const enter = (who: Who) => signIn(weike.http, county.signInName(who), PASSWORD)

  beforeAll(async () => {
    home = await freshDatabase(kind)
    county = await inInstallation(home, (installation) => foundCountyAs(installation, plan))
    weike = await startWeike(home)
    for (const { key } of plan.people) people.set(key, await enter(key))
  })
  afterAll(async () => {
    await weike?.kill()
    await home?.remove()
  })

  const inboxOf = (who: Who) => as(who).call('GET /api/inbox')
  const waitingOf = async (who: Who) => (await inboxOf(who)).waiting
  /** What waits of one kind, as one reads it. */
  const kindsOf = async (who: Who) => (await waitingOf(who)).map((one) => one.kind)
  /** What of a case waits for somebody's hand; nothing: it does not. */
  const handOf = async (who: Who, id: string) => {
    const found = (await waitingOf(who)).find((one) => one.kind === 'case' && one.id === id)
    return found?.kind === 'case' ? found : undefined
  }
  const newsOf = async (who: Who, id: string) => (await inboxOf(who)).news.find((one) => one.subject.id === id)
  const town = () => at(county.regions, 'town-1')
  const unit = (key: string) => at(county.units, key)

  it('is empty for whoever has nothing to do', async () => {
    for (const who of ['enterprise', 'grid', 'analyst'] as const) {
      expect(await inboxOf(who), who).toEqual({ waiting: [], waits: 0, news: [], unseen: 0 })
    }
  })

  it('goes with a case from hand to hand, and tells each what the others did', async () => {
    const id = await reportCase(as('dispatcher'), town())
    expect(await handOf('dispatcher', id)).toMatchObject({ may: ['assign'], stage: 'found' })
    expect(await handOf('leader', id)).toMatchObject({ may: ['assign'] })
    expect(await handOf('liaison', id)).toBeUndefined()

    await assignCase(as('dispatcher'), id, unit('housing'))
    expect(await handOf('dispatcher', id)).toBeUndefined()
    for (const who of ['liaison', 'colleague'] as const) {
      expect(await handOf(who, id), who).toMatchObject({ may: ['acknowledge'], wasReturned: false })
      const told = await newsOf(who, id)
      expect(told, who).toMatchObject({ kind: 'case.assigned', actor: { name: 'dispatcher' }, isNew: true })
    }
    // Of the desk's unit, which reported it and is not to mend it.
    expect((await inboxOf('analyst')).news).toEqual([])
    expect((await inboxOf('other liaison')).waits).toBe(0)
    expect((await inboxOf('other liaison')).news).toEqual([])

    await mend(as('liaison'), id)
    await as('liaison').call('POST /api/cases/:id/submit', {
      params: { id },
      body: act({ expects: 4, result: '已清扫' }),
    })
    expect(await handOf('liaison', id)).toBeUndefined()
    expect(await handOf('dispatcher', id)).toMatchObject({ may: ['return', 'verify'] })
    // Three steps of the other since, in one line.
    expect(await newsOf('dispatcher', id)).toMatchObject({
      kind: 'case.submitted',
      more: 2,
      actor: { name: 'liaison' },
    })

    const reason = '路口还有积尘'
    await as('dispatcher').call('POST /api/cases/:id/return', { params: { id }, body: act({ expects: 5, reason }) })
    expect(await handOf('liaison', id)).toMatchObject({ may: ['submit'], wasReturned: true })
    expect(await newsOf('liaison', id)).toMatchObject({ kind: 'case.returned' })
  })

  it('remembers up to where somebody has looked, whatever the window, and never goes back', async () => {
    const { news } = await inboxOf('liaison')
    const upTo = news[0]?.seq ?? 0
    expect((await inboxOf('liaison')).unseen).toBe(1)
    expect(await as('liaison').call('PUT /api/inbox/seen', { body: { upTo } })).toEqual({ seen: upTo })
    const elsewhere = await (await enter('liaison')).call('GET /api/inbox')
    expect(elsewhere.unseen).toBe(0)
    expect(elsewhere.news.map(({ isNew }) => isNew)).toEqual([false])
    expect((await inboxOf('colleague')).unseen).toBe(1)
    expect(await as('liaison').call('PUT /api/inbox/seen', { body: { upTo: 0 } })).toEqual({ seen: upTo })
  })

  it('does not let somebody look past what has happened', async () => {
    const { seen } = await as('other liaison').call('PUT /api/inbox/seen', { body: { upTo: 9_000_000 } })
    const id = await reportCase(as('other liaison'), town())
    await assignCase(as('dispatcher'), id, unit('housing'))
    const told = await newsOf('other liaison', id)
    expect(told?.seq).toBeGreaterThan(seen)
    expect(told).toMatchObject({ kind: 'case.assigned', isNew: true })
  })

  it('folds alerts to one line for who may acknowledge them, and gives a task to whom it was sent', async () => {
    await sendFrames(weike.hj212, [uploadFrame({ ...logger, at: Date.now(), data: 'a34004-Rtd=90' })])
    const alerts = await eventually('alerts that wait', async () => {
      const found = (await waitingOf('dispatcher')).find((one) => one.kind === 'alerts')
      return found?.kind === 'alerts' ? found : undefined
    })
    expect(alerts).toMatchObject({ count: 1, severity: 'urgent', station: 'S1', rule: 'PM2.5 > 75' })
    expect(await kindsOf('analyst')).not.toContain('alerts')
    expect((await kindsOf('dispatcher'))[0]).toBe('alerts')

    const taskId = await sendTask(as('dispatcher'), alerts.id, as('grid').me.personId)
    expect(await waitingOf('grid')).toMatchObject([{ kind: 'task', id: taskId, station: 'S1', late: false }])
    expect(await newsOf('grid', taskId)).toMatchObject({ kind: 'task.sent', actor: { name: 'dispatcher' } })
    const caseId = await findProblem(as('grid'), taskId)
    expect(await kindsOf('grid')).not.toContain('task')
    // It came of the task that the dispatcher sent.
    expect(await newsOf('dispatcher', caseId)).toMatchObject({ kind: 'case.reported', actor: { name: 'grid' } })
    expect(await handOf('dispatcher', caseId)).toMatchObject({ may: ['assign'] })

    const acknowledged = act({ expects: 1 })
    await as('dispatcher').call('POST /api/alerts/:id/acknowledge', { params: { id: alerts.id }, body: acknowledged })
    expect(await kindsOf('dispatcher')).not.toContain('alerts')
  })

  it('asks a second person for corrections and for days to be taken out, and never the first', async () => {
    const { correctionId, findingId } = await doubtfulHour(weike.hj212, logger, as('analyst'))
    const exclusionId = await proposeSand(as('analyst'), at(county.stations, 'S1'))
    expect(findingId).not.toBe('')
    const idsOf = async (who: Who) =>
      (await waitingOf(who)).flatMap((one) => (one.kind === 'correction' || one.kind === 'exclusion' ? [one.id] : []))
    expect(await idsOf('analyst')).toEqual([])
    for (const who of ['second analyst', 'leader', 'dispatcher'] as const) {
      expect(await idsOf(who), who).toEqual([correctionId, exclusionId])
    }
    expect(await idsOf('administrator')).toEqual([])
    // Whoever may correct is told of what nobody has judged.
    expect(await kindsOf('analyst')).toEqual(['findings'])
    expect(await kindsOf('leader')).not.toContain('findings')

    const refusal = { params: { id: correctionId }, body: act({ expects: 1, reason: '仪器日志无停电' }) }
    await as('second analyst').call('POST /api/corrections/:id/refuse', refusal)
    expect(await newsOf('analyst', correctionId)).toMatchObject({
      kind: 'correction.refused',
      subject: { type: 'correction', title: 'S1' },
      actor: { name: 'second analyst' },
    })
    expect(await newsOf('second analyst', correctionId)).toBeUndefined()
    expect(await idsOf('second analyst')).toEqual([exclusionId])
  })

  it('shows whoever runs the machines what is unknown or brings nothing, and nobody else', async () => {
    await sendFrames(weike.hj212, [uploadFrame({ mn: 'nobody', pw: '000000', at: Date.now(), data: 'a34004-Rtd=9' })])
    const unknown = await eventually('an unknown device', async () =>
      (await waitingOf('administrator')).find((one) => one.kind === 'unknown-devices'),
    )
    expect(unknown).toMatchObject({ count: 1, mn: 'nobody' })
    for (const who of ['dispatcher', 'analyst', 'leader'] as const) {
      expect(await kindsOf(who), who).not.toContain('unknown-devices')
    }

    const stations = [{ code: '1001A', stationId: at(county.stations, 'S1') }]
    const { id } = await as('administrator').call('POST /api/feeds', { body: act({ ...draftOf({ stations }) }) })
    // Nobody answers there, and Weike may not even ask.
    const feed = await eventually('a feed in trouble', async () =>
      (await waitingOf('administrator')).find((one) => one.kind === 'feed'),
    )
    expect(feed).toMatchObject({ id, state: 'failing' })
    expect(await kindsOf('dispatcher')).not.toContain('feed')
  })

  it('says which of the own files did not come to their end, and tells when one did', async () => {
    const ids = await inInstallation(home, async ({ foundation }) => {
      const person: Principal = {
        kind: 'person',
        ...{ countyId: county.countyId, personId: as('analyst').me.personId, sessionId: '', name: '' },
        ...{ roles: ['analyst'], unitId: null, regionPath: '' },
      }
      const file = (name: string) => newJob(foundation, person, { name, sha256: 'ab', bytes: 2 }, 'readings')
      const [failed, cutOff] = [file('坏了.csv'), file('断了.csv')]
      await insertJob(foundation.db, { ...failed, state: 'failed' })
      await insertJob(foundation.db, { ...cutOff, state: 'loading' })
      return [failed.id, cutOff.id]
    })
    const importsOf = async (who: Who) =>
      (await waitingOf(who)).flatMap((one) => (one.kind === 'import' ? [[one.id, one.state]] : []))
    expect(new Set(await importsOf('analyst'))).toEqual(
      new Set([
        [ids[0], 'failed'],
        [ids[1], 'interrupted'],
      ]),
    )
    expect(await importsOf('second analyst')).toEqual([])

    const rows = 'station,time,PM2.5\nS1,2026-03-01 09:00,35\n'
    const { id } = await bringIn(as('analyst'), '三月.csv', Buffer.from(rows))
    const told = await eventually('the end of an import', () => newsOf('analyst', id))
    expect(told).toMatchObject({ kind: 'readings.imported', subject: { title: '三月.csv' } })
    expect(await newsOf('second analyst', id)).toBeUndefined()
  })

  it('tells nothing any more of what somebody may not read any more', async () => {
    const id = await proposeSand(as('leaver'), at(county.stations, 'S1'))
    const refusal = { params: { id }, body: act({ expects: 1, reason: '依据不足' }) }
    await as('leader').call('POST /api/exclusions/:id/refuse', refusal)
    expect(await newsOf('leaver', id)).toMatchObject({ kind: 'exclusion.refused', isNew: true })
    const card = { name: 'leaver', roles: ['enterprise'], unitId: unit('traffic'), regionId: town() }
    const change = { params: { id: as('leaver').me.personId }, body: act({ expects: 1, ...card }) }
    await as('administrator').call('POST /api/people/:id', change)
    people.set('leaver', await enter('leaver'))
    expect(await inboxOf('leaver')).toEqual({ waiting: [], waits: 0, news: [], unseen: 0 })
  })
})
