/** How many tests passed, failed and were skipped. A static check counts as a test. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** What failed, where and why, each in a few lines: told once more at the very end, which is what people read. */
  failures: readonly string[]
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] }

/** One failure that is no test's of Vitest: a check, a step before the tests, a run that broke off. */
export function failureOf(what: string): Tally {
  return { ...noTests, failed: 1, failures: [what] }
}

export function addTallies(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...one.failures, ...other.failures],
  }
}

export function closingLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

export function isTally(value: unknown): value is Tally {
  if (typeof value !== 'object' || value === null) return false
  return (
    ['passed', 'failed', 'skipped'].every((name) => typeof Reflect.get(value, name) === 'number') &&
    Array.isArray(Reflect.get(value, 'failures'))
  )
}

/** What a skipped test's full name must hold: the shared data that this clone has not got. */
const reasonToSkip = '../shared/'

/** One test as a runner reports it; `pending` is one that never came to its end. */
export interface TestOutcome {
  fullName: string
  state: 'passed' | 'failed' | 'skipped' | 'pending'
  /** What its errors say, of a failed one. */
  reasons?: readonly string[]
}

/**
 * Counts outcomes. A test may be skipped only where data from outside the project is absent, and says so in its name:
 * any other skipped test is a promise that nobody keeps, and counts as failed.
 * @param narrowed the person asked for a part of the tests: the others are left out, not skipped
 */
export function tallyOf(outcomes: Iterable<TestOutcome>, narrowed: boolean): Tally {
  let tally = noTests
  for (const { fullName, state, reasons } of outcomes) {
    if (state === 'passed') tally = { ...tally, passed: tally.passed + 1 }
    else if (state === 'failed') tally = addTallies(tally, failureOf(failureText(fullName, reasons)))
    else if (state === 'pending') tally = addTallies(tally, failureOf(`${fullName}: never came to its end`))
    else if (fullName.includes(reasonToSkip)) tally = { ...tally, skipped: tally.skipped + 1 }
    else if (!narrowed) {
      tally = addTallies(tally, failureOf(`${fullName}: skipped, though only absent data of ../shared/ is a reason to`))
    }
  }
  return tally
}

/** The colours of a terminal, which a diff is full of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with one
const colours = /\u001b\[[0-9;]*m/g

/** How many lines of what an error says are told again. */
const reasonLines = 12

/** A failure's name, and the beginning of what its errors say, indented. */
export function failureText(name: string, reasons: readonly string[] = []): string {
  const lines = reasons.flatMap((reason) => reason.replace(colours, '').trimEnd().split('\n').slice(0, reasonLines))
  return [name, ...lines.map((line) => `    ${line}`)].join('\n')
}
