import { arch, cpus } from 'node:os'
import { expect, it } from 'vitest'
import { freshDatabase } from '../setup/fresh-database.ts'
import { type Simulated, simulate } from '../setup/simulated-county.ts'

const DAYS = 365

async function year(): Promise<Simulated & { minutes: number }> {
  const fresh = await freshDatabase('embedded')
  const startedAt = Date.now()
  try {
    const simulated = await simulate(fresh, { days: DAYS, seed: 'a year' })
    return { ...simulated, minutes: (Date.now() - startedAt) / 60_000 }
  } finally {
    await fresh.remove()
  }
}

it('a simulated year runs in minutes and comes out the same twice', async () => {
  const { minutes: firstMinutes, ...first } = await year()
  const { minutes: secondMinutes, ...second } = await year()
  const { counts, head, day } = first
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? '?'}, ${arch()}, Node ${process.version}`
  console.log(
    [
      `a simulated year of two stations, twice (${machine})`,
      `  first   ${firstMinutes.toFixed(1)} min   head #${head.seq} ${head.hash}`,
      `  second  ${secondMinutes.toFixed(1)} min   head #${second.head.seq} ${second.head.hash}`,
      `  ${JSON.stringify(counts)}, last signed day ${day.day} #${day.seq}`,
    ].join('\n'),
  )
  expect(second).toEqual(first)
  expect(first.findings).toEqual([])
  expect(counts.days).toBe(DAYS)
  expect(counts.frames).toBeGreaterThan(2 * 24 * DAYS - 50)
})
