import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks, staticChecks } from './checks.ts'
import { preparePrerequisites } from './prerequisites.ts'
import { run, say } from './processes.ts'
import { addTallies, closingLine, failureOf, isTally, noTests, type Tally } from './tally.ts'
import { buildWebIfStale } from './web.ts'

/** What a call of `npm test` with these words needs besides Vitest itself. */
export interface TestPlan {
  /** Lint, types, architecture and the rest: only when everything is asked for. */
  staticChecks: boolean
  /** A browser, Chinese fonts, the system's PostgreSQL and the built pages: not for tests beside the sources. */
  servers: boolean
  /** A part of a file was asked for (`-t`, `file:line`): Vitest calls the rest skipped, and it is not counted. */
  narrowed: boolean
}

const optionsWithName = new Set(['-t', '--testNamePattern', '--test-name-pattern', '--project', '-p'])

/** @param args the words after `npm test --` */
export function planOf(args: readonly string[]): TestPlan {
  const files = args.filter((arg, at) => !arg.startsWith('-') && !optionsWithName.has(args[at - 1] ?? ''))
  const onlyBesideSources = files.length > 0 && files.every((file) => /^(\.\/)?(src|simulator|tools|web)\//.test(file))
  const byName = args.some((arg) => /^(-t|--test-?name-?pattern)/i.test(arg))
  return {
    staticChecks: args.length === 0,
    servers: !onlyBesideSources,
    narrowed: byName || files.some((file) => /:\d+$/.test(file)),
  }
}

/**
 * `npm test`: everything that must hold, or the files named. The last line on stdout is the tally.
 * @returns exit code 0 only when something ran and nothing failed
 */
export async function test(root: string, args: string[]): Promise<number> {
  const plan = planOf(args)
  if (plan.servers && !(await preparePrerequisites())) return close(failureOf('what the tests need'))
  let tally = noTests
  if (plan.staticChecks) {
    const { passed, failed } = await runChecks(root, staticChecks)
    tally = [{ ...noTests, passed: passed.length }, ...failed.map(failureOf)].reduce(addTallies, tally)
  }
  if (plan.servers) {
    const built = await buildWebIfStale(root)
    say(`${built ? '✓' : '✗'} web pages`)
    tally = addTallies(tally, built ? { ...noTests, passed: 1 } : failureOf('web pages'))
  }
  const tested =
    args.length === 0
      ? await runEverything(root)
      : await runVitest(root, ['run', ...args, '--reporter=default'], plan.narrowed)
  return close(addTallies(tally, tested), tested)
}

/** Long chains that follow the browsers on their core, which is free minutes before that of the chains. */
const afterBrowsers = ['import-resume', 'cli', 'embedded-postgres', 'verify-ledger'].map(
  (name) => `test/${name}.test.ts`,
)

/** What is beside the sources first; then chains and browsers at once, a core for each: neither knows of the other. */
async function runEverything(root: string): Promise<Tally> {
  const project = (name: string, ...more: readonly string[]) =>
    runVitest(root, ['run', `--project=${name}`, '--reporter=default', ...more], false)
  const unit = await project('unit*')
  const tallies = await Promise.all([
    project('chain', ...afterBrowsers.map((file) => `--exclude=${file}`)),
    project('browser').then(async (browser) => addTallies(browser, await project('chain', ...afterBrowsers))),
  ])
  return tallies.reduce(addTallies, unit)
}

/** `npm run trial`: the long proofs, their talk passed on as it comes. */
export async function trial(root: string, args: string[]): Promise<number> {
  if (!(await preparePrerequisites())) return close(failureOf('what the trials need'))
  if (!(await buildWebIfStale(root))) return close(failureOf('web pages'))
  const tally = await runVitest(root, ['run', '--mode=trial', ...args, '--reporter=verbose'], planOf(args).narrowed)
  return close(tally)
}

/** What failed once more, of all lanes together, and the closing line. */
function close(tally: Tally, tested: Tally = tally): number {
  for (const failure of tally.failures) process.stdout.write(`✗ ${failure}\n`)
  process.stdout.write(`${closingLine(tally)}\n`)
  if (tested.passed + tested.failed === 0) say('No test ran.')
  return tally.failed === 0 && tested.passed > 0 ? 0 : 1
}

/** Runs Vitest in a process of its own; its result comes back through a file, so no output of a test can be taken for it. */
async function runVitest(root: string, args: string[], narrowed: boolean): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'weike-tally-'))
  const file = join(folder, 'tally.json')
  try {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    // Hundreds of servers and commands are started, of the same code: what Node has made of it once is kept.
    const compiled = join(root, 'node_modules', '.cache', 'weike-compiled')
    const exitCode = await run(process.execPath, [vitest, ...args, '--reporter=./tools/bootstrap/tally-reporter.ts'], {
      cwd: root,
      stdout: 'stdout',
      env: {
        ...process.env,
        NODE_COMPILE_CACHE: compiled,
        WEIKE_TALLY: file,
        WEIKE_TALLY_NARROWED: narrowed ? '1' : '',
      },
    })
    const tally = readTally(file)
    if (tally !== undefined && (exitCode === 0 || tally.failed > 0)) return tally
    say(`Vitest ended with ${exitCode}${tally === undefined ? ' and left no result' : ''}.`)
    return addTallies(tally ?? noTests, failureOf(`vitest ${args.join(' ')}: ended with ${exitCode}`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTally(file: string): Tally | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isTally(read) ? read : undefined
  } catch {
    return undefined // Vitest stopped before any test: its configuration or a global setup failed
  }
}
