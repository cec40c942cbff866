import { expect, it } from 'vitest'
import { type DatabaseKind, freshDatabase } from './setup/fresh-database.ts'
import { type Simulated, simulate } from './setup/simulated-county.ts'

const DAYS = 30

async function run(kind: DatabaseKind, seed: string, days = DAYS): Promise<Simulated> {
  const fresh = await freshDatabase(kind)
  try {
    return await simulate(fresh, { days, seed })
  } finally {
    await fresh.remove()
  }
}

it('thirty simulated days come out the same twice, on the PostgreSQL that Weike brings along and on the system’s', async () => {
  const first = await run('embedded', 'a county')
  const second = await run('system', 'a county')
  expect(second).toEqual(first)
  expect(first.findings).toEqual([])

  // A month in which something happened: nearly all hours arrived, cases were closed, deadlines ran out, each day was signed.
  const { counts } = first
  expect(counts.frames).toBeGreaterThan(2 * 24 * DAYS - 10)
  expect(counts.days).toBe(DAYS)
  expect(counts.alerts).toBeGreaterThan(5)
  expect(counts.closed).toBeGreaterThan(3)
  expect(counts.rungs).toBeGreaterThan(3)
  expect(counts.messages).toBe(counts.alerts + counts.rungs)
}, 1_800_000)

it('another seed is another county', async () => {
  const one = await run('embedded', 'one', 2)
  const other = await run('embedded', 'other', 2)
  expect(other.head.hash).not.toBe(one.head.hash)
}, 600_000)
