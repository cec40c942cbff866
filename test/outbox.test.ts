import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, type Robot, startRobot } from '../simulator/robot.ts'
import { type RobotBudget, robotBudget, sendDue } from '../src/domain/messages/sender.ts'
import { addChannel, tellChannels } from '../src/domain/messages/service.ts'
import { type Delivery, sendToRobot } from '../src/domain/messages/wecom.ts'
import type { Foundation } from '../src/platform/foundation.ts'
import { DAY_MS, MINUTE_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, NOON, openHouse, type Place } from './setup/house.ts'

const KEY = 'a-robot-key'
/** A robot that never answers is waited for so long in these tests. [ms] */
const PATIENCE_MS = 250

/** The process ends here. */
class Killed extends Error {}

describe.each(databaseKinds)('the outbox on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House
  let foundation: Foundation
  let robot: Robot
  let budget: RobotBudget
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    house = await openHouse(fresh)
    foundation = house.installation.foundation
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })
  beforeEach(async () => {
    house.domain.set(NOON)
    house.wall.set(NOON)
    // What an earlier test left waiting is none of this one's.
    await foundation.db.deleteFrom('outbox').execute()
    robot = await startRobot({ key: KEY, port: 0, now: () => house.wall.now() })
    budget = robotBudget()
  })
  afterEach(() => robot.close())

  const robotUrl = (key = KEY) => robot.url.replace(/key=.*/, `key=${key}`)

  async function withChannel(url = robotUrl()): Promise<Place & { channelId: string }> {
    const place = await house.found()
    const { id } = await addChannel(foundation, place.console, place.act(), { name: '群', url })
    return { ...place, channelId: id }
  }

  const tell = ({ countyId }: Place, body: string) =>
    foundation.db
      .transaction()
      .execute((trx) =>
        tellChannels(foundation, trx, countyId, { subject: { type: 'alert', id: foundation.ids.next() }, body }),
      )

  const orderFaults = async (...next: Fault[]) => {
    const url = new URL('/faults', robot.url)
    await fetch(url, { method: 'POST', body: JSON.stringify({ next }) })
  }

  const deliver = (url: string, markdown: string): Promise<Delivery> => sendToRobot(url, markdown, PATIENCE_MS)
  const send = (with_ = deliver) => sendDue(foundation, budget, with_)

  const received = () => robot.messages().map((message) => message.content)
  const rows = ({ countyId }: Place) =>
    foundation.db
      .selectFrom('outbox')
      .select(['body', 'state', 'attempts', 'nextAt', 'createdAt', 'sentAt', 'lastError'])
      .where('countyId', '=', countyId)
      .orderBy('id')
      .execute()

  it('a message goes out as markdown, once, and is noted as sent', async () => {
    const place = await withChannel()
    await tell(place, '**PM2.5** 88 µg/m³')
    expect(await send()).toBe(null)
    expect(await send()).toBe(null)
    expect(robot.messages()).toMatchObject([{ msgtype: 'markdown', content: '**PM2.5** 88 µg/m³' }])
    expect(await rows(place)).toMatchObject([{ state: 'sent', attempts: 1, sentAt: NOON, lastError: null }])
  })

  it('is dated by the time of what it is about, and tried again by the wall’s', async () => {
    const place = await withChannel()
    // A demo that began ten days ago.
    const shown = NOON - 10 * 86_400_000
    house.domain.set(shown)
    await tell(place, '十天前')
    expect(await rows(place)).toMatchObject([{ state: 'waiting', createdAt: shown, nextAt: NOON }])
    house.domain.set(shown + 5_000)
    await send()
    expect(await rows(place)).toMatchObject([{ state: 'sent', createdAt: shown, sentAt: shown + 5_000 }])
  })

  it('messages go out in the order in which they were written', async () => {
    const place = await withChannel()
    for (const body of ['1', '2', '3']) await tell(place, body)
    await send()
    expect(received()).toEqual(['1', '2', '3'])
  })

  it('a message of a change that was rolled back is none', async () => {
    const place = await withChannel()
    const attempt = foundation.db.transaction().execute(async (trx) => {
      await tellChannels(foundation, trx, place.countyId, {
        subject: { type: 'alert', id: place.countyId },
        body: 'no',
      })
      throw new Error('rolled back')
    })
    await expect(attempt).rejects.toThrow('rolled back')
    expect(await send()).toBe(null)
    expect(received()).toEqual([])
  })

  it('one that is too long for a robot is cut and goes out', async () => {
    const place = await withChannel()
    await tell(place, '尘'.repeat(2_000))
    await send()
    expect(received()).toEqual([`${'尘'.repeat(1_364)}…`])
  })

  describe('a robot that fails', () => {
    const failures: readonly (readonly [Fault, string])[] = [
      ['busy', 'errcode -1 system busy'],
      ['http500', 'HTTP 500'],
      ['hang', 'TimeoutError'],
      ['drop', 'UND_ERR_SOCKET'],
    ]
    it.each(failures)('(%s) gets the message again two seconds later, and then it is sent', async (fault, error) => {
      const place = await withChannel()
      await tell(place, 'again')
      await orderFaults(fault)
      expect(await send()).toBe(NOON + 2_000)
      expect(received()).toEqual([])
      expect(await rows(place)).toMatchObject([
        { state: 'waiting', attempts: 1, nextAt: NOON + 2_000, lastError: error },
      ])
      house.pass(1_999)
      expect(await send()).toBe(NOON + 2_000)
      expect(received()).toEqual([])
      house.pass(1)
      expect(await send()).toBe(null)
      expect(received()).toEqual(['again'])
      expect(await rows(place)).toMatchObject([{ state: 'sent', attempts: 2, lastError: null }])
    })

    it('whose line was cut after it had taken the message gets it once more: at least once, never lost', async () => {
      const place = await withChannel()
      await tell(place, 'twice')
      await orderFaults('lose-answer')
      await send()
      house.pass(2_000)
      await send()
      expect(received()).toEqual(['twice', 'twice'])
      expect(await rows(place)).toMatchObject([{ state: 'sent' }])
    })

    it('on and on is tried less and less often, and after twelve times the message is put aside, not forgotten', async () => {
      const place = await withChannel()
      await tell(place, 'never')
      await orderFaults(...Array.from({ length: 12 }, () => 'busy' as const))
      const waits: number[] = []
      for (let next = await send(); next !== null; next = await send()) {
        waits.push((next - house.wall.now()) / 1000)
        house.wall.set(next)
      }
      expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600])
      expect(await rows(place)).toMatchObject([{ state: 'dead', attempts: 12, lastError: 'errcode -1 system busy' }])
      expect(received()).toEqual([])
    })

    it('gets the message at once when the clock, a day ahead until now, was set right', async () => {
      const place = await withChannel()
      house.wall.set(NOON + DAY_MS)
      for (let n = 0; n < 20; n += 1) await tell(place, String(n))
      // As many as a robot takes in a minute.
      await orderFaults('busy')
      await send()
      expect(received()).toHaveLength(19)
      house.wall.set(NOON)
      expect(await send()).toBe(null)
      expect(received()).toHaveLength(20)
    })

    it('does not keep the messages of another back', async () => {
      const broken = await withChannel()
      const whole = await withChannel()
      await tell(broken, 'broken')
      await tell(whole, 'whole')
      await orderFaults('hang')
      await send()
      expect(received()).toEqual(['whole'])
      expect(await rows(broken)).toMatchObject([{ state: 'waiting' }])
    })

    it('with an address that nobody listens at is tried again', async () => {
      const place = await withChannel('http://127.0.0.1:9/cgi-bin/webhook/send?key=secret')
      await tell(place, 'nobody')
      await send()
      const [row] = await rows(place)
      expect(row?.state).toBe('waiting')
      expect(row?.lastError).not.toContain('secret')
    })
  })

  it('a wrong key is dead at once, and its address is told nowhere', async () => {
    const place = await withChannel(robotUrl('wrong-key'))
    await tell(place, 'lost key')
    expect(await send()).toBe(null)
    const [row] = await rows(place)
    expect(row).toMatchObject({ state: 'dead', attempts: 1, lastError: 'errcode 93000 invalid webhook url' })
    expect(JSON.stringify(row)).not.toContain('wrong-key')
    expect(received()).toEqual([])
  })

  it('the messages of a channel that was switched off are put aside', async () => {
    const place = await withChannel()
    await tell(place, 'off')
    await foundation.db.updateTable('channel').set({ enabled: false }).where('id', '=', place.channelId).execute()
    expect(await send()).toBe(null)
    expect(await rows(place)).toMatchObject([{ state: 'dead', attempts: 0, lastError: 'channel disabled' }])
    await tell(place, 'not even written')
    expect(await rows(place)).toHaveLength(1)
  })

  it('of more than twenty in a minute the rest waits on our side: the robot never has to complain', async () => {
    const place = await withChannel()
    const bodies = Array.from({ length: 50 }, (_, n) => String(n))
    for (const body of bodies) await tell(place, body)
    const sentBy: number[] = []
    for (let next = await send(); next !== null; next = await send()) {
      sentBy.push(received().length)
      house.wall.set(Math.max(next, house.wall.now()))
    }
    expect(received()).toEqual(bodies)
    // Twenty at once, twenty a minute later, ten two minutes later.
    const minutes = robot.messages().map((message) => (message.receivedAt - NOON) / MINUTE_MS)
    expect(minutes).toEqual(bodies.map((_, n) => Math.floor(n / 20)))
    expect((await rows(place)).every((row) => row.state === 'sent' && row.attempts === 1)).toBe(true)
  })

  describe('the process ends', () => {
    it('between sending and noting: the message is sent once more', async () => {
      const place = await withChannel()
      await tell(place, 'once or twice')
      const killed = send(async (url, markdown) => {
        await deliver(url, markdown)
        throw new Killed()
      })
      await expect(killed).rejects.toThrow(Killed)
      expect(await rows(place)).toMatchObject([{ state: 'waiting', attempts: 0 }])
      budget = robotBudget()
      await send()
      expect(received()).toEqual(['once or twice', 'once or twice'])
      expect(await rows(place)).toMatchObject([{ state: 'sent' }])
    })

    it('before sending: the message is sent', async () => {
      const place = await withChannel()
      await tell(place, 'not yet')
      const killed = send(() => Promise.reject(new Killed()))
      await expect(killed).rejects.toThrow(Killed)
      await send()
      expect(received()).toEqual(['not yet'])
    })

    it('at any message of many, however often: each arrives at least once', async () => {
      const place = await withChannel()
      const bodies = Array.from({ length: 12 }, (_, n) => String(n))
      for (const body of bodies) await tell(place, body)
      let tries = 0
      for (let isDone = false; !isDone; ) {
        budget = robotBudget()
        isDone = await send(async (url, markdown) => {
          tries += 1
          if (tries % 3 === 1) throw new Killed()
          const delivery = await deliver(url, markdown)
          if (tries % 3 === 2) throw new Killed()
          return delivery
        }).then(
          () => true,
          () => false,
        )
        house.pass(MINUTE_MS)
      }
      expect([...new Set(received())].sort()).toEqual(bodies.toSorted())
      expect((await rows(place)).map((row) => row.state)).toEqual(bodies.map(() => 'sent'))
    })
  })
})
