import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Installation, openInstallation } from '../../src/app/installation.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { systemRandomness } from '../../src/platform/identity.ts'
import {
  isBeingMoved,
  type LeftBehind,
  leftBehind,
  loadInParts,
  ROUGH_ROWS,
  roughHours,
  rowsKept,
  YEARS_APART,
} from './cut-off-import.ts'
import { eventually } from './eventually.ts'
import { type DatabaseKind, type FreshDatabase, freshDatabase } from './fresh-database.ts'
import { beginWeike, runWeike } from './weike.ts'

const told = z.object({ rows: z.int(), added: z.int(), unchanged: z.int(), from: z.int() })
const stations = '站点编码,站点名称,级别,经度,纬度\nS1,一中站,国控,112.36,28.59\nS2,园区站,微站,112.38,28.61\n'

/** A file for each way of being cut off, in the order in which they come in: each of years of its own. */
const names = ['aborted', 'killed', 'killed-in-flight', 'untold', 'judged-anew', 'twice-at-once'] as const
type Name = (typeof names)[number]

/** What holds of a load that is aborted, killed and gone on with: the suite on one kind of database, the trial on the other (fresh-database.ts). */
export function describeCutOffLoads(kind: DatabaseKind): void {
  describe(`a load that does not come to its end on ${kind} PostgreSQL`, () => {
    let [place, other]: (FreshDatabase | undefined)[] = []
    let here: Installation
    let whole: ReadonlyMap<Name, LeftBehind>

    beforeAll(async () => {
      place = await freshDatabase(kind)
      other = await freshDatabase(kind)
      whole = await uninterrupted(other)
      here = await opened(place)
      await prepared(place)
    }, 300_000)
    afterAll(async () => {
      await here?.close()
      await place?.remove()
      await other?.remove()
    })

    const pathOf = (at: FreshDatabase, name: Name) => join(at.dataDir, `${name}.csv`)
    const ours = () => place ?? expect.fail('there is no database')

    async function prepared(at: FreshDatabase): Promise<void> {
      await writeFile(join(at.dataDir, 'stations.csv'), stations)
      for (const [nth, name] of names.entries()) await writeFile(pathOf(at, name), roughHours(1975 + nth * YEARS_APART))
      await runWeike(at, ['import', join(at.dataDir, 'stations.csv'), '--data', at.dataDir, '--as', 'stations'])
    }

    /** The same files, each in one go, into another database. */
    async function uninterrupted(at: FreshDatabase): Promise<ReadonlyMap<Name, LeftBehind>> {
      await prepared(at)
      const files = names.map((name) => pathOf(at, name))
      const { stderr } = await runWeike(at, ['import', ...files, '--data', at.dataDir])
      const there = await opened(at)
      try {
        const found = new Map<Name, LeftBehind>()
        for (const name of names) found.set(name, await leftBehind(there, pathOf(at, name), `${name}.csv`))
        expect(found.get('killed')?.job?.state, stderr).toBe('done')
        return found
      } finally {
        await there.close()
      }
    }

    const wordsOf = (name: Name) => ['import', pathOf(ours(), name), '--data', ours().dataDir]
    const begin = (name: Name) => beginWeike(ours(), wordsOf(name))

    /** The same command again, to its end. */
    async function again(name: Name) {
      const { stdout, stderr } = await runWeike(ours(), wordsOf(name))
      const [line = ''] = stdout.trim().split('\n')
      if (!line.startsWith('{')) throw new Error(stderr)
      return { outcome: told.parse(JSON.parse(line)), stderr }
    }

    const runner = (name: Name) => loadInParts(here, pathOf(ours(), name))

    const nowOf = (name: Name) => leftBehind(here, pathOf(ours(), name), `${name}.csv`)

    it('what was read is not read again: each hour is staged once, and all is as if nothing had happened', async () => {
      const run = await runner('aborted')
      // Cut off before anything was kept, twice in the middle, and when all was read.
      const parts = [await run(1), await run(25_000), await run(65_000), await run(null, 'before-the-write')]
      parts.push(await run(null))
      expect(parts.map(({ state }) => state)).toEqual(['paused', 'paused', 'paused', 'failed', 'done'])
      expect(parts.map(({ from }) => from)).toEqual([0, ...parts.slice(0, 4).map(({ kept }) => kept)])
      expect(parts.map(({ kept }) => kept > 0)).toEqual([false, true, true, true, false])
      const staged = parts.flatMap(({ hours }) => hours)
      expect(new Set(staged).size).toBe(staged.length)
      expect(staged.length).toBe(whole.get('aborted')?.layers.count)
      expect(parts.filter(({ hours }) => hours.length > 0).length).toBeGreaterThan(2)
      expect(await nowOf('aborted')).toEqual(whole.get('aborted'))
    })

    it('an hour that the file repeats behind the cut is refused, as it is when read in one go', async () => {
      const { refused } = await nowOf('aborted')
      const repeated = refused?.split('\r\n').filter((line) => line.includes('repeats an earlier row')) ?? []
      expect(repeated.map((line) => line.split(',').at(-2))).toEqual([`${ROUGH_ROWS}`, `${ROUGH_ROWS + 1}`])
    })

    it('killed again and again while it reads, the same command goes on and says from where', async () => {
      const random = Array.from({ length: 3 }, () => Math.floor(Math.random() * 60))
      const heard: string[] = []
      for (const [nth, more] of random.entries()) {
        const command = begin('killed')
        const before = (await rowsKept(here)) ?? 0
        // Some rows are kept, or none is yet; and then a little later.
        await eventually('the load to come along', async () => {
          const rows = (await rowsKept(here)) ?? 0
          return nth === 0 || rows > before || rows >= 60_000 ? rows + 1 : undefined
        })
        for (let look = 0; look < more; look += 1) await rowsKept(here)
        await command.kill()
        heard.push((await command.ended).stderr)
        expect((await nowOf('killed')).layers.count).toBe(0)
      }
      const kept = (await rowsKept(here)) ?? 0
      const { outcome, stderr } = await again('killed')
      expect(kept).toBeGreaterThan(0)
      expect(outcome.from).toBe(kept)
      expect(stderr).toContain(`${kept} of ${ROUGH_ROWS} rows were read before; goes on from row ${kept + 1}`)
      expect(heard.join('')).toContain('rows were read before')
      expect(await nowOf('killed')).toEqual(whole.get('killed'))
    })

    it('killed while the last write is in flight, it is done or is written again, never by half', async () => {
      const seen = { inFlight: 0, done: 0 }
      for (let kill = 0; kill < 2; kill += 1) {
        const command = begin('killed-in-flight')
        const ended = command.ended.then(() => 'ended' as const)
        for (;;) {
          if (await isBeingMoved(here)) break
          if ((await Promise.race([ended, Promise.resolve('on')])) === 'ended') break
        }
        if (await isBeingMoved(here)) seen.inFlight += 1
        await command.kill()
        await eventually('the database to have ended it', async () => ((await isBeingMoved(here)) ? undefined : true))
        const { layers } = await nowOf('killed-in-flight')
        expect([0, whole.get('killed-in-flight')?.layers.count]).toContain(layers.count)
        if (layers.count > 0) seen.done += 1
      }
      process.stdout.write(`${kind}: of 2 kills ${seen.inFlight} hit the last write in flight, ${seen.done} after it\n`)
      const { outcome } = await again('killed-in-flight')
      expect(outcome.from === ROUGH_ROWS || seen.done === 2).toBe(true)
      expect(seen.inFlight).toBeGreaterThan(0)
      expect(await nowOf('killed-in-flight')).toEqual(whole.get('killed-in-flight'))
    })

    it('what was written and not told yet is told, with what was written', async () => {
      const run = await runner('untold')
      expect((await run(null, 'behind-the-write')).state).toBe('failed')
      expect((await nowOf('untold')).events).toEqual([])
      expect((await again('untold')).outcome.added).toBe(whole.get('untold')?.layers.count)
      expect(await nowOf('untold')).toEqual(whole.get('untold'))
    })

    it('the same file once more writes nothing', async () => {
      const { outcome } = await again('killed')
      expect(outcome).toMatchObject({ added: 0, unchanged: whole.get('killed')?.layers.count, from: 0 })
    })

    it('of two that go on with it at once one does, and the other one is told', async () => {
      const run = await runner('twice-at-once')
      expect((await run(25_000)).state).toBe('paused')
      const both = await Promise.all([begin('twice-at-once').ended, begin('twice-at-once').ended])
      const [, ...others] = both.toSorted((one, two) => two.stdout.length - one.stdout.length)
      // Whoever comes when it is all done imports the file once more, and changes nothing.
      const late = others.filter(({ stdout }) => stdout !== '')
      for (const { stdout } of late) expect(told.parse(JSON.parse(stdout)).added).toBe(0)
      for (const { stderr } of others) if (late.length === 0) expect(stderr).toContain('brought in elsewhere')
      expect(await nowOf('twice-at-once')).toEqual(whole.get('twice-at-once'))
    })

    it('when a station has come since, all rows are read again, and that is said', async () => {
      const run = await runner('judged-anew')
      const { kept } = await run(25_000)
      expect(kept).toBeGreaterThan(0)
      await writeFile(join(ours().dataDir, 'more.csv'), `${stations.split('\n')[0]}\nS3,没有的站,微站,112.4,28.6\n`)
      await runWeike(ours(), ['import', join(ours().dataDir, 'more.csv'), '--data', ours().dataDir, '--as', 'stations'])
      const { outcome, stderr } = await again('judged-anew')
      expect(stderr).toContain(`have changed since: the ${kept} rows that were read are read again`)
      expect(outcome.from).toBe(0)
      const { layers, refused } = await nowOf('judged-anew')
      // Its rows, one in 5003, have a home by now.
      const before = whole.get('judged-anew')
      expect(layers.count).toBe((before?.layers.count ?? 0) + Math.ceil((ROUGH_ROWS - 2 - 17) / 5_003))
      expect([before?.refused?.includes('没有的站'), refused?.includes('没有的站')]).toEqual([true, false])
    })
  })
}

async function opened(at: FreshDatabase): Promise<Installation> {
  const clocks = { domain: systemClock, wall: systemClock }
  const { dataDir, databaseUrl } = at
  return openInstallation({ dataDir, databaseUrl, clocks, randomness: systemRandomness, log: () => {}, name: 'test' })
}
