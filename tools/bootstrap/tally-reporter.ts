import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { addTallies, failureOf, failureText, noTests, type Tally, tallyOf } from './tally.ts'

/**
 * Counts what Vitest ran into the file named by WEIKE_TALLY. What fails outside a test (a file that cannot be loaded,
 * a hook of a suite, an error nobody caught) counts as one failure each, so nothing broken can hide behind zero tests.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.WEIKE_TALLY
    if (!file) return
    const narrowed = process.env.WEIKE_TALLY_NARROWED === '1'
    const tallies = [
      ...modules.flatMap((module) => [tallyOf(outcomesOf(module), narrowed), failuresOutsideTests(module)]),
      ...unhandledErrors.map((error) => failureOf(failureText('an error nobody caught', reasonsOf([error])))),
    ]
    writeFileSync(file, JSON.stringify(tallies.reduce(addTallies, noTests)))
  }
}

function outcomesOf(module: TestModule) {
  return [...module.children.allTests()].map((test) => {
    const { state, errors } = test.result()
    return { fullName: `${pathOf(module)} > ${test.fullName}`, state, reasons: reasonsOf(errors ?? []) }
  })
}

function failuresOutsideTests(module: TestModule): Tally {
  const path = pathOf(module)
  const broken = [
    ...[...module.children.allSuites()].map((suite) => ({ name: `${path} > ${suite.fullName}`, of: suite.errors() })),
    { name: path, of: module.errors() },
  ]
    .filter(({ of }) => of.length > 0)
    .map(({ name, of }) => failureOf(failureText(name, reasonsOf(of))))
  const failedTests = [...module.children.allTests('failed')].length
  if (module.state() === 'failed' && broken.length + failedTests === 0) broken.push(failureOf(`${path}: failed`))
  return broken.reduce(addTallies, noTests)
}

/** The message of each error, and the difference of an assertion. */
function reasonsOf(errors: readonly unknown[]): string[] {
  return errors.map((error) => {
    if (typeof error !== 'object' || error === null) return String(error)
    const { message, diff } = error as { message?: unknown; diff?: unknown }
    return [message, diff].filter((part) => typeof part === 'string').join('\n')
  })
}

function pathOf(module: TestModule): string {
  return relative(module.project.config.root, module.moduleId)
}
