import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApi } from '../src/app/open-doors.ts'
import { api } from '../src/domain/api.ts'
import { csvRecords } from '../src/platform/csv.ts'

/**
 * docs/capabilities.csv says for each capability of Weike by which operations it is served, on which screen people find it and
 * which test uses it in a real browser. Nothing that the server can do may be without a person who reaches it, unless it is
 * said here to be for machines alone.
 */
const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** For programs alone, and why. */
const machineOnly: Readonly<Record<string, string>> = {
  'GET /api/health': 'asked by whoever watches the machine',
  'GET /api/openapi.json': 'read by programs that call Weike',
  'GET /api/answers': 'asked by the cockpit for what its own operations answer, to have it in one',
}

/** The rows of the file without its header. */
async function capabilitiesOf(text: string) {
  const whole = (async function* () {
    yield text
  })()
  const capabilities: { capability: string; operations: string[]; screen: string; test: string }[] = []
  for await (const records of csvRecords(whole)) {
    for (const { cells } of records) {
      const [capability = '', operations = '', screen = '', test = ''] = cells
      capabilities.push({ capability, operations: operations.split(';').map((one) => one.trim()), screen, test })
    }
  }
  return capabilities.slice(1)
}

const capabilities = await capabilitiesOf(read('docs/capabilities.csv'))
const served = [...Object.keys(api), ...Object.keys(openApi), 'GET /api/openapi.json', 'GET /api/answers']

describe('docs/capabilities.csv', () => {
  it('names every operation of the server that is not for machines alone', () => {
    const named = new Set(capabilities.flatMap(({ operations }) => operations))
    expect(served.filter((one) => !named.has(one) && !(one in machineOnly))).toEqual([])
    expect([...named].filter((one) => !served.includes(one))).toEqual([])
    expect(Object.keys(machineOnly).filter((one) => named.has(one) || !served.includes(one))).toEqual([])
  })

  it('names screens that there are', () => {
    const routes = [...read('web/router.tsx').matchAll(/^ {2}path: '([^']+)'/gm)].map(([, path]) => path)
    expect(routes.length).toBeGreaterThan(20)
    expect(capabilities.filter(({ screen }) => !routes.includes(screen))).toEqual([])
  })

  it.each(capabilities)('$capability is used in a browser by $test', ({ test }) => {
    const [, file = '', name = ''] = /^browser\/([\w-]+): (.+)$/.exec(test) ?? []
    const text = read(`test/browser/${file}.test.ts`)
    const isLook = file === 'pages' && new RegExp(`look\\('${name}',`).test(text)
    const isTest = new RegExp(`(it|each\\(.*\\))\\(\\s*['"\`]${name}`, 's').test(text)
    expect(isLook || isTest).toBe(true)
  })
})
