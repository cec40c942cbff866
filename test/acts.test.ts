import { sql, type Updateable } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateStep } from '../src/domain/alerts/service.ts'
import type { CaseActInput } from '../src/domain/cases/effects.ts'
import type { CaseAct } from '../src/domain/cases/model.ts'
import { actOnCase, addCasePhoto, type Moved, reportCase } from '../src/domain/cases/service.ts'
import { caseStory } from '../src/domain/cases/views.ts'
import { count } from '../src/domain/counts/service.ts'
import { erasePerson } from '../src/domain/people/service.ts'
import { addTaskPhoto, checkIn, finishTask, sendTask, taskById } from '../src/domain/tasks/service.ts'
import { performAct } from '../src/platform/acts/perform.ts'
import { createKysely, createPool } from '../src/platform/db/connect.ts'
import { PERSONAL_ROLE } from '../src/platform/db/migrate.ts'
import type { ApprovalTable, PersonalTables } from '../src/platform/db/tables.ts'
import type { Foundation } from '../src/platform/foundation.ts'
import { seededRandomness } from '../src/platform/identity.ts'
import { type LedgerEvent, readEvent } from '../src/platform/ledger/model.ts'
import { erasePayload } from '../src/platform/ledger/payload.ts'
import { openVault } from '../src/platform/personal/vault.ts'
import { Problem } from '../src/platform/problem.ts'
import { DAY_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Person, type Place } from './setup/house.ts'
import { picture } from './setup/pictures.ts'

describe.each(databaseKinds)('acts on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let foundation: Foundation
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    foundation = house.installation.foundation
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  /** A county with the people of a case. Who rectifies and who proposes may also verify: only the second-person rule stops them. */
  async function cast() {
    house.domain.set(NOON)
    const place = await house.found()
    const unitId = await place.unit('住建局')
    return {
      place,
      unitId,
      dispatcher: await place.person('陈一鸣', 'dispatcher'),
      rectifier: await place.person('周敏', ['liaison', 'dispatcher'], unitId),
      colleague: await place.person('吴昊', ['liaison', 'dispatcher'], unitId),
    }
  }
  type Cast = Awaited<ReturnType<typeof cast>>

  const wantedCase = (place: Place) => ({
    title: '裸土未覆盖',
    sourceClass: 'dust' as const,
    regionId: place.regionId,
  })

  const report = ({ place, dispatcher }: Cast) => reportCase(foundation, dispatcher, place.act(), wantedCase(place))

  function move<A extends CaseAct>(place: Place, who: Person, name: A, before: Moved, input: CaseActInput[A]) {
    return actOnCase(foundation, who, { ...place.act(), name, expects: before.version }, before.id, input)
  }

  /** Reported, assigned, acknowledged, begun by the rectifier, submitted by whoever proposes. */
  async function submitted(people: Cast, proposer: Person): Promise<Moved> {
    const { place, dispatcher, rectifier, unitId } = people
    let at = await report(people)
    at = await move(place, dispatcher, 'assign', at, { unitId, assistingUnitIds: [], dueInHours: 48 })
    at = await move(place, rectifier, 'acknowledge', at, {})
    at = await move(place, rectifier, 'begin', at, {})
    await addCasePhoto(foundation, rectifier, place.act(), at.id, picture('after'), { takenAt: NOON })
    return move(place, proposer, 'submit', at, { result: '已全部覆盖' })
  }

  /** All that acts may leave behind in a county, as counts. */
  async function traces({ countyId }: Place) {
    const tables = [
      'act',
      'ledgerEvent',
      'countEvent',
      'problemCase',
      'casePart',
      'clock',
      'payload',
      'approval',
    ] as const
    const counts: (readonly [(typeof tables)[number], number])[] = await Promise.all(
      tables.map(async (table) => {
        const row = await foundation.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('rows'))
          .where('countyId', '=', countyId)
          .executeTakeFirstOrThrow()
        return [table, row.rows] as const
      }),
    )
    const numbers = await foundation.db
      .selectFrom('numberCounter')
      .select(['series', 'value'])
      .where('countyId', '=', countyId)
      .execute()
    return { numbers, rows: new Map(counts) }
  }

  async function events({ countyId }: Place): Promise<LedgerEvent[]> {
    const rows = await foundation.db
      .selectFrom('ledgerEvent')
      .select('bytes')
      .where('countyId', '=', countyId)
      .orderBy('seq')
      .execute()
    return rows.flatMap((row) => readEvent(row.bytes) ?? [])
  }

  const refusal = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'taken',
      (error: unknown) => (error instanceof Problem ? `${error.code} ${JSON.stringify(error.params)}` : String(error)),
    )

  describe('an act has one effect', () => {
    it('sent again it gets the same reply and changes nothing', async () => {
      const people = await cast()
      const { place, dispatcher } = people
      const act = place.act()
      const first = await reportCase(foundation, dispatcher, act, wantedCase(place))
      const before = await traces(place)
      house.pass(DAY_MS)
      expect(await reportCase(foundation, dispatcher, act, wantedCase(place))).toEqual(first)
      expect(await traces(place)).toEqual(before)
    })

    it('sent again when the case has long moved on, it still gets its own reply', async () => {
      const people = await cast()
      const { place, dispatcher, unitId } = people
      const reported = await report(people)
      const act = { ...place.act(), name: 'assign' as const, expects: 1 }
      const input = { unitId, assistingUnitIds: [], dueInHours: 48 }
      const first = await actOnCase(foundation, dispatcher, act, reported.id, input)
      await move(place, people.rectifier, 'acknowledge', first, {})
      const before = await traces(place)
      expect(await actOnCase(foundation, dispatcher, act, reported.id, input)).toEqual(first)
      expect(await traces(place)).toEqual(before)
    })

    it('sent twenty times at the same moment it happens once, and all twenty get its reply', async () => {
      const { place, dispatcher } = await cast()
      const before = await traces(place)
      const act = place.act()
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => reportCase(foundation, dispatcher, act, wantedCase(place))),
      )
      expect(replies).toEqual(replies.map(() => replies[0]))
      const after = await traces(place)
      const added = [...after.rows].map(([table, rows]) => [table, rows - (before.rows.get(table) ?? 0)])
      expect(Object.fromEntries(added)).toEqual({
        act: 1,
        ledgerEvent: 1,
        countEvent: 1,
        problemCase: 1,
        casePart: 1,
        payload: 1,
        clock: 0,
        approval: 0,
      })
      expect(after.numbers).toEqual([{ series: 'case-2026', value: 1 }])
    })

    it('twenty different ones at the same moment each happen once, one behind the other', async () => {
      const { place, dispatcher } = await cast()
      const numbers = await Promise.all(
        Array.from({ length: 20 }, () => reportCase(foundation, dispatcher, place.act(), wantedCase(place))),
      )
      const expected = Array.from({ length: 20 }, (_, n) => `W-2026-${String(n + 1).padStart(4, '0')}`)
      expect(numbers.map((one) => one.number).sort()).toEqual(expected)
      expect((await place.verify()).findings).toEqual([])
    })

    it('the same id with other content, or by somebody else, is refused', async () => {
      const { place, dispatcher, colleague } = await cast()
      const act = place.act()
      await reportCase(foundation, dispatcher, act, wantedCase(place))
      const before = await traces(place)
      const other = { ...wantedCase(place), title: '另一件事' }
      expect(await refusal(reportCase(foundation, dispatcher, act, other))).toBe('act-id-reused {}')
      expect(await refusal(reportCase(foundation, colleague, act, wantedCase(place)))).toBe('act-id-reused {}')
      expect(await traces(place)).toEqual(before)
    })

    it('the same id in another county is another act', async () => {
      const here = await cast()
      const there = await cast()
      const act = here.place.act()
      await reportCase(foundation, here.dispatcher, act, wantedCase(here.place))
      await reportCase(foundation, there.dispatcher, act, wantedCase(there.place))
      expect((await traces(here.place)).rows.get('problemCase')).toBe(1)
      expect((await traces(there.place)).rows.get('problemCase')).toBe(1)
    })
  })

  describe('when it was done and when it came', () => {
    it('an act done three days ago without network is taken, and the ledger has both times', async () => {
      const people = await cast()
      const { place, dispatcher } = people
      await reportCase(foundation, dispatcher, place.act(3 * DAY_MS), wantedCase(place))
      const told = (await events(place)).at(-1)
      expect(told).toMatchObject({ kind: 'case.reported', actedAt: NOON - 3 * DAY_MS, receivedAt: NOON })
      expect((await place.verify()).findings).toEqual([])
    })

    it('an act from the future is refused, beyond the five minutes that a phone may be ahead', async () => {
      const { place, dispatcher } = await cast()
      const before = await traces(place)
      const ahead = (ms: number) => reportCase(foundation, dispatcher, place.act(-ms), wantedCase(place))
      expect(await refusal(ahead(5 * MINUTE_MS + 1))).toBe('acted-in-future {}')
      expect(await traces(place)).toEqual(before)
      expect(await refusal(ahead(5 * MINUTE_MS))).toBe('taken')
    })

    it('an act on a version that is no more is refused, and told which there is now', async () => {
      const people = await cast()
      const { place, dispatcher, unitId } = people
      const reported = await report(people)
      const assigned = await move(place, dispatcher, 'assign', reported, {
        unitId,
        assistingUnitIds: [],
        dueInHours: 48,
      })
      const late = move(place, people.rectifier, 'acknowledge', reported, {})
      expect(await refusal(late)).toBe('version-conflict {"version":2}')
      expect(await refusal(move(place, people.rectifier, 'acknowledge', assigned, {}))).toBe('taken')
    })

    it('of two people who act on the same version at the same moment one is told of the other', async () => {
      const people = await cast()
      const { place, dispatcher, colleague, unitId } = people
      const reported = await report(people)
      const input = { unitId, assistingUnitIds: [], dueInHours: 48 }
      const outcomes = await Promise.all(
        [dispatcher, colleague].map((who) => refusal(move(place, who, 'assign', reported, input))),
      )
      expect(outcomes.sort()).toEqual(['taken', 'version-conflict {"version":2}'])
    })
  })

  describe('an act that fails', () => {
    it('leaves no event, no count, no text, no number and not its id', async () => {
      const { place, dispatcher } = await cast()
      const before = await traces(place)
      const act = place.act()
      const request = { countyId: place.countyId, ...act, kind: 'try', actor: { kind: 'console' } as const, input: {} }
      const attempt = performAct(foundation, request, async (performing) => {
        const text = await performing.keepText('nothing of this remains')
        const subject = { type: 'case', id: act.actId, version: 1 }
        const { seq } = await performing.record({ kind: 'case.reported', subject, data: { text } })
        await count(performing.trx, {
          countyId: place.countyId,
          id: foundation.ids.next(),
          at: performing.receivedAt,
          measure: 'case.reported',
          quantity: 1,
          regionId: place.regionId,
          sourceClass: 'dust',
          subject: { type: 'case', id: act.actId },
          ledgerSeq: seq,
        })
        throw new Error('the disk is full')
      })
      await expect(attempt).rejects.toThrow('the disk is full')
      expect(await traces(place)).toEqual(before)
      // The id is as new as it was.
      expect(await refusal(reportCase(foundation, dispatcher, act, wantedCase(place)))).toBe('taken')
    })

    it('on a unit that there is not leaves the case as it was', async () => {
      const people = await cast()
      const { place, dispatcher } = people
      const reported = await report(people)
      const before = await traces(place)
      const input = { unitId: place.countyId, assistingUnitIds: [], dueInHours: 48 }
      expect(await refusal(move(place, dispatcher, 'assign', reported, input))).toContain('target-unknown')
      expect(await traces(place)).toEqual(before)
    })
  })

  describe('what one person proposes another decides', () => {
    it('the proposer is refused on another session, another person on the proposer’s session; another on another is taken', async () => {
      const people = await cast()
      const { place, dispatcher, colleague } = people
      const at = await submitted(people, colleague)
      const elsewhere: Person = { ...colleague, sessionId: foundation.ids.next() }
      const sameDesk: Person = { ...dispatcher, sessionId: colleague.sessionId }
      for (const who of [colleague, elsewhere, sameDesk, people.rectifier]) {
        expect(await refusal(move(place, who, 'verify', at, {}))).toBe('second-person-needed {}')
        expect(await refusal(move(place, who, 'return', at, { reason: '没盖全' }))).toBe('second-person-needed {}')
      }
      expect(await move(place, dispatcher, 'verify', at, {})).toMatchObject({ state: 'verified' })
      const approval = await foundation.db
        .selectFrom('approval')
        .selectAll()
        .where('countyId', '=', place.countyId)
        .executeTakeFirstOrThrow()
      expect(approval).toMatchObject({
        act: 'accept-rectification',
        subjectType: 'case',
        subjectId: at.id,
        subjectVersion: at.version,
        proposerId: colleague.personId,
        proposerSession: colleague.sessionId,
        approverId: dispatcher.personId,
        approverSession: dispatcher.sessionId,
        decision: 'approved',
      })
    })

    it('a proposal that was refused is decided; the next submission is a new one', async () => {
      const people = await cast()
      const { place, dispatcher, colleague, rectifier } = people
      const at = await submitted(people, colleague)
      const returned = await move(place, dispatcher, 'return', at, { reason: '没盖全' })
      const again = await move(place, rectifier, 'submit', returned, { result: '已全部覆盖' })
      await move(place, dispatcher, 'verify', again, { opinion: '合格' })
      const approvals = await foundation.db
        .selectFrom('approval')
        .select(['subjectVersion', 'decision'])
        .where('countyId', '=', place.countyId)
        .orderBy('subjectVersion')
        .execute()
      expect(approvals).toEqual([
        { subjectVersion: at.version, decision: 'refused' },
        { subjectVersion: again.version, decision: 'approved' },
      ])
    })

    it('the database itself refuses a forged decision', async () => {
      const people = await cast()
      const { place, dispatcher, colleague } = people
      await submitted(people, colleague)
      const good = {
        approverId: dispatcher.personId,
        approverSession: dispatcher.sessionId,
        decidedAt: NOON,
        decision: 'approved' as const,
      }
      const forge = (more: Partial<Updateable<ApprovalTable>>) =>
        foundation.db
          .updateTable('approval')
          .set({ ...good, ...more })
          .where('countyId', '=', place.countyId)
          .execute()
          .then(
            () => 'taken',
            (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
          )
      const CHECK_VIOLATION = '23514'
      expect(await forge({ approverId: colleague.personId })).toBe(CHECK_VIOLATION)
      expect(await forge({ approverSession: colleague.sessionId })).toBe(CHECK_VIOLATION)
      expect(await forge({ approverSession: null })).toBe(CHECK_VIOLATION)
      expect(await forge({ approverId: null, approverSession: null })).toBe(CHECK_VIOLATION)
      expect(await forge({ decidedAt: null })).toBe(CHECK_VIOLATION)
      expect(await forge({})).toBe('taken')
    })
  })

  describe('what is erased', () => {
    it('of a person: the ledger still verifies, the story has no name, and nobody can tell any more whose acts those were', async () => {
      const people = await cast()
      const { place, dispatcher, rectifier, colleague } = people
      const at = await submitted(people, colleague)
      await move(place, dispatcher, 'verify', at, {})
      const pseudonym = await foundation.vault.pseudonym(place.countyId, rectifier.personId)
      const named = (await events(place)).filter((event) => JSON.stringify(event).includes(pseudonym))
      expect(named.length).toBeGreaterThan(3)

      const administrator = await place.person('管理员', 'administrator')
      await erasePerson(foundation, administrator, place.act(), rectifier.personId)

      expect((await place.verify()).findings).toEqual([])
      const story = await caseStory(foundation, dispatcher, at.id)
      expect(JSON.stringify(story)).not.toContain(rectifier.name)
      const acknowledged = story.story.find((step) => step.kind === 'case.acknowledged')
      expect(acknowledged).toMatchObject({ actor: null, actorKind: 'person' })
      expect(story.story.find((step) => step.kind === 'case.verified')?.actor).toBe(dispatcher.name)

      const personal = createPool(house.installation.database, {
        role: PERSONAL_ROLE,
        applicationName: 'acts test',
        max: 1,
      })
      try {
        const keys = await personal.query('select 1 from personal.identity_key where person_id = $1', [
          rectifier.personId,
        ])
        const contacts = await personal.query('select 1 from personal.contact where person_id = $1', [
          rectifier.personId,
        ])
        expect([keys.rowCount, contacts.rowCount]).toEqual([0, 0])
        // Whoever holds the database and every key of the installation gets another stand-in.
        const vault = openVault(
          createKysely<PersonalTables>(personal),
          foundation.keys.personal,
          seededRandomness('later'),
        )
        expect(await vault.pseudonym(place.countyId, rectifier.personId)).not.toBe(pseudonym)
      } finally {
        await personal.end()
      }
      const rows = await foundation.db
        .selectFrom('account')
        .select('personId')
        .where('personId', '=', rectifier.personId)
        .execute()
      expect(rows).toEqual([])
    })

    it('of a text: it is gone from the database, the ledger still verifies and says that it was erased', async () => {
      const people = await cast()
      const { place, dispatcher } = people
      const reported = await report(people)
      const { titleId } = await foundation.db
        .selectFrom('problemCase')
        .select('titleId')
        .where('countyId', '=', place.countyId)
        .executeTakeFirstOrThrow()
      const erasure = {
        countyId: place.countyId,
        id: titleId,
        eventId: foundation.ids.next(),
        actor: 'console',
        actedAt: NOON,
        receivedAt: NOON,
      }
      await foundation.db.transaction().execute((trx) => erasePayload(trx, erasure))
      const payload = await foundation.db
        .selectFrom('payload')
        .selectAll()
        .where('id', '=', titleId)
        .executeTakeFirstOrThrow()
      expect(payload).toMatchObject({ salt: null, contentText: null, contentFile: null, erasedAt: NOON })
      expect((await caseStory(foundation, dispatcher, reported.id)).case.title).toBe('')
      expect((await events(place)).at(-1)?.kind).toBe('payload.erased')
      expect((await place.verify()).findings).toEqual([])
    })
  })

  describe('the role of the application', () => {
    const attempt = (text: string) =>
      house.installation.pool.query(text).then(
        () => 'done',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
      )
    const INSUFFICIENT_PRIVILEGE = '42501'

    it('is weike_app', async () => {
      const who = await house.installation.pool.query<{ who: string }>('select current_user as who')
      expect(who.rows).toEqual([{ who: 'weike_app' }])
    })

    it.each([
      'select * from personal.identity_key',
      'select * from personal.contact',
      'insert into personal.contact values (gen_random_uuid(), gen_random_uuid(), null, 0)',
    ])('has no way into the personal schema: %s', async (text) => {
      expect(await attempt(text)).toBe(INSUFFICIENT_PRIVILEGE)
    })

    it.each([
      "update ledger_event set kind = 'x'",
      'delete from ledger_event',
      'truncate ledger_event',
      'update ledger_day set seq = 1',
      'delete from ledger_day',
      'alter table ledger_event disable trigger ledger_event_append_only',
      'drop table ledger_event',
    ])('cannot change the past of the ledger: %s', async (text) => {
      expect(await attempt(text)).toBe(INSUFFICIENT_PRIVILEGE)
    })

    it('is not the one that reads contacts: that role sees nothing else', async () => {
      const personal = createPool(house.installation.database, {
        role: PERSONAL_ROLE,
        applicationName: 'acts test',
        max: 1,
      })
      try {
        await expect(personal.query('select * from weike.person')).rejects.toMatchObject({
          code: INSUFFICIENT_PRIVILEGE,
        })
        await expect(personal.query('select * from weike.ledger_event')).rejects.toMatchObject({
          code: INSUFFICIENT_PRIVILEGE,
        })
      } finally {
        await personal.end()
      }
    })
  })

  it('from the exceedance to the end each count says measure, quantity, unit, region, source class and subject', async () => {
    const people = await cast()
    const { place, dispatcher, rectifier, unitId } = people
    const grid = await place.person('刘桂芳', 'grid-member')
    await place.rule()
    const logger = await place.logger(await place.station('QY001'))
    await logger.sample(NOON, 88)
    await evaluateStep(foundation, house.installation.readings, place.countyId)
    const alert = await foundation.db
      .selectFrom('alert')
      .select('id')
      .where('countyId', '=', place.countyId)
      .executeTakeFirstOrThrow()
    const sent = await sendTask(foundation, dispatcher, place.act(), {
      alertId: alert.id,
      assigneeId: grid.personId,
      dueInMinutes: 120,
    })
    await checkIn(foundation, grid, { ...place.act(), expects: 1 }, sent.id, { lon: 113.5, lat: 29.5, accuracyM: 5 })
    const nonce = (await taskById(foundation.db, place.countyId, sent.id))?.nonce ?? ''
    await addTaskPhoto(foundation, grid, place.act(), sent.id, picture('before'), { takenAt: NOON, nonce })
    const done = await finishTask(foundation, grid, { ...place.act(), expects: 2 }, sent.id, {
      finding: 'problem',
      title: '堆场未覆盖',
      sourceClass: 'dust',
    })
    const caseId = done.caseId ?? ''
    let at: Moved = { id: caseId, number: '', state: 'reported', version: 1 }
    at = await move(place, dispatcher, 'assign', at, { unitId, assistingUnitIds: [], dueInHours: 48 })
    at = await move(place, rectifier, 'acknowledge', at, {})
    at = await move(place, rectifier, 'begin', at, {})
    await addCasePhoto(foundation, rectifier, place.act(), caseId, picture('after'), { takenAt: NOON })
    at = await move(place, rectifier, 'submit', at, { result: '已覆盖' })
    at = await move(place, dispatcher, 'return', at, { reason: '没盖全' })
    at = await move(place, rectifier, 'submit', at, { result: '已全部覆盖' })
    at = await move(place, dispatcher, 'verify', at, {})
    await move(place, dispatcher, 'close', at, {})

    const counted = await foundation.db
      .selectFrom('countEvent')
      .select(['measure', 'quantity', 'unit', 'regionId', 'sourceClass', 'subjectType', 'subjectId', 'at'])
      .where('countyId', '=', place.countyId)
      .orderBy('ledgerSeq')
      .orderBy('measure')
      .execute()
    const row = (
      measure: string,
      unit: string,
      sourceClass: string | null,
      subjectType: string,
      subjectId: string,
    ) => ({
      measure,
      quantity: 1,
      unit,
      regionId: place.regionId,
      sourceClass,
      subjectType,
      subjectId,
      at: NOON,
    })
    expect(counted).toEqual([
      row('task.sent', 'task', null, 'task', sent.id),
      row('case.reported', 'case', 'dust', 'case', caseId),
      row('task.done', 'task', null, 'task', sent.id),
      row('case.assigned', 'case', 'dust', 'case', caseId),
      row('case.returned', 'case', 'dust', 'case', caseId),
      row('case.closed', 'case', 'dust', 'case', caseId),
    ])
    // Each leads to the event that it was counted from.
    const unlike = await sql`
      select 1 from count_event c join ledger_event e on e.county_id = c.county_id and e.seq = c.ledger_seq
      where c.county_id = ${place.countyId} and e.recorded_at <> c.at`.execute(foundation.db)
    expect(unlike.rows).toEqual([])
    const verification = await place.verify()
    expect({ findings: verification.findings, subjects: verification.counts.subjects }).toEqual({
      findings: [],
      subjects: 1,
    })
  })

  it('a repetition of a finished task with another source class is another act', async () => {
    const { place, dispatcher } = await cast()
    const grid = await place.person('刘桂芳', 'grid-member')
    await place.rule()
    const logger = await place.logger(await place.station('QY001'))
    await logger.sample(NOON, 88)
    await evaluateStep(foundation, house.installation.readings, place.countyId)
    const alert = await foundation.db
      .selectFrom('alert')
      .select('id')
      .where('countyId', '=', place.countyId)
      .executeTakeFirstOrThrow()
    const sent = await sendTask(foundation, dispatcher, place.act(), {
      alertId: alert.id,
      assigneeId: grid.personId,
      dueInMinutes: 120,
    })
    await checkIn(foundation, grid, { ...place.act(), expects: 1 }, sent.id, { lon: null, lat: null, accuracyM: null })
    const nonce = (await taskById(foundation.db, place.countyId, sent.id))?.nonce ?? ''
    const wrongNonce = addTaskPhoto(foundation, grid, place.act(), sent.id, picture('b'), {
      takenAt: NOON,
      nonce: 'from before',
    })
    expect(await refusal(wrongNonce)).toBe('nonce-wrong {}')
    await addTaskPhoto(foundation, grid, place.act(), sent.id, picture('b'), { takenAt: NOON, nonce })
    const act = { ...place.act(), expects: 2 }
    const found = { finding: 'problem' as const, title: '堆场未覆盖', sourceClass: 'dust' as const }
    const first = await finishTask(foundation, grid, act, sent.id, found)
    expect(await finishTask(foundation, grid, act, sent.id, found)).toEqual(first)
    expect(await refusal(finishTask(foundation, grid, act, sent.id, { ...found, sourceClass: 'industry' }))).toBe(
      'act-id-reused {}',
    )
  })
})
