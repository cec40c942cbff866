import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LayerWrite, ReadingsStore } from '../src/domain/readings/store.ts'
import { HOUR_MS } from '../src/standards/civil-time.ts'
import { eventually } from './setup/eventually.ts'
import { databaseKinds, type FreshDatabase, freshDatabase } from './setup/fresh-database.ts'
import { frameOf, idOf, type OpenReadings, openReadings, told, writeOf } from './setup/readings.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')
const PM = 'a34004-Avg'
const WRITE = { only: null } as const

describe.each(databaseKinds)('a file of layers on the %s PostgreSQL', (kind) => {
  let fresh: FreshDatabase
  let open: OpenReadings
  let readings: ReadingsStore
  beforeAll(async () => {
    fresh = await freshDatabase(kind)
    open = await openReadings(fresh)
    readings = open.readings
  })
  afterAll(async () => {
    await open?.close()
    await fresh?.remove()
  })

  /** Whatever becomes of a test, no transaction of it outlives it. */
  const held = new Set<PoolClient>()
  afterEach(async () => {
    for (const client of held) await end(client, 'rollback')
  })

  let made = 0
  function county() {
    made += 1
    const [countyId, deviceId, other] = [idOf(made * 10), idOf(made * 10 + 1), idOf(made * 10 + 2)]
    const layer = (hour: number, value: number, source: 'import' | 'feed' = 'import'): LayerWrite =>
      writeOf({
        deviceId,
        at: NOON + hour * HOUR_MS,
        source,
        sourceId: idOf(9),
        recordedAt: NOON,
        column: PM,
        value,
      })
    const frame = (hour: number, value: number, of = other) =>
      frameOf({ countyId, deviceId: of, at: NOON + hour * HOUR_MS, resolution: 'hour', values: { [PM]: value } })
    const bringIn = (layers: readonly LayerWrite[], how: { only: 'compare' | null } = WRITE) =>
      readings.importLayers(countyId, batchesOf(layers), how)
    const all = async (of = deviceId) =>
      told(
        await readings.range(countyId, { deviceIds: [of], resolution: 'hour', from: 0, to: NOON * 2, limit: 1000 }),
        NOON,
      ).map((text) => text.replace(/^\d+ /, ''))
    const numbers = async (store = readings) =>
      (await store.since(countyId, 0, await store.head(countyId))).map(({ seq, source }) => `${seq} ${source}`)
    return { countyId, deviceId, other, layer, frame, bringIn, all, numbers }
  }

  /** Layers as they are read, two at a time. */
  async function* batchesOf(layers: readonly LayerWrite[]): AsyncGenerator<LayerWrite[], void, void> {
    for (let from = 0; from < layers.length; from += 2) yield layers.slice(from, from + 2)
  }

  /** Takes the place of a layer in a transaction that is not committed: whoever wants that place waits. */
  async function occupied(countyId: string, deviceId: string, hour: number): Promise<Occupied> {
    const client = await open.pool.connect()
    held.add(client)
    await client.query('begin')
    await client.query(
      `insert into weike.reading (county_id, device_id, resolution, period_end, version, period_start, layout_id, source,
         reading_values, seq, recorded_at)
       select county_id, $2, resolution, $3, 1, $4, layout_id, source, reading_values, 0, recorded_at
       from weike.reading where county_id = $1 limit 1`,
      [countyId, deviceId, NOON + hour * HOUR_MS, NOON + (hour - 1) * HOUR_MS],
    )
    return { free: () => end(client, 'rollback'), keep: () => end(client, 'commit') }
  }

  async function end(client: PoolClient, how: 'commit' | 'rollback'): Promise<void> {
    await client.query(how)
    held.delete(client)
    client.release()
  }

  /** Ends the backends that hold the lock of imports, as a crash of theirs would; as whoever signed in, not as the application. */
  async function killImports(): Promise<void> {
    const client = await open.pool.connect()
    await client.query('reset role')
    await client.query(
      `select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
       where d.datname = current_database() and l.locktype = 'advisory' and l.granted
         and l.classid = (hashtext('weike readings import')::bigint & 4294967295)::oid`,
    )
    client.release(true)
  }

  const pending = async (countyId: string) =>
    (await open.pool.query('select 1 from weike.reading_pending where county_id = $1', [countyId])).rowCount ?? 0

  it('is there whole with a number for each layer; the same again is left out, and a comparison writes nothing', async () => {
    const { countyId, layer, bringIn, all, numbers } = county()
    const layers = [layer(0, 10), layer(1, 11), layer(2, 12)]
    expect(await bringIn(layers, { only: 'compare' })).toEqual({ layers: 3, revised: 0, unchanged: 0 })
    expect(await all()).toEqual([])
    expect(await bringIn(layers)).toEqual({ layers: 3, revised: 0, unchanged: 0 })
    expect(await bringIn([...layers, layer(1, 21)])).toEqual({ layers: 1, revised: 1, unchanged: 3 })
    expect(await all()).toEqual(['+0 a34004-Avg: 10', '+60 a34004-Avg: 21', '+120 a34004-Avg: 12'])
    expect(await numbers()).toEqual(['1 import', '2 import', '3 import', '4 import'])
    expect(await pending(countyId)).toBe(0)
  })

  it('that breaks off while it is read leaves nothing, not even a number', async () => {
    const { countyId, layer } = county()
    async function* broken(): AsyncGenerator<LayerWrite[], void, void> {
      yield [layer(0, 10)]
      throw new Error('the file ends here')
    }
    await expect(readings.importLayers(countyId, broken(), WRITE)).rejects.toThrow('the file ends here')
    expect([await readings.head(countyId), await pending(countyId)]).toEqual([0, 0])
  })

  it('does not hold frames back while it is moved; readers of changes stop in front of it and miss nothing', async () => {
    const { countyId, deviceId, layer, frame, bringIn, all, numbers } = county()
    await readings.append([frame(0, 30)])
    const place = await occupied(countyId, deviceId, 1)
    const moving = bringIn([layer(0, 10), layer(1, 11), layer(2, 12)])
    await eventually('the numbers to be taken', async () => (await pending(countyId)) || undefined)
    // The import waits for the place; frames do not.
    expect(await readings.append([frame(1, 31), frame(2, 32)])).toMatchObject([{ seq: 5 }, { seq: 6 }])
    expect([await readings.head(countyId), await readings.headBesideImports(countyId)]).toEqual([1, 6])
    const another = open.another()
    expect([await another.head(countyId), await another.headBesideImports(countyId)]).toEqual([1, 6])
    expect(await numbers()).toEqual(['1 frame'])
    expect(await all()).toEqual([])
    await place.free()
    expect(await moving).toEqual({ layers: 3, revised: 0, unchanged: 0 })
    expect(await readings.head(countyId)).toBe(6)
    const whole = ['1 frame', '2 import', '3 import', '4 import', '5 frame', '6 frame']
    expect(await numbers()).toEqual(whole)
    expect(await numbers(open.another())).toEqual(whole)
    // Who stood in front of the import reads on from there, in this process too.
    const behind = await readings.since(countyId, 1, 6)
    expect(behind.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6])
    expect(await all()).toHaveLength(3)
  })

  it('of what happens now holds the rules back, too, until it is there: they miss no hour of a feed', async () => {
    const { countyId, deviceId, layer, frame, bringIn, numbers } = county()
    await readings.append([frame(0, 30)])
    const place = await occupied(countyId, deviceId, 1)
    const moving = bringIn([layer(0, 10, 'feed'), layer(1, 11, 'feed')])
    await eventually('the numbers to be taken', async () => (await pending(countyId)) || undefined)
    expect(await readings.append([frame(1, 31)])).toMatchObject([{ seq: 4 }])
    expect([await readings.head(countyId), await readings.headBesideImports(countyId)]).toEqual([1, 1])
    await place.free()
    await moving
    expect([await readings.head(countyId), await readings.headBesideImports(countyId)]).toEqual([4, 4])
    expect(await numbers()).toEqual(['1 frame', '2 feed', '3 feed', '4 frame'])
  })

  it('killed while it is moved: nothing of it is there, its numbers are given to nothing, and the next one goes through', async () => {
    const { countyId, deviceId, layer, frame, bringIn, all, numbers } = county()
    await readings.append([frame(0, 30)])
    const place = await occupied(countyId, deviceId, 1)
    const moving = bringIn([layer(0, 10), layer(1, 11)]).catch((error: Error) => error)
    await eventually('the numbers to be taken', async () => (await pending(countyId)) || undefined)
    await readings.append([frame(1, 31)])
    await killImports()
    expect(await moving).toBeInstanceOf(Error)
    await place.free()
    expect(await readings.head(countyId)).toBe(4)
    expect([await numbers(), await all(), await pending(countyId)]).toEqual([['1 frame', '4 frame'], [], 0])
    expect(await bringIn([layer(0, 10), layer(1, 11)])).toEqual({ layers: 2, revised: 0, unchanged: 0 })
    expect(await numbers()).toEqual(['1 frame', '4 frame', '5 import', '6 import'])
  })

  it('when another change takes a place while the file is moved, it is kept and the file’s layer stands behind it', async () => {
    const { countyId, deviceId, layer, frame, bringIn } = county()
    await readings.append([frame(0, 30)])
    const place = await occupied(countyId, deviceId, 2)
    const moving = bringIn([layer(1, 11), layer(2, 12)])
    await eventually('the numbers to be taken', async () => (await pending(countyId)) || undefined)
    await place.keep()
    expect(await moving).toEqual({ layers: 2, revised: 0, unchanged: 0 })
    const versions = await readings.layers(countyId, deviceId, 'hour', NOON + 2 * HOUR_MS)
    expect(versions.map(({ version, source }) => [version, source])).toEqual([
      [1, 'frame'],
      [2, 'import'],
    ])
  })
})

interface Occupied {
  free(): Promise<void>
  keep(): Promise<void>
}
