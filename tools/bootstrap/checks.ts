import { join } from 'node:path'
import { capture, say } from './processes.ts'

/** A check of the sources as they lie there; counted as one test by `npm test`. */
export interface StaticCheck {
  name: string
  /** What Node runs, below the root. */
  script: readonly string[]
}

export const staticChecks: readonly StaticCheck[] = [
  { name: 'types (tsc)', script: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'format and lint (biome)',
    script: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  },
  { name: 'dead code (knip)', script: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'who imports whom', script: ['tools/architecture.ts'] },
  { name: 'catalogues of both languages', script: ['tools/catalogues.ts'] },
]

/** Runs the checks, two at a time; a passed one says one line, a failed one all it has to say. */
export async function runChecks(
  root: string,
  checks: readonly StaticCheck[],
): Promise<{ passed: string[]; failed: string[] }> {
  const passed: string[] = []
  const failed: string[] = []
  const left = [...checks]
  async function lane(): Promise<void> {
    for (let check = left.shift(); check !== undefined; check = left.shift()) {
      const [script = '', ...args] = check.script
      const started = Date.now()
      const { exitCode, output } = await capture(process.execPath, [join(root, script), ...args], root)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      if (exitCode === 0) passed.push(check.name)
      else failed.push(check.name)
      say(`${exitCode === 0 ? '✓' : '✗'} ${check.name}, ${seconds} s`)
      if (exitCode !== 0) say(output.trimEnd())
    }
  }
  await Promise.all([lane(), lane()])
  return { passed, failed }
}
