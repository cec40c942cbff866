import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOnCase, addCasePhoto, type Moved, reportCase } from '../src/domain/cases/service.ts'
import { climbLadders } from '../src/domain/clocks/ladder.ts'
import { addChannel } from '../src/domain/messages/service.ts'
import type { Foundation } from '../src/platform/foundation.ts'
import { readEvent } from '../src/platform/ledger/model.ts'
import { DAY_MS, HOUR_MS, isoShanghai } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Place } from './setup/house.ts'
import { picture } from './setup/pictures.ts'

const hours = (n: number) => NOON + n * HOUR_MS

describe.each(databaseKinds)('deadlines on the %s PostgreSQL', (kind) => {
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

  /** A county whose dispatcher has handed a case to a unit at noon, to be mended within 48 hours. */
  async function assigned() {
    house.domain.set(NOON)
    const place = await house.found()
    const unitId = await place.unit('住建局')
    const dispatcher = await place.person('陈一鸣', 'dispatcher')
    const liaison = await place.person('周敏', 'liaison', unitId)
    await addChannel(foundation, place.console, place.act(), { name: '群', url: 'http://127.0.0.1:9/' })
    const wanted = { title: '裸土未覆盖', sourceClass: 'dust' as const, regionId: place.regionId }
    const reported = await reportCase(foundation, dispatcher, place.act(), wanted)
    const problemCase = await actOnCase(
      foundation,
      dispatcher,
      { ...place.act(), name: 'assign', expects: 1 },
      reported.id,
      { unitId, assistingUnitIds: [], dueInHours: 48 },
    )
    return { place, dispatcher, liaison, problemCase }
  }

  /** What was climbed so far, as the ledger tells it. */
  async function climbed({ countyId }: Place) {
    const rows = await foundation.db
      .selectFrom('ledgerEvent')
      .select('bytes')
      .where('countyId', '=', countyId)
      .where('kind', '=', 'ladder.fired')
      .orderBy('seq')
      .execute()
    return rows.map((row) => {
      const event = readEvent(row.bytes)
      const { atPercent, action, audience } = Object(event?.data)
      const hour = (instant: number | undefined) => ((instant ?? Number.NaN) - NOON) / HOUR_MS
      return { atPercent, action, audience, due: hour(event?.actedAt), done: hour(event?.receivedAt) }
    })
  }

  async function clockOf({ countyId }: Place): Promise<string> {
    return (
      await foundation.db.selectFrom('clock').select('id').where('countyId', '=', countyId).executeTakeFirstOrThrow()
    ).id
  }

  async function pause(place: Place, fromHour: number, toHour: number | null): Promise<void> {
    const toAt = toHour === null ? null : hours(toHour)
    const row = { countyId: place.countyId, clockId: await clockOf(place), fromAt: hours(fromHour), toAt }
    await foundation.db
      .insertInto('clockPause')
      .values(row)
      .onConflict((conflict) => conflict.columns(['countyId', 'clockId', 'fromAt']).doUpdateSet({ toAt }))
      .execute()
  }

  const climbAt = (place: Place, hour: number) => {
    house.domain.set(hours(hour))
    return climbLadders(foundation, place.countyId)
  }

  it('remind at half of the time, urge at three quarters, call the leader at the end: each once, at its time', async () => {
    const { place } = await assigned()
    const counts: number[] = []
    for (let hour = 0; hour <= 60; hour += 1) counts.push(await climbAt(place, hour))
    expect(counts.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
      [24, 1],
      [36, 1],
      [48, 1],
    ])
    expect(await climbed(place)).toEqual([
      { atPercent: 50, action: 'remind', audience: 'rectifier', due: 24, done: 24 },
      { atPercent: 75, action: 'urge', audience: 'rectifier', due: 36, done: 36 },
      { atPercent: 100, action: 'supervise', audience: 'leader', due: 48, done: 48 },
    ])
  })

  it('not a millisecond before', async () => {
    const { place } = await assigned()
    house.domain.set(hours(24) - 1)
    expect(await climbLadders(foundation, place.countyId)).toBe(0)
    house.domain.set(hours(24))
    expect(await climbLadders(foundation, place.countyId)).toBe(1)
  })

  it('after days in which nobody looked, all that was due is done once, in order, and says when it was due', async () => {
    const { place } = await assigned()
    expect(await climbAt(place, 24 * 9)).toBe(3)
    expect((await climbed(place)).map(({ atPercent, due, done }) => [atPercent, due, done])).toEqual([
      [50, 24, 216],
      [75, 36, 216],
      [100, 48, 216],
    ])
    expect(await climbAt(place, 24 * 10)).toBe(0)
  })

  it('several that look at the same moment do each rung once', async () => {
    const { place } = await assigned()
    house.domain.set(hours(40))
    const counts = await Promise.all(Array.from({ length: 5 }, () => climbLadders(foundation, place.countyId)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect((await climbed(place)).map((one) => one.atPercent)).toEqual([50, 75])
  })

  it('pauses move what is still to come, and while one is open nothing comes', async () => {
    const { place } = await assigned()
    expect(await climbAt(place, 25)).toBe(1)
    await pause(place, 30, null)
    expect(await climbAt(place, 24 * 30)).toBe(0)
    await pause(place, 30, 24 * 30)
    expect(await climbAt(place, 24 * 30 + 6)).toBe(1)
    expect(await climbAt(place, 24 * 30 + 17.9)).toBe(0)
    expect(await climbAt(place, 24 * 30 + 18)).toBe(1)
    expect((await climbed(place)).map(({ atPercent, due }) => [atPercent, due])).toEqual([
      [50, 24],
      [75, 726],
      [100, 738],
    ])
  })

  it('a case that is closed has no deadline any more', async () => {
    const { place, dispatcher, liaison, problemCase } = await assigned()
    const act = <N extends 'acknowledge' | 'begin' | 'close' | 'verify'>(who: typeof liaison, name: N, at: Moved) =>
      actOnCase(foundation, who, { ...place.act(), name, expects: at.version }, at.id, {})
    let at = await act(liaison, 'acknowledge', problemCase)
    at = await act(liaison, 'begin', at)
    await addCasePhoto(foundation, liaison, place.act(), at.id, picture('after'), { takenAt: NOON })
    at = await actOnCase(foundation, liaison, { ...place.act(), name: 'submit', expects: at.version }, at.id, {
      result: '已覆盖',
    })
    at = await act(dispatcher, 'verify', at)
    expect(await climbAt(place, 24)).toBe(1)
    await act(dispatcher, 'close', at)
    expect(await climbAt(place, 24 * 30)).toBe(0)
    expect((await place.verify()).findings).toEqual([])
  })

  it('a clock that is stopped while somebody climbs is not climbed', async () => {
    const { place } = await assigned()
    const { countyId } = place
    house.domain.set(hours(100))
    // The stop is under way when the rungs are looked for, and done before the first is climbed.
    const stopping = Promise.withResolvers<void>()
    const isStopped = foundation.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('clock')
        .set({ stoppedAt: hours(20) })
        .where('countyId', '=', countyId)
        .execute()
      await stopping.promise
    })
    const climbing = climbLadders(foundation, countyId)
    // Long enough to be waiting for the clock, or to be done wrongly.
    for (let turn = 0; turn < 20; turn += 1) await foundation.db.selectFrom('clock').select('id').execute()
    stopping.resolve()
    await isStopped
    expect(await climbing).toBe(0)
    expect(await climbed(place)).toEqual([])
  })

  it('each rung is a message to the group, a count and an event about the case, which still verifies', async () => {
    const { place, problemCase } = await assigned()
    house.domain.set(hours(48))
    await climbLadders(foundation, place.countyId)
    const messages = await foundation.db
      .selectFrom('outbox')
      .select(['body', 'state', 'subjectType', 'subjectId'])
      .where('countyId', '=', place.countyId)
      .orderBy('id')
      .execute()
    expect(messages).toHaveLength(3)
    const due = isoShanghai(hours(48)).slice(0, 16).replace('T', ' ')
    for (const message of messages) {
      expect(message).toMatchObject({ state: 'waiting', subjectType: 'case', subjectId: problemCase.id })
      expect(message.body).toContain(problemCase.number)
      expect(message.body).toContain(due)
    }
    const counts = await foundation.db
      .selectFrom('countEvent')
      .select(['measure', 'unit', 'quantity', 'subjectId', 'regionId'])
      .where('countyId', '=', place.countyId)
      .where('measure', '=', 'ladder.fired')
      .execute()
    expect(counts).toEqual(
      [50, 75, 100].map(() => ({
        measure: 'ladder.fired',
        unit: 'step',
        quantity: 1,
        subjectId: problemCase.id,
        regionId: place.regionId,
      })),
    )
    const verification = await place.verify()
    expect(verification.findings).toEqual([])
    expect(verification.counts.subjects).toBe(1)
  })

  it('what was climbed in one county leaves the clocks of another alone', async () => {
    const here = await assigned()
    const there = await assigned()
    house.domain.set(NOON + DAY_MS)
    expect(await climbLadders(foundation, here.place.countyId)).toBe(1)
    expect(await climbed(there.place)).toEqual([])
    expect(await climbLadders(foundation, there.place.countyId)).toBe(1)
  })
})
