import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import type { ToldDay, ToldYear } from '../../../src/app/evaluate/told.ts'
import { watchPeak } from './processes.ts'
import { checkout } from './weike.ts'

export interface Ran {
  stations: (ToldYear & { days?: ToldDay[] })[]
  said: string
  seconds: number
  /** Largest memory of the process [bytes]; null where the system does not tell. */
  peak: number | null
}

/** `weike evaluate … --json`, a process of its own. */
export async function evaluated(files: readonly string[], ...words: readonly string[]): Promise<Ran> {
  const started = performance.now()
  const child = spawn(process.execPath, [join(checkout, 'src/app/cli.ts'), 'evaluate', ...files, '--json', ...words], {
    env: { ...process.env, WEIKE_LANGUAGE: 'en' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const peak = watchPeak(child.pid ?? 0)
  const exit = once(child, 'exit')
  const [told, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  await exit
  expect(child.exitCode, said).toBe(0)
  return { ...JSON.parse(told), said, seconds: (performance.now() - started) / 1000, peak: peak() }
}
