import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { say } from './processes.ts'
import { addTallies, tallyOf } from './tally.ts'

/**
 * Counts what Vitest ran into the file named by WEIKE_TALLY. What fails outside a test (a file that cannot be loaded,
 * a hook of a suite, an error nobody caught) counts as one failure each, so nothing broken can hide behind zero tests.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.WEIKE_TALLY
    if (!file) return
    const narrowed = process.env.WEIKE_TALLY_NARROWED === '1'
    const outcomes = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({ fullName: test.fullName, state: test.result().state })),
    )
    const { tally, skippedWithoutLeave } = tallyOf(outcomes, narrowed)
    for (const name of skippedWithoutLeave) {
      say(`✗ skipped, though only absent data of ../shared/ is a reason to: ${name}`)
    }
    const broken = modules.reduce((count, module) => count + failuresOutsideTests(module), unhandledErrors.length)
    writeFileSync(file, JSON.stringify(addTallies(tally, { passed: 0, failed: broken, skipped: 0 })))
  }
}

function failuresOutsideTests(module: TestModule): number {
  const suites = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length
  const own = module.errors().length > 0 ? 1 : 0
  const seen = suites + own + [...module.children.allTests('failed')].length
  return module.state() === 'failed' && seen === 0 ? 1 : suites + own
}
