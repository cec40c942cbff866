import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listStates } from '../src/domain/devices/views.ts'
import { HOUR_MS } from '../src/standards/civil-time.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { type House, type Logger, NOON, openHouse, type Place } from './setup/house.ts'

/** A statement alone, or one with its name and values. */
function textOf(statement: unknown): string {
  if (typeof statement === 'object' && statement !== null && 'text' in statement) return String(statement.text)
  return String(statement)
}

describe.each(databaseKinds)('the list of devices on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let house: House

  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    // A quarter past: the hour that ends at noon should be there.
    house = await openHouse(fresh, 'device list', NOON + 20 * 60_000)
  })
  afterAll(async () => {
    await house?.close()
    await fresh?.remove()
  })

  /** Asks for the list as the route does. @returns what it says of hours, by MN, and how many statements it took */
  async function list({ console }: Place) {
    const { foundation, readings } = house.installation
    const statements = vi.spyOn(pg.Client.prototype, 'query')
    try {
      const views = await listStates({ foundation, readings, presence: { since: () => null } }, console)
      const hours = new Map(views.map(({ device, state }) => [device.mn, state.hours]))
      // What a new connection says of itself is not asked for the list.
      const asked = statements.mock.calls.filter(([statement]) => /^\s*select/i.test(textOf(statement)))
      return { hours, statements: asked.length }
    } finally {
      statements.mockRestore()
    }
  }

  /** Hours up to noon, the newest `lacking` of them left out. */
  async function tell(logger: Logger, count: number, lacking: number): Promise<void> {
    for (let back = lacking; back < count; back += 1) {
      const data = `a34004-Avg=${30 + back},a34004-Flag=N`
      await logger.send({ cn: '2061', at: NOON - back * HOUR_MS, data })
    }
  }

  it('takes as many statements for thirty devices as for three, and says of each which hours came', async () => {
    const place = await house.found()
    const stationId = await place.station('S1')
    const loggers: Logger[] = []
    const add = async (count: number) => {
      for (let one = 0; one < count; one += 1) loggers.push(await place.logger(stationId))
    }
    await add(3)
    const [whole, gaps, silent] = loggers
    if (whole === undefined || gaps === undefined || silent === undefined) throw new Error('three were added')
    await tell(whole, 24, 0)
    await tell(gaps, 10, 4)
    const few = await list(place)
    const expected = [
      [whole.mn, { received: 24, expected: 24 }],
      // It has told of ten hours, and is asked for no earlier ones.
      [gaps.mn, { received: 6, expected: 10 }],
      [silent.mn, { received: 0, expected: 0 }],
    ] as const
    expect([...few.hours]).toEqual(expected)

    await add(27)
    for (const logger of loggers.slice(3)) await tell(logger, 3, 1)
    const many = await list(place)
    expect(many.hours.size).toBe(30)
    expect([...many.hours].slice(0, 3)).toEqual(expected)
    expect(new Set([...many.hours.values()].slice(3).map((one) => `${one.received}/${one.expected}`))).toEqual(
      new Set(['2/3']),
    )
    expect(many.statements).toBe(few.statements)
    expect(few.statements).toBeGreaterThan(0)
  })
})
