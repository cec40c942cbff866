import { describe, expect, it } from 'vitest'
import { serveArguments } from './main.ts'
import { planOf } from './tests.ts'

describe('what a call of npm test needs', () => {
  it('is everything when it names nothing', () => {
    expect(planOf([])).toEqual({ staticChecks: true, servers: true, narrowed: false })
  })

  it('is Vitest alone for files beside the sources', () => {
    for (const file of ['src/standards/civil-time.test.ts', './tools/catalogues.test.ts', 'web/text', 'simulator/']) {
      expect(planOf([file]), file).toEqual({ staticChecks: false, servers: false, narrowed: false })
    }
  })

  it('is a browser, a database and the pages for a chain, without the static checks', () => {
    expect(planOf(['test/hj212.test.ts'])).toEqual({ staticChecks: false, servers: true, narrowed: false })
    expect(planOf(['src/a.test.ts', 'test/hj212.test.ts']).servers).toBe(true)
    expect(planOf(['--project', 'chain']).servers).toBe(true)
  })

  it('leaves out, rather than skips, what a name or a line does not fit', () => {
    expect(planOf(['src/a.test.ts', '-t', 'a frame cut anywhere']).narrowed).toBe(true)
    expect(planOf(['--testNamePattern=frame']).narrowed).toBe(true)
    expect(planOf(['src/a.test.ts:12']).narrowed).toBe(true)
    expect(planOf(['src/a.test.ts', '-t', 'test/x']).servers).toBe(false)
  })
})

describe('npm start', () => {
  it('shows the demo unless it is told not to, and passes every other word on', () => {
    const flag = '--max-semi-space-size=64'
    expect(serveArguments('/r', [])).toEqual([flag, '/r/src/app/cli.ts', 'serve', '--demo'])
    expect(serveArguments('/r', ['--empty', '--port', '0'])).toEqual([
      flag,
      '/r/src/app/cli.ts',
      'serve',
      '--port',
      '0',
    ])
    expect(serveArguments('/r', ['--demo', '--data', 'd'])).toEqual([
      flag,
      '/r/src/app/cli.ts',
      'serve',
      '--demo',
      '--data',
      'd',
    ])
  })
})
