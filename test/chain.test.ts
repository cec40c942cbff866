import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { devices, stations } from '../simulator/place.ts'
import { type Robot, startRobot } from '../simulator/robot.ts'
import { countiesOf } from '../src/domain/counties/service.ts'
import { addPerson, unitsOf } from '../src/domain/people/service.ts'
import { act, type ReplyOf, type SignedIn, signIn } from './setup/api-client.ts'
import { listen } from './setup/event-stream.ts'
import { eventually } from './setup/eventually.ts'
import { connectLogger, sendFrames, uploadFrame } from './setup/field-logger.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { actNow, consoleOf, inInstallation } from './setup/in-installation.ts'
import { noPicture, picture } from './setup/pictures.ts'
import { demoWithoutSimulator, type RunningWeike, runWeike, startWeike } from './setup/weike.ts'

const DEMO_PASSWORD = 'weike-demo'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The demo's rule watches the core circle of the national-control station: PM2.5, real time, over 75 µg/m³, grouped within 30 minutes. */
const watched = loggerAt('QYW07')
/** One that no rule watches. */
const unwatched = loggerAt('QYW03')

function loggerAt(stationCode: string): { mn: string; pw: string } {
  const found = devices.find((device) => device.stationCode === stationCode)
  if (found === undefined) throw new Error(`no logger at ${stationCode}`)
  return { mn: found.mn, pw: found.pw }
}

/** A person of the demo who does two jobs: rectifies for the housing bureau and dispatches too. */
const bothJobs = { name: '石双全', signInName: 'shishuangquan', password: 'two jobs one head' }

/** A second that has passed, and is nobody else's in this file. [epoch ms] */
let lastSecond = Math.floor(Date.now() / 1000) * 1000
function secondAgo(ms: number): number {
  lastSecond -= 1000
  return lastSecond - ms
}

const json = (value: unknown): string => JSON.stringify(value)

describe.each(databaseKinds)('on the %s PostgreSQL', (kind) => {
  let home: FreshDatabase
  let weike: RunningWeike
  let robot: Robot
  let dispatcher: SignedIn
  let gridMember: SignedIn
  let liaison: SignedIn
  let auditor: SignedIn
  let analyst: SignedIn

  const as = (signInName: string, password = DEMO_PASSWORD) => signIn(weike.http, signInName, password)

  async function signInAll(): Promise<void> {
    dispatcher = await as('chenyiming')
    gridMember = await as('liuguifang')
    liaison = await as('zhoumin')
    auditor = await as('fangsuqin')
    analyst = await as('xuyan')
  }

  beforeAll(async () => {
    home = await freshDatabase(kind)
    robot = await startRobot({ key: 'chain', port: 0, now: Date.now })
    weike = await startWeike(home, demoWithoutSimulator)
    await signInAll()
    const administrator = await as('tangweidong')
    await administrator.call('POST /api/channels', { body: act({ name: '蓝天办工作群', url: robot.url }) })
    await inInstallation(home, async (installation) => {
      const { foundation, auth } = installation
      const [county] = await countiesOf(foundation.db)
      if (county === undefined) throw new Error('the demo has no county')
      const housing = (await unitsOf(foundation.db, county.id)).find((unit) => unit.name === '区住建局')
      await addPerson(foundation, auth.passwords, consoleOf(county.id), actNow(installation), {
        ...bothJobs,
        roles: ['liaison', 'dispatcher'],
        unitId: housing?.id ?? null,
      })
    })
  })
  afterAll(async () => {
    await weike?.kill()
    await robot?.close()
    await home?.remove()
  })

  /** Readings of a device whose period ends around `at`, as somebody asks for them; as known at an instant, if named. */
  async function readingsAround(mn: string, at: number, knownAt?: number) {
    const { items } = await analyst.call('GET /api/readings', {
      query: {
        mn,
        resolution: 'realtime',
        from: new Date(at - 1).toISOString(),
        to: new Date(at + 1).toISOString(),
        ...(knownAt === undefined ? {} : { knownAt: new Date(knownAt).toISOString() }),
      },
    })
    return items
  }

  async function ledgerSince(seq: number): Promise<string[]> {
    const { items } = await auditor.call('GET /api/ledger', { query: { limit: 500 } })
    return items
      .filter((event) => event.seq > seq && !event.kind.startsWith('telemetry'))
      .map((event) => event.kind)
      .reverse()
  }

  async function ledgerHead(): Promise<number> {
    return (await auditor.call('GET /api/ledger', { query: { limit: 1 } })).head.seq
  }

  /** The alert that holds an exceedance of this very second. */
  async function alertOf(at: number): Promise<ReplyOf<'GET /api/alerts/:id'>> {
    return eventually('the alert of a reading', async () => {
      const { items } = await dispatcher.call('GET /api/alerts')
      for (const { id } of items) {
        const page = await dispatcher.call('GET /api/alerts/:id', { params: { id } })
        if (page.exceedances.some((one) => Date.parse(one.periodEnd) === at)) return page
      }
      return undefined
    })
  }

  async function sendTask(alertId: string): Promise<string> {
    const people = await dispatcher.call('GET /api/people', { query: { role: 'grid-member' } })
    const assignee = people.items.find((person) => person.name === '刘桂芳')
    const body = act({ alertId, assigneeId: assignee?.id ?? '', instruction: '去柳林大道看看' })
    return (await dispatcher.call('POST /api/tasks', { body })).id
  }

  const photoQuery = (more: { nonce?: string } = {}) => ({ takenAt: new Date().toISOString(), ...more })

  async function unitId(name: string): Promise<string> {
    const { items } = await dispatcher.call('GET /api/units')
    return items.find((unit) => unit.name === name)?.id ?? ''
  }

  describe('the chain', () => {
    it('goes from a frame on a socket to a case that a second person accepts, every step in the ledger', async () => {
      const before = await ledgerHead()
      const ear = await listen(weike.http, dispatcher)
      const at = secondAgo(0)

      // Frame → answer in the layout of 2017, after the commit.
      const logger = await connectLogger(weike.hj212)
      const frame = uploadFrame({ ...watched, at, qn: '20160801085857223', data: 'a34004-Rtd=88.4,a34004-Flag=N' })
      const answer = await logger.exchange(frame)
      await logger.hangUp()
      expect(answer.slice(6, -4)).toBe(
        `QN=20160801085857223;ST=91;CN=9014;PW=${watched.pw};MN=${watched.mn};Flag=4;CP=&&&&`,
      )
      expect(await readingsAround(watched.mn, at)).toMatchObject([
        { station: 'QYW07', factor: 'a34004', statistic: 'Rtd', value: 88.4, unit: 'µg/m³', flag: 'N', version: 1 },
      ])

      // Alert, pushed, and told to people who are not looking.
      const raised = await ear.await('the alert', (event) => event.name === 'alert.raised')
      const alertId = raised.subjectId
      const { alert } = await dispatcher.call('GET /api/alerts/:id', { params: { id: alertId } })
      expect(alert).toMatchObject({ stationCode: 'QYW07', factor: 'a34004', firstValue: 88.4, threshold: 75 })
      const message = await eventually('the message', async () =>
        robot.messages().find((one) => one.content?.includes(alert.number)),
      )
      expect(message.msgtype).toBe('markdown')
      expect(message.content).toContain(stations.find((station) => station.code === 'QYW07')?.name.zh ?? '?')
      expect(message.content).toContain('88')
      await eventually('the message to be marked as sent', async () => {
        const { messages } = await dispatcher.call('GET /api/alerts/:id', { params: { id: alertId } })
        return messages[0]?.state === 'sent' ? messages : undefined
      })

      // Task: only with the right nonce, only a picture, never without one.
      const taskId = await sendTask(alertId)
      const place = { lon: 113.5, lat: 29.5, accuracyM: 8 }
      await gridMember.call('POST /api/tasks/:id/check-in', {
        params: { id: taskId },
        body: act({ expects: 1, ...place }),
      })
      const { nonce } = await gridMember.call('GET /api/tasks/:id', { params: { id: taskId } })
      expect((await dispatcher.call('GET /api/tasks/:id', { params: { id: taskId } })).nonce).toBe(null)
      const finish = { expects: 2, finding: 'problem', title: '金沙建材堆场未覆盖', sourceClass: 'dust' }
      const taskPhoto = (bytes: Buffer, query: Record<string, string>) =>
        gridMember.ask('PUT /api/tasks/:id/photos/:photoId', {
          params: { id: taskId, photoId: randomUUID() },
          query,
          bytes,
          media: 'image/png',
        })
      const refusals = [
        await gridMember.ask('POST /api/tasks/:id/finish', { params: { id: taskId }, body: act(finish) }),
        await taskPhoto(picture('before'), photoQuery({ nonce: 'guessed' })),
        await taskPhoto(noPicture, photoQuery({ nonce: nonce ?? '' })),
      ]
      expect(refusals.map((one) => one.verdict)).toEqual(['422 photo-needed', '422 nonce-wrong', '422 photo-not-image'])
      expect((await taskPhoto(picture('before'), photoQuery({ nonce: nonce ?? '' }))).verdict).toBe('200')
      const finished = await gridMember.call('POST /api/tasks/:id/finish', {
        params: { id: taskId },
        body: act(finish),
      })
      const id = finished.caseId ?? ''
      const params = { id }

      // Case: assigned, acknowledged, rectified with proof, returned once, accepted and closed by others.
      const housing = await unitId('区住建局')
      const step = async (who: SignedIn, name: string, expects: number, more: object = {}) =>
        (await who.ask(`POST /api/cases/:id/${name}`, { params, body: act({ expects, ...more }) })).verdict
      const photoAfter = (who: SignedIn, bytes: Buffer) =>
        who.ask('PUT /api/cases/:id/photos/:photoId', {
          params: { id, photoId: randomUUID() },
          query: photoQuery(),
          bytes,
          media: 'image/jpeg',
        })
      const rectifier = await as(bothJobs.signInName, bothJobs.password)
      expect(await step(dispatcher, 'assign', 1, { unitId: housing, dueInHours: 24, instruction: '今天盖好' })).toBe(
        '200',
      )
      expect((await photoAfter(liaison, picture('too early'))).verdict).toBe('409 wrong-state')
      expect(await step(liaison, 'acknowledge', 2)).toBe('200')
      expect(await step(rectifier, 'begin', 3)).toBe('200')
      expect(await step(rectifier, 'submit', 4, { result: '已覆盖' })).toBe('422 photo-needed')
      expect((await photoAfter(rectifier, noPicture)).verdict).toBe('422 photo-not-image')
      expect((await photoAfter(rectifier, picture('after'))).verdict).toBe('200')
      expect(await step(rectifier, 'submit', 4, { result: '已覆盖' })).toBe('200')
      expect(await step(rectifier, 'verify', 5)).toBe('409 second-person-needed')
      expect(await step(liaison, 'verify', 5)).toBe('403 not-allowed')
      expect(await step(dispatcher, 'verify', 4)).toBe('409 version-conflict')
      expect(await step(dispatcher, 'return', 5, { reason: '东侧没有盖全' })).toBe('200')
      expect(await step(dispatcher, 'verify', 6)).toBe('409 wrong-state')
      expect(await step(rectifier, 'submit', 6, { result: '东侧也已覆盖' })).toBe('200')
      expect(await step(dispatcher, 'verify', 7, { opinion: '现场属实' })).toBe('200')
      expect(await step(rectifier, 'close', 8)).toBe('409 second-person-needed')
      expect(await step(dispatcher, 'close', 8)).toBe('200')

      // The ledger and the story, word for word.
      const steps = [
        'alert.raised',
        'task.sent',
        'task.checked-in',
        'photo.added',
        'case.reported',
        'case.assigned',
        'case.acknowledged',
        'case.rectifying',
        'photo.added',
        'case.submitted',
        'case.returned',
        'case.submitted',
        'case.verified',
        'case.closed',
      ]
      expect(await ledgerSince(before)).toEqual(steps)
      // Who did it, by name, and what it was about, by number.
      const { items: told } = await auditor.call('GET /api/ledger', { query: { limit: 500 } })
      const numberOfCase = (await dispatcher.call('GET /api/cases/:id', { params })).case.number
      const ofCase = told.filter(({ subjectType, subjectId }) => subjectType === 'case' && subjectId === id).reverse()
      expect(ofCase.map(({ kind, actor, subject }) => [kind, actor?.kind, actor?.name, subject])).toEqual([
        ['case.reported', 'person', '刘桂芳', numberOfCase],
        ['case.assigned', 'person', '陈一鸣', numberOfCase],
        ['case.acknowledged', 'person', '周敏', numberOfCase],
        ['case.rectifying', 'person', '石双全', numberOfCase],
        ['photo.added', 'person', '石双全', numberOfCase],
        ['case.submitted', 'person', '石双全', numberOfCase],
        ['case.returned', 'person', '陈一鸣', numberOfCase],
        ['case.submitted', 'person', '石双全', numberOfCase],
        ['case.verified', 'person', '陈一鸣', numberOfCase],
        ['case.closed', 'person', '陈一鸣', numberOfCase],
      ])
      expect(numberOfCase).toMatch(/^W-\d{4}-\d{4}$/)
      expect(told.find(({ kind }) => kind === 'alert.raised')?.actor?.kind).toBe('system')
      const story = await dispatcher.call('GET /api/cases/:id', { params })
      expect(story.case).toMatchObject({ state: 'closed', stage: 'closed', version: 9, mainUnit: '区住建局' })
      expect(story.story.map((one) => [one.kind, one.actor, one.text])).toEqual([
        ['alert.raised', null, null],
        ['task.sent', '陈一鸣', '去柳林大道看看'],
        ['task.checked-in', '刘桂芳', null],
        ['photo.added', '刘桂芳', null],
        ['case.reported', '刘桂芳', '金沙建材堆场未覆盖'],
        ['case.assigned', '陈一鸣', '今天盖好'],
        ['case.acknowledged', '周敏', null],
        ['case.rectifying', '石双全', null],
        ['photo.added', '石双全', null],
        ['case.submitted', '石双全', '已覆盖'],
        ['case.returned', '陈一鸣', '东侧没有盖全'],
        ['case.submitted', '石双全', '东侧也已覆盖'],
        ['case.verified', '陈一鸣', '现场属实'],
        ['case.closed', '陈一鸣', null],
      ])
      expect(story.story[0]?.actorKind).toBe('system')
      expect(story.approvals.map(({ proposer, approver, decision }) => [proposer, approver, decision])).toEqual([
        ['石双全', '陈一鸣', 'refused'],
        ['石双全', '陈一鸣', 'approved'],
      ])
      expect(story.origin).toMatchObject({ alert: { id: alertId }, task: { id: taskId } })
      expect(story.photos.map((photo) => [photo.part, photo.takenBy])).toEqual([
        ['before', '刘桂芳'],
        ['after', '石双全'],
      ])
      const [first] = story.photos
      const kept = await liaison.bytes('GET /api/photos/:id/bytes', { params: { id: first?.id ?? '' } })
      expect(kept.media).toBe('image/png')
      expect(kept.bytes.equals(picture('before'))).toBe(true)

      // Each of them was pushed too, in order and once.
      await ear.await('the end of the case', (event) => event.name === 'case.closed')
      expect(ear.heard.filter((event) => steps.includes(event.name)).map((event) => event.name)).toEqual(steps)
      await ear.close()

      const verified = await runWeike(home, ['verify-ledger', '--data', home.dataDir])
      expect({ status: verified.status, said: verified.stderr }).toMatchObject({ status: 0 })
      expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, findings: [] })
    })

    it('an act that arrives twice is done once, and another act under its id is refused', async () => {
      const county = await dispatcher.call('GET /api/stations')
      const regionId = county.items[0]?.regionId ?? ''
      const before = await ledgerHead()
      const body = act({ title: '路边焚烧落叶', sourceClass: 'living', regionId })
      const answers = await Promise.all([1, 2, 3].map(() => dispatcher.ask('POST /api/cases', { body })))
      expect(answers.map((one) => one.verdict)).toEqual(['200', '200', '200'])
      expect(new Set(answers.map((one) => json(one.body))).size).toBe(1)
      expect(await ledgerSince(before)).toEqual(['case.reported'])
      // Who asks who they are is told how far the chain is.
      expect((await dispatcher.call('GET /api/session')).place).toBe(before + 1)
      const other = await dispatcher.ask('POST /api/cases', { body: { ...body, title: '另一件事' } })
      expect(other.verdict).toBe('409 act-id-reused')
      const foreign = await gridMember.ask('POST /api/tasks/:id/check-in', {
        params: { id: randomUUID() },
        body: { ...act({ expects: 1, lon: null, lat: null, accuracyM: null }), actId: body.actId },
      })
      expect(foreign.verdict).toBe('409 act-id-reused')
    })

    it('a problem opened straight from an alert keeps where it came from, and the alert names it', async () => {
      const { items } = await dispatcher.call('GET /api/alerts', { query: { limit: 1 } })
      const alert = items[0]
      const station = (await dispatcher.call('GET /api/stations')).items.find((one) => one.id === alert?.stationId)
      const body = { title: '西侧堆场扬尘', sourceClass: 'dust', regionId: station?.regionId, alertId: alert?.id }
      const before = await ledgerHead()
      const { id, number } = await dispatcher.call('POST /api/cases', { body: act(body) })
      expect(await ledgerSince(before)).toEqual(['case.reported'])
      const story = await dispatcher.call('GET /api/cases/:id', { params: { id } })
      expect(story.case.cameBy).toBe('alert')
      expect(story.origin).toEqual({ alert: { id: alert?.id, number: alert?.number }, task: null })
      // Its story begins with the alert.
      expect(story.story[0]?.kind).toBe('alert.raised')
      expect(story.story.at(-1)?.kind).toBe('case.reported')
      const seen = await dispatcher.call('GET /api/alerts/:id', { params: { id: alert?.id ?? '' } })
      expect(seen.cases.map((one) => one.number)).toContain(number)
      const unknown = await dispatcher.ask('POST /api/cases', { body: act({ ...body, alertId: randomUUID() }) })
      expect(unknown.verdict).toBe('404 not-found')
    })

    it('repeated exceedances feed one alert and one message; those of an hour later are another', async () => {
      const told = robot.messages().length
      const start = secondAgo(2.5 * HOUR)
      const over = (at: number, value: number) =>
        uploadFrame({ ...watched, at, data: `a34004-Rtd=${value},a34004-Flag=N` })
      await sendFrames(weike.hj212, [over(start, 80), over(start + 10 * MINUTE, 120), over(start + 20 * MINUTE, 90)])
      // At the threshold is not over it, and a value that its device marks as faulty counts for nothing.
      const faulty = uploadFrame({ ...watched, at: start + 22 * MINUTE, data: 'a34004-Rtd=500,a34004-Flag=D' })
      await sendFrames(weike.hj212, [over(start + 21 * MINUTE, 75), faulty, over(start + HOUR, 99)])
      const later = await alertOf(start + HOUR)
      const first = await alertOf(start)
      expect(later.alert.id).not.toBe(first.alert.id)
      expect(later.exceedances.map((one) => one.value)).toEqual([99])
      expect(first.exceedances.map((one) => [Date.parse(one.periodEnd) - start, one.value])).toEqual([
        [0, 80],
        [10 * MINUTE, 120],
        [20 * MINUTE, 90],
      ])
      expect(first.alert).toMatchObject({ exceedances: 3, firstValue: 80, peakValue: 120, lastValue: 90 })
      // What it groups is an hour old: it is over, by the data.
      expect(first.alert.state).toBe('resolved')
      await eventually('both messages', async () => (robot.messages().length >= told + 2 ? true : undefined))
      const of = (number: string) => robot.messages().filter((one) => one.content?.includes(number)).length
      expect([of(first.alert.number), of(later.alert.number)]).toEqual([1, 1])
    })
  })

  describe('a frame', () => {
    it('that cannot be taken is kept with the reason; answered when it is whole, silent when it is not', async () => {
      const at = secondAgo(0)
      const data = 'a34004-Rtd=500,a34004-Flag=N'
      const unknown = { mn: '999999990000A05C1E7B9999', pw: '000000' }
      const damaged = uploadFrame({ ...watched, at: at - 3 * MINUTE, data })
      const digit = damaged.indexOf('Rtd=5') + 4
      damaged.write('9', digit, 'latin1')
      const frames = {
        'unknown-device': uploadFrame({ ...unknown, at, data }),
        'password-wrong': uploadFrame({ ...watched, pw: '111111', at: at - MINUTE, data }),
        'data-time-in-future': uploadFrame({ ...watched, at: at + 20 * MINUTE, data }),
        'bad-crc': damaged,
      }
      const answered: Record<string, number> = {}
      for (const [reason, frame] of Object.entries(frames)) {
        const answers = await sendFrames(weike.hj212, [frame])
        answered[reason] = answers.filter((answer) => answer.includes('CN=9014')).length
      }
      // What is damaged must be sent again; the others would be sent again for ever.
      expect(answered).toEqual({
        'unknown-device': 1,
        'password-wrong': 1,
        'data-time-in-future': 1,
        'bad-crc': 0,
      })
      const { items } = await analyst.call('GET /api/quarantine')
      expect(items.slice(0, 4).map(({ reason, disposition, text }) => ({ reason, disposition, text }))).toEqual(
        Object.entries(frames)
          .map(([reason, frame]) => ({
            reason,
            disposition: reason === 'bad-crc' ? 'bad-crc' : 'quarantined',
            // Nobody reads a password there.
            text: frame
              .toString('utf8')
              .trimEnd()
              .replace(/PW=\d+;/, 'PW=******;'),
          }))
          .reverse(),
      )
      // Nothing of it became a reading.
      for (const instant of [at, at - MINUTE, at - 3 * MINUTE, at + 20 * MINUTE]) {
        expect(await readingsAround(watched.mn, instant)).toEqual([])
      }
    })

    it('that comes again is answered again and stored once, even under a new QN', async () => {
      const at = secondAgo(0)
      const data = 'a34004-Rtd=31,a34004-Flag=N'
      const same = uploadFrame({ ...unwatched, at, data })
      const newQn = uploadFrame({ ...unwatched, at, data, qn: '20200101000000001' })
      const answers = await sendFrames(weike.hj212, [same, same, newQn, same])
      expect(answers).toHaveLength(4)
      expect(answers[2]).toContain('QN=20200101000000001;')
      expect(await readingsAround(unwatched.mn, at)).toMatchObject([{ value: 31, version: 1 }])
    })

    it('that says something else of the same period is a new version, and the old one stays', async () => {
      const at = secondAgo(0)
      const saying = (value: number) => uploadFrame({ ...unwatched, at, data: `a34004-Rtd=${value},a34004-Flag=N` })
      await sendFrames(weike.hj212, [saying(41)])
      const between = Date.now()
      await eventually('the next millisecond', async () => (Date.now() > between ? true : undefined))
      await sendFrames(weike.hj212, [saying(47)])
      expect(await readingsAround(unwatched.mn, at)).toMatchObject([{ value: 47, version: 2 }])
      expect(await readingsAround(unwatched.mn, at, between)).toMatchObject([{ value: 41, version: 1 }])
    })

    it('of minutes and of hours stands for its period, which DataTime begins', async () => {
      const start = Math.floor(Date.now() / HOUR) * HOUR - 2 * HOUR
      const of = (factor: number) =>
        `a34004-Min=${factor - 5},a34004-Avg=${factor},a34004-Max=${factor + 5},a34004-Flag=N`
      const frames = [
        uploadFrame({ ...unwatched, cn: '2051', at: start, data: of(20) }),
        uploadFrame({ ...unwatched, cn: '2061', at: start, data: of(30) }),
      ]
      expect(await sendFrames(weike.hj212, frames)).toHaveLength(2)
      for (const [resolution, length, value] of [
        ['minute', 10 * MINUTE, 20],
        ['hour', HOUR, 30],
      ] as const) {
        const { items } = await analyst.call('GET /api/readings', {
          query: {
            station: 'QYW03',
            resolution,
            from: new Date(start).toISOString(),
            to: new Date(start + HOUR).toISOString(),
          },
        })
        expect(
          items
            // Not what Weike has made of the minutes before the hour itself came.
            .filter((one) => one.source === 'frame')
            .map((one) => [one.statistic, one.value, Date.parse(one.start), Date.parse(one.end)])
            .sort(),
        ).toEqual([
          ['Avg', value, start, start + length],
          ['Max', value + 5, start, start + length],
          ['Min', value - 5, start, start + length],
        ])
      }
    })

    it('that asks for no answer gets none and is stored', async () => {
      const at = secondAgo(0)
      const frame = uploadFrame({ ...unwatched, at, flag: 4, data: 'a34004-Rtd=12,a34004-Flag=N' })
      expect(await sendFrames(weike.hj212, [frame])).toEqual([])
      expect(await readingsAround(unwatched.mn, at)).toMatchObject([{ value: 12 }])
    })
  })

  describe('a server', () => {
    it('is the only one on its database: a second is refused and told which one leads', async () => {
      const second = await runWeike(home, [
        'serve',
        '--data',
        home.dataDir,
        '--port',
        '0',
        '--hj212-port',
        '0',
        '--demo',
      ])
      expect(second.status).toBe(1)
      expect(second.stdout).toBe('')
      expect(second.stderr).toContain('Another one is running')
      expect(second.stderr).toContain(String(weike.pid))
      expect((await dispatcher.call('GET /api/health')).ok).toBe(true)
    })

    it('that is told to end does so in order, and the next one shows the same', async () => {
      const state = async () => ({
        alerts: await dispatcher.call('GET /api/alerts'),
        cases: await dispatcher.call('GET /api/cases'),
        tasks: await dispatcher.call('GET /api/tasks'),
        messages: await dispatcher.call('GET /api/messages'),
        // Not who is connected, nor what was counted of the last hours: that moves on while a server ends and begins.
        devices: (await dispatcher.call('GET /api/devices')).items.map(
          ({ online, connectedSince, clockOffsetMs, hours, kept, errors, ...device }) => device,
        ),
        // What was received is sealed hour by hour whenever somebody is there to do it.
        ledger: (await auditor.call('GET /api/ledger', { query: { limit: 500 } })).items.filter(
          (event) => event.subjectType !== 'telemetry',
        ),
      })
      const before = await state()
      const ear = await listen(weike.http, dispatcher)
      const logger = await connectLogger(weike.hj212)
      expect(await weike.stop()).toBe(0)
      await ear.close()
      await logger.hangUp()
      weike = await startWeike(home, demoWithoutSimulator)
      await signInAll()
      expect(await state()).toEqual(before)
    })
  })

  describe('demo and real data', () => {
    const serve = (place: FreshDatabase, ...more: string[]) =>
      runWeike(place, ['serve', '--data', place.dataDir, '--port', '0', '--hj212-port', '0', ...more])

    it('a demo is not served as a real county', async () => {
      await weike.stop()
      const refused = await serve(home)
      expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status: 1, stdout: '' })
      expect(refused.stderr).toContain('Demo and real data never share a database')
      weike = await startWeike(home, demoWithoutSimulator)
    })

    it('a real county is not turned into a demo', async () => {
      const real = await freshDatabase(kind)
      try {
        const words = ['station', 'add', '--code', 'S1', '--name', '一号站', '--lon', '113', '--lat', '29']
        expect((await runWeike(real, [...words, '--data', real.dataDir])).status).toBe(0)
        const refused = await serve(real, ...demoWithoutSimulator)
        expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status: 1, stdout: '' })
        expect(refused.stderr).toContain('Demo and real data never share a database')
      } finally {
        await real.remove()
      }
    })
  })
})
