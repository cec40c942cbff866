/** How many tests passed, failed and were skipped. A static check counts as a test. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 }

export function addTallies(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  }
}

export function closingLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
}

export function isTally(value: unknown): value is Tally {
  if (typeof value !== 'object' || value === null) return false
  return ['passed', 'failed', 'skipped'].every((name) => typeof Reflect.get(value, name) === 'number')
}

/** What a skipped test's full name must hold: the shared data that this clone has not got. */
const reasonToSkip = '../shared/'

/** One test as a runner reports it; `pending` is one that never came to its end. */
export interface TestOutcome {
  fullName: string
  state: 'passed' | 'failed' | 'skipped' | 'pending'
}

/**
 * Counts outcomes. A test may be skipped only where data from outside the project is absent, and says so in its name:
 * any other skipped test is a promise that nobody keeps, and counts as failed.
 * @param narrowed the person asked for a part of the tests: the others are left out, not skipped
 * @returns the tally, and the tests that were skipped without leave
 */
export function tallyOf(
  outcomes: Iterable<TestOutcome>,
  narrowed: boolean,
): { tally: Tally; skippedWithoutLeave: string[] } {
  const tally = { ...noTests }
  const skippedWithoutLeave: string[] = []
  for (const { fullName, state } of outcomes) {
    if (state === 'passed') tally.passed += 1
    else if (state !== 'skipped') tally.failed += 1
    else if (fullName.includes(reasonToSkip)) tally.skipped += 1
    else if (!narrowed) {
      tally.failed += 1
      skippedWithoutLeave.push(fullName)
    }
  }
  return { tally, skippedWithoutLeave }
}
