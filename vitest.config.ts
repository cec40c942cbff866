import { defineConfig } from 'vitest/config'
import { wordsOfPages } from './web/build/web-words.ts'

const minutes = 60_000

/** A core each; properties try thousands of cases, and a busy machine must not fail them. */
const besideSources = {
  setupFiles: ['test/setup/properties.ts'],
  maxWorkers: '100%',
  testTimeout: minutes,
  sequence: { groupOrder: 0 },
}

/**
 * What `npm test` runs, from fast to slow: `unit` and `unit-alone` beside the sources, `chain` through real sockets and databases,
 * `browser` in a real one. One file of each runs at a time: they start servers of their own and need the cores.
 * `--mode trial` (npm run trial) runs the long proofs instead.
 */
export default defineConfig(({ mode }) => ({
  test: {
    allowOnly: false,
    // Its own second would be an assertion about time, which a busy machine fails.
    expect: { poll: { timeout: minutes } },
    projects:
      mode === 'trial'
        ? [
            {
              extends: true,
              test: {
                name: 'trial',
                include: ['test/trial/*.trial.ts'],
                globalSetup: ['test/setup/databases.ts'],
                env: { WEIKE_TRIAL: '1' },
                fileParallelism: false,
                disableConsoleIntercept: true,
                testTimeout: 240 * minutes,
                hookTimeout: 10 * minutes,
              },
            },
          ]
        : [
            {
              extends: true,
              test: {
                name: 'unit',
                include: ['{src,simulator}/**/*.test.ts'],
                // Nothing of the server is kept in a module or a global: its files share a process, which saves half the time.
                isolate: false,
                ...besideSources,
              },
            },
            {
              extends: true,
              plugins: [wordsOfPages()],
              test: { name: 'unit-alone', include: ['{tools,web}/**/*.test.{ts,tsx}'], ...besideSources },
            },
            {
              extends: true,
              test: {
                name: 'chain',
                include: ['test/*.test.ts'],
                globalSetup: ['test/setup/databases.ts'],
                fileParallelism: false,
                testTimeout: 2 * minutes,
                hookTimeout: 2 * minutes,
                sequence: { groupOrder: 1 },
              },
            },
            {
              extends: true,
              test: {
                name: 'browser',
                include: ['test/browser/*.test.ts'],
                fileParallelism: false,
                testTimeout: 2 * minutes,
                hookTimeout: 2 * minutes,
                sequence: { groupOrder: 2 },
              },
            },
          ],
  },
}))
