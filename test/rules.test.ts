import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everywhere, type RuleDraft } from '../src/domain/alerts/model.ts'
import { changeRule, engineMemory, evaluateStep, rememberInForce } from '../src/domain/alerts/service.ts'
import { addChannel } from '../src/domain/messages/service.ts'
import type { ReadingsStore } from '../src/domain/readings/service.ts'
import type { Foundation } from '../src/platform/foundation.ts'
import { HOUR_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, type Logger, NOON, openHouse, type Place } from './setup/house.ts'

/** The rule of `watched`. */
const watching: RuleDraft = {
  name: 'PM2.5 > 75',
  kind: 'threshold',
  params: { durationMinutes: 0 },
  factor: 'a34004',
  resolution: 'realtime',
  stationId: null,
  narrowing: everywhere,
  threshold: 75,
  severity: 'urgent',
  groupWindowMs: 30 * MINUTE_MS,
  enabled: true,
}

/** Somebody pulls the plug: nothing more of the step is done. */
class Killed extends Error {}

/** Counts the moments at which a step waits for a database, and pulls the plug at one of them. */
function plug(at: number) {
  let moments = 0
  const moment = () => {
    moments += 1
    if (moments === at) throw new Killed()
  }
  return { moment, moments: () => moments }
}

/** Each statement has two moments: before it is sent, and after it was done but nobody heard of it yet. */
const statementMoments = (moment: () => void): KyselyPlugin => ({
  transformQuery({ node }) {
    moment()
    return node
  },
  async transformResult({ result }) {
    moment()
    return result
  },
})

function readingsMoments(readings: ReadingsStore, moment: () => void): ReadingsStore {
  const around = async <T>(ask: () => Promise<T>): Promise<T> => {
    moment()
    const answer = await ask()
    moment()
    return answer
  }
  return {
    ...readings,
    head: (countyId) => around(() => readings.head(countyId)),
    since: (countyId, after, upTo) => around(() => readings.since(countyId, after, upTo)),
  }
}

describe.each(databaseKinds)('the rules on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let foundation: Foundation
  let readings: ReadingsStore
  /** As the server has it: what the rules are is remembered from one look to the next. */
  let inForce: ReturnType<typeof rememberInForce>
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    foundation = house.installation.foundation
    readings = house.installation.readings
    inForce = rememberInForce(foundation)
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  interface Watched {
    place: Place
    logger: Logger
    ruleId: string
  }

  /** A county with one station, one logger, one rule (PM2.5 > 75, grouped over 30 min) and one robot to be told. */
  async function watched(): Promise<Watched> {
    house.domain.set(NOON)
    const place = await house.found()
    const logger = await place.logger(await place.station('QY001'))
    const ruleId = await place.rule()
    await addChannel(foundation, place.console, place.act(), { name: '群', url: 'http://127.0.0.1:9/' })
    return { place, logger, ruleId }
  }

  /** Lets the rules look at everything there is. */
  async function look({ countyId }: Place, with_ = { foundation, readings, inForce }): Promise<void> {
    while ((await evaluateStep(with_.foundation, with_.readings, countyId, with_.inForce)).frames > 0);
  }

  /** What became of it: alerts with the values that each groups, the events, the messages. */
  async function outcome({ countyId }: Place) {
    const { db } = foundation
    const alerts = await db
      .selectFrom('alert')
      .selectAll()
      .where('countyId', '=', countyId)
      .orderBy('firstPeriodEnd')
      .orderBy('stationId')
      .execute()
    const grouped = await db
      .selectFrom('alertExceedance')
      .selectAll()
      .where('countyId', '=', countyId)
      .orderBy('periodEnd')
      .orderBy('ruleId')
      .execute()
    const events = await db
      .selectFrom('ledgerEvent')
      .select(['kind', 'subjectId'])
      .where('countyId', '=', countyId)
      .where('kind', '=', 'alert.raised')
      .execute()
    const messages = await db.selectFrom('outbox').select('subjectId').where('countyId', '=', countyId).execute()
    return {
      alerts: alerts.map((alert) => ({
        ...alert,
        values: grouped.filter((one) => one.alertId === alert.id).map((one) => one.value),
      })),
      /** Alerts that are told in the ledger and to the robot, each once. */
      told:
        same(
          events.map((event) => event.subjectId),
          alerts.map((alert) => alert.id),
        ) &&
        same(
          messages.map((message) => message.subjectId),
          alerts.map((alert) => alert.id),
        ),
    }
  }
  const same = (some: readonly string[], others: readonly string[]) =>
    JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted())

  const valuesOf = async (place: Place) => (await outcome(place)).alerts.map((alert) => alert.values)
  const minutes = (n: number) => NOON + n * MINUTE_MS

  describe('a plug pulled anywhere', () => {
    /** Two exceedances within the window, one beyond it, one value that is none, and the next hour. */
    async function feed({ logger }: Watched): Promise<void> {
      for (const [minute, value] of [
        [-100, 90],
        [-90, 95],
        [-20, 80],
        [-10, 60],
        [0, 85],
      ] as const)
        await logger.sample(minutes(minute), value)
    }

    async function expectWhole({ place }: Watched): Promise<void> {
      const { alerts, told } = await outcome(place)
      expect(alerts.map(({ values, exceedances, number }) => ({ values, exceedances, number }))).toEqual([
        { values: [90, 95], exceedances: 2, number: 'YJ-261118-01' },
        { values: [80, 85], exceedances: 2, number: 'YJ-261118-02' },
      ])
      expect(told).toBe(true)
    }

    it('leaves each exceedance with exactly one alert when the rules look again', async () => {
      let pulled = 0
      for (let at = 1; ; at += 1) {
        const there = await watched()
        await feed(there)
        const { moment } = plug(at)
        const failingFoundation = { ...foundation, db: foundation.db.withPlugin(statementMoments(moment)) }
        const failing = {
          foundation: failingFoundation,
          readings: readingsMoments(readings, moment),
          inForce: rememberInForce(failingFoundation),
        }
        const wasKilled = await look(there.place, failing).then(
          () => false,
          (error: unknown) => {
            if (!(error instanceof Killed)) throw error
            return true
          },
        )
        await look(there.place)
        await expectWhole(there)
        if (!wasKilled) break
        pulled += 1
      }
      // Far more than a handful: reading the cursor, the rules, the frames; each alert, its number, event, message.
      expect(pulled).toBeGreaterThan(60)
    })

    it('and pulled again at every next look, in the end each has exactly one too', async () => {
      const there = await watched()
      await feed(there)
      let isDone = false
      for (let at = 1; !isDone; at += 1) {
        const { moment } = plug(at)
        const db = foundation.db.withPlugin(statementMoments(moment))
        const failing = { ...foundation, db }
        isDone = await look(there.place, { foundation: failing, readings, inForce: rememberInForce(failing) }).then(
          () => true,
          () => false,
        )
      }
      await expectWhole(there)
    })

    it('after the commit, before anybody heard of it, nothing is looked at twice', async () => {
      const there = await watched()
      await feed(there)
      await evaluateStep(foundation, readings, there.place.countyId)
      await expectWhole(there)
      expect((await evaluateStep(foundation, readings, there.place.countyId)).frames).toBe(0)
      await expectWhole(there)
    })

    it('two that look at the same frames at the same moment raise each alert once', async () => {
      const there = await watched()
      await feed(there)
      await Promise.all(Array.from({ length: 6 }, () => look(there.place)))
      await expectWhole(there)
    })

    it('a pause of two days between the frames and the look changes nothing', async () => {
      const there = await watched()
      await feed(there)
      house.domain.advance(48 * HOUR_MS)
      await look(there.place)
      const { alerts, told } = await outcome(there.place)
      expect(alerts.map((alert) => alert.values)).toEqual([
        [90, 95],
        [80, 85],
      ])
      expect(told).toBe(true)
    })
  })

  describe('the grouping window', () => {
    it('joins what lies within it of the last one, on and on, and begins anew behind it', async () => {
      const { place, logger } = await watched()
      for (const minute of [-120, -90, -60, -29, 0]) {
        await logger.sample(minutes(minute), 100 + minute / 10)
        await look(place)
      }
      expect(await valuesOf(place)).toEqual([
        [88, 91, 94],
        [97.1, 100],
      ])
    })

    it('counts the period and not the arrival', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-60), 90)
      await logger.sample(minutes(-20), 91)
      await look(place)
      house.domain.advance(20 * MINUTE_MS)
      await logger.sample(minutes(-40), 92)
      await look(place)
      // Within reach of both: it joins the newer one.
      expect(await valuesOf(place)).toEqual([[90], [92, 91]])
    })

    it('a late one in the middle of a long alert joins it, and one from before it makes it begin earlier', async () => {
      const { place, logger } = await watched()
      for (let minute = -150; minute <= -30; minute += 20) await logger.sample(minutes(minute), 100)
      await look(place)
      await logger.sample(minutes(-140), 120)
      await logger.sample(minutes(-170), 80)
      await look(place)
      const [alert, ...more] = (await outcome(place)).alerts
      expect(more).toEqual([])
      expect(alert).toMatchObject({
        exceedances: 9,
        firstValue: 80,
        lastValue: 100,
        peakValue: 120,
        firstPeriodEnd: minutes(-170),
        lastPeriodEnd: minutes(-30),
      })
    })

    it('each device has its own alert, and each rule', async () => {
      const { place, logger } = await watched()
      await place.rule({ threshold: 150, name: 'PM2.5 > 150' })
      const second = await place.logger(await place.station('QY002'))
      await logger.sample(minutes(-5), 160)
      await second.sample(minutes(-5), 80)
      await look(place)
      expect((await valuesOf(place)).toSorted()).toEqual([[160], [160], [80]])
    })
  })

  describe('what came too late to act on', () => {
    it('is stored and raises nothing', async () => {
      const { place, logger } = await watched()
      expect(await logger.sample(minutes(-181), 200)).toMatchObject({ result: 'stored' })
      expect(await logger.sample(minutes(-180), 100)).toMatchObject({ result: 'stored' })
      await look(place)
      expect(await valuesOf(place)).toEqual([[100]])
      const stored = await readings.range(place.countyId, {
        deviceIds: [logger.deviceId],
        resolution: 'realtime',
        from: minutes(-200),
        to: NOON,
        limit: 10,
      })
      expect(stored.flatMap((row) => row.readings.map((reading) => reading.value))).toEqual([200, 100])
    })
  })

  describe('a corrected value', () => {
    it('that still exceeds is not a second exceedance', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-10), 90)
      await look(place)
      await logger.sample(minutes(-10), 95)
      await look(place)
      const { alerts, told } = await outcome(place)
      expect(alerts.map((alert) => [alert.exceedances, alert.values])).toEqual([[1, [90]]])
      expect(told).toBe(true)
    })

    it('that only now exceeds is the first', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-10), 60)
      await look(place)
      await logger.sample(minutes(-10), 95)
      await look(place)
      expect(await valuesOf(place)).toEqual([[95]])
    })

    it('and both versions in one look count once', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-10), 90)
      await logger.sample(minutes(-10), 95)
      await look(place)
      expect(await valuesOf(place)).toEqual([[90]])
    })

    it('a frame that was sent again is no second version', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-10), 90)
      const again = await logger.send({
        at: minutes(-10),
        qn: '20261118120001000',
        data: 'a34004-Rtd=90,a34004-Flag=N',
      })
      expect(again).toEqual({ result: 'duplicate', seq: null })
      await look(place)
      expect(await valuesOf(place)).toEqual([[90]])
    })
  })

  describe('a rule', () => {
    it('that is disabled raises nothing, and enabled again it begins with what comes then', async () => {
      const { place, logger, ruleId } = await watched()
      const change = (enabled: boolean, expects: number) =>
        changeRule(foundation, place.console, { ...place.act(), expects }, ruleId, { ...watching, enabled })
      await change(false, 1)
      await logger.sample(minutes(-10), 90)
      await look(place)
      expect(await valuesOf(place)).toEqual([])
      await change(true, 2)
      await logger.sample(minutes(-5), 91)
      await look(place)
      expect(await valuesOf(place)).toEqual([[91]])
    })

    it('changed between two frames judges each by what it said when the rules looked, and the event says which version', async () => {
      const { place, logger, ruleId } = await watched()
      await logger.sample(minutes(-100), 90)
      await look(place)
      await changeRule(foundation, place.console, { ...place.act(), expects: 1 }, ruleId, {
        ...watching,
        threshold: 100,
      })
      await logger.sample(minutes(-50), 90)
      await logger.sample(minutes(-40), 110)
      await look(place)
      expect((await outcome(place)).alerts.map(({ threshold, values }) => [threshold, values])).toEqual([
        [75, [90]],
        [100, [110]],
      ])
    })
  })

  describe('what is in force', () => {
    it('is not asked for again as long as nothing is done; a look that finds nothing is two small statements', async () => {
      const { place, logger } = await watched()
      const memory = engineMemory()
      await logger.sample(minutes(-10), 60)
      await evaluateStep(foundation, readings, place.countyId, inForce, memory)
      const { moment, moments } = plug(Number.POSITIVE_INFINITY)
      const db = foundation.db.withPlugin(statementMoments(moment))
      await logger.sample(minutes(-9), 61)
      await evaluateStep({ ...foundation, db }, readings, place.countyId, inForce, memory)
      expect(moments()).toBe(2 * 2)
    })

    it('a device that was added since the last look is judged from its first frame on', async () => {
      const { place, logger } = await watched()
      await logger.sample(minutes(-10), 60)
      await look(place)
      const second = await place.logger(await place.station('QY002'))
      await second.sample(minutes(-5), 90)
      await look(place)
      expect(await valuesOf(place)).toEqual([[90]])
    })

    it('what somebody changed past the acts is seen a second later', async () => {
      const { place, logger, ruleId } = await watched()
      await logger.sample(minutes(-50), 60)
      await look(place)
      await foundation.db.updateTable('rule').set({ threshold: 55 }).where('id', '=', ruleId).execute()
      await logger.sample(minutes(-49), 61)
      await look(place)
      expect(await valuesOf(place)).toEqual([])
      house.wall.advance(1_000)
      await logger.sample(minutes(-48), 62)
      await look(place)
      expect(await valuesOf(place)).toEqual([[62]])
    })
  })

  it('what a check, a roll-up, an import or a correction says raises nothing', async () => {
    const { place, logger } = await watched()
    const layer = {
      deviceId: logger.deviceId,
      resolution: 'realtime' as const,
      periodStart: minutes(-10),
      periodEnd: minutes(-10),
      columns: ['a34004-Rtd'],
      values: [200],
      flags: [null],
      recordedAt: NOON,
    }
    await readings.write(place.countyId, [
      { ...layer, source: 'import', sourceId: foundation.ids.next(), qualities: [null] },
      { ...layer, source: 'correction', sourceId: foundation.ids.next(), qualities: ['corrected'] },
      { ...layer, source: 'quality', sourceId: null, qualities: ['spike'] },
    ])
    await look(place)
    expect(await valuesOf(place)).toEqual([])
    await logger.sample(minutes(-5), 90)
    await look(place)
    expect(await valuesOf(place)).toEqual([[90]])
  })

  it('a device that was moved to another station exceeds at the one where it stood, and never joins the alert of the other', async () => {
    const { place, logger } = await watched()
    const newStation = await place.station('QY002')
    const { countyId } = place
    await foundation.db
      .updateTable('deviceBinding')
      .set({ validTo: minutes(-15) })
      .where('countyId', '=', countyId)
      .where('deviceId', '=', logger.deviceId)
      .execute()
    const binding = { deviceId: logger.deviceId, subjectType: 'station' as const, subjectId: newStation, validTo: null }
    await foundation.db
      .insertInto('deviceBinding')
      .values({ countyId, ...binding, validFrom: minutes(-15) })
      .execute()
    await logger.sample(minutes(-20), 90)
    await logger.sample(minutes(-10), 91)
    await look(place)
    await logger.sample(minutes(-5), 92)
    await logger.sample(minutes(-16), 93)
    await look(place)
    const { alerts } = await outcome(place)
    expect(alerts.map((alert) => [alert.stationId === newStation, alert.values])).toEqual([
      [false, [90, 93]],
      [true, [91, 92]],
    ])
  })

  it('alerts from before the rules remembered anything take in what belongs to them, and are over like any', async () => {
    const there = await watched()
    const { place, logger } = there
    await logger.sample(minutes(-10), 90)
    await look(place)
    await foundation.db
      .updateTable('ruleCursor')
      .set((eb) => ({ state: null, stateSeq: eb.ref('seq') }))
      .where('countyId', '=', place.countyId)
      .execute()
    await logger.sample(minutes(-10), 95)
    await logger.sample(minutes(-5), 91)
    await look(place)
    expect(await valuesOf(place)).toEqual([[90, 91]])
    house.domain.advance(HOUR_MS)
    await look(place)
    expect((await outcome(place)).alerts.map((alert) => alert.resolvedAt)).toEqual([minutes(35)])
  })

  it('two counties do not see each other’s frames, rules, cursors or numbers', async () => {
    const here = await watched()
    const there = await watched()
    await here.logger.sample(minutes(-10), 90)
    await look(there.place)
    expect(await valuesOf(there.place)).toEqual([])
    await there.logger.sample(minutes(-10), 80)
    await look(here.place)
    await look(there.place)
    for (const [{ place }, value] of [
      [here, 90],
      [there, 80],
    ] as const) {
      const { alerts, told } = await outcome(place)
      expect(alerts.map((alert) => [alert.number, alert.values])).toEqual([['YJ-261118-01', [value]]])
      expect(told).toBe(true)
    }
  })
})
