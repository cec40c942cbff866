import { buildWebIfStale } from './web.ts'

/** How a command ended, or the arguments of the Node program that goes on in its place. */
export type End = { exitCode: number; become?: undefined } | { become: string[] }

const usage = `usage: node bootstrap.mjs COMMAND   (or: npm start, npm test, npm run COMMAND)
  start [--empty] [options of "weike serve"]   start Weike with the demo county, or without it
  test [FILE or vitest options]                everything that must hold, or one file alone
  trial [NAME]                                 the long proofs, test/trial/NAME*.trial.ts
  bench NAME                                   one measurement, bench/NAME*.ts
  lint                                         format, types, dead code, architecture, catalogues
  build                                        the web pages, where they are stale
`

/** Runs one command of the checkout, after installation and under the right Node. A start loads nothing of the tests. */
export async function main(root: string, argv: string[]): Promise<End> {
  const [command, ...args] = argv
  switch (command) {
    case 'start':
      return start(root, args)
    case 'test': {
      const { test } = await import('./tests.ts')
      return { exitCode: await test(root, args) }
    }
    case 'trial': {
      const { trial } = await import('./tests.ts')
      return { exitCode: await trial(root, args) }
    }
    case 'bench': {
      const { bench } = await import('./bench.ts')
      return { exitCode: await bench(root, args) }
    }
    case 'lint': {
      const { runChecks, staticChecks } = await import('./checks.ts')
      return { exitCode: (await runChecks(root, staticChecks)).failed.length === 0 ? 0 : 1 }
    }
    case 'build':
      return { exitCode: (await buildWebIfStale(root)) ? 0 : 1 }
    default:
      process.stderr.write(usage)
      return { exitCode: 2 }
  }
}

async function start(root: string, args: string[]): Promise<End> {
  if (!(await buildWebIfStale(root))) return { exitCode: 1 }
  return { become: serveArguments(root, args) }
}

/**
 * Under load thousands of frames wait for the disk at once. With V8's usual room for the young they would be copied again and
 * again and grow old; with this they die young, and a frame costs a tenth less. The `weike` script says the same. [MiB]
 */
const nodeFlags = ['--max-semi-space-size=64']

/** The demo is what `npm start` shows unless it is told `--empty`; every other word goes to `weike serve`. */
export function serveArguments(root: string, args: string[]): string[] {
  const passed = args.filter((arg) => arg !== '--empty' && arg !== '--demo')
  const demo = args.includes('--empty') ? [] : ['--demo']
  return [...nodeFlags, `${root}/src/app/cli.ts`, 'serve', ...demo, ...passed]
}
