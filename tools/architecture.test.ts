// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the planted sources are texts that hold templates
import { afterEach, describe, expect, it } from 'vitest'
import { rooms } from './architecture/rules.ts'
import { checkArchitecture } from './architecture.ts'
import { type PlantedTree, plant } from './planted-tree.ts'

let tree: PlantedTree | undefined
afterEach(() => tree?.remove())

/** A small house in which everybody behaves; a test plants its violation into it. */
const goodHouse = {
  'src/standards/civil-time.ts': 'export const offset = 8\n',
  'src/standards/rounding.ts': 'export const half = 0.5\n',
  'src/protocols/hj212/frame.ts': "import { offset } from '../../standards/civil-time.ts'\nexport const f = offset\n",
  'src/science/trend.ts': "import { half } from '../standards/rounding.ts'\nexport const t = half\n",
  'src/platform/clock.ts': 'export const systemClock = { now: () => Date.now() }\n',
  'src/platform/identity.ts':
    "import { randomBytes } from 'node:crypto'\nexport const r = (n: number) => randomBytes(n)\n",
  'src/platform/http/endpoint.ts': 'export interface Contract { path: string }\n',
  'src/domain/api.ts': "import { casesApi } from './cases/api.ts'\nexport const api = { ...casesApi }\n",
  'src/domain/cases/model.ts': 'export interface Case { id: string }\n',
  'src/domain/cases/api.ts':
    "import type { Case } from './model.ts'\nexport const casesApi = { get: (each: Case) => each }\n",
  'src/domain/cases/decide.ts': "import type { Case } from './model.ts'\nexport const decide = (each: Case) => each\n",
  'src/domain/cases/store.ts':
    "import type { Case } from './model.ts'\nexport const load = (id: string): Case => ({ id })\n",
  'src/domain/cases/service.ts':
    "import { decide } from './decide.ts'\nimport { load } from './store.ts'\nexport const go = () => decide(load(''))\n",
  'src/domain/alerts/service.ts':
    "import { go } from '../cases/service.ts'\nimport type { Case } from '../cases/model.ts'\nexport const a = (): Case => go()\n",
  'src/gateways/hj212.ts':
    "import { f } from '../protocols/hj212/frame.ts'\nimport { a } from '../domain/alerts/service.ts'\nexport const g = [f, a]\n",
  'src/app/cli.ts':
    "import { load } from '../domain/cases/store.ts'\nimport { g } from '../gateways/hj212.ts'\nconsole.log(g, load, Date.now())\n",
  'simulator/main.ts': "import { f } from '../src/protocols/hj212/frame.ts'\nconsole.log(f)\n",
  'web/main.tsx':
    "import type { Contract } from '../src/platform/http/endpoint.ts'\nimport type { api } from '../src/domain/api.ts'\nimport type { Case } from '../src/domain/cases/model.ts'\nimport zh from '../catalogues/zh.json' with { type: 'json' }\nexport const Page = (p: { c: Case; d: Contract; e: typeof api }) => <p title={zh.title}>{p.c.id}</p>\n",
  'catalogues/zh.json': '{ "title": "标题" }\n',
  'test/chain.test.ts': "import { load } from '../src/domain/cases/store.ts'\nimport '../src/app/cli.ts'\nload('')\n",
}

function faultsOf(files: Record<string, string>): string[] {
  tree = plant(files)
  return checkArchitecture(tree.root).faults.map(({ path, line, problem }) => `${path}:${line} ${problem}`)
}

describe('who may import whom', () => {
  it('finds nothing in a house where everybody behaves, and has seen every room of it', () => {
    tree = plant(goodHouse)
    const report = checkArchitecture(tree.root)
    expect(report.faults).toEqual([])
    expect(report.files).toBe(Object.keys(goodHouse).length - 1)
    expect(report.imports).toBe(21)
    for (const { name } of rooms) expect(report.filesByRoom.get(name), name).toBeGreaterThan(0)
  })

  const planted: [name: string, path: string, text: string, problem: RegExp][] = [
    [
      'standards take from platform',
      'src/standards/a.ts',
      "import '../platform/clock.ts'",
      /\(standards\) may not import src\/platform\/clock\.ts/,
    ],
    [
      'protocols take a standard other than civil time',
      'src/protocols/a.ts',
      "import '../standards/rounding.ts'",
      /\(protocols\) may not import/,
    ],
    [
      'science takes from the domain',
      'src/science/a.ts',
      "import type { Case } from '../domain/cases/model.ts'",
      /\(science\) may not import/,
    ],
    [
      'platform knows a room',
      'src/platform/a.ts',
      "import type { Case } from '../domain/cases/model.ts'",
      /\(platform\) may not import/,
    ],
    [
      'a room reads the store of another',
      'src/domain/alerts/a.ts',
      "import { load } from '../cases/store.ts'",
      /\(domain\) may not import src\/domain\/cases\/store\.ts/,
    ],
    [
      'a room uses the rules of another',
      'src/domain/alerts/a.ts',
      "export { decide } from '../cases/decide.ts'",
      /\(domain\) may not import src\/domain\/cases\/decide\.ts/,
    ],
    [
      'a room takes from a gateway',
      'src/domain/alerts/a.ts',
      "import '../../gateways/hj212.ts'",
      /\(domain\) may not import/,
    ],
    [
      'the sum of contracts takes a service',
      'src/domain/a.ts',
      "import './cases/service.ts'",
      /\(domain, the sum of its contracts\) may not/,
    ],
    [
      'a gateway reads a store',
      'src/gateways/a.ts',
      "import '../domain/cases/store.ts'",
      /\(gateways\) may not import/,
    ],
    [
      'somebody imports app',
      'src/platform/a.ts',
      "import '../app/cli.ts'",
      /\(platform\) may not import src\/app\/cli\.ts/,
    ],
    [
      'a gateway imports app',
      'src/gateways/a.ts',
      "import '../app/cli.ts'",
      /\(gateways\) may not import src\/app\/cli\.ts/,
    ],
    [
      'the simulator knows the server',
      'simulator/a.ts',
      "import '../src/platform/clock.ts'",
      /\(simulator\) may not import/,
    ],
    [
      'a page takes a service',
      'web/a.tsx',
      "import { go } from '../src/domain/cases/service.ts'",
      /\(web\) may not import/,
    ],
    [
      'a page runs a contract',
      'web/a.tsx',
      "import { casesApi } from '../src/domain/cases/api.ts'",
      /\(web\) may not import .* but by import type/,
    ],
    ['a page takes from platform', 'web/a.tsx', "import '../src/platform/clock.ts'", /\(web\) may not import/],
    [
      'the product imports a test',
      'src/platform/a.ts',
      "import './b.test.ts'",
      /imports the test src\/platform\/b\.test\.ts/,
    ],
    [
      'a file is imported that is not there',
      'src/platform/a.ts',
      "import './gone.ts'",
      /imports src\/platform\/gone\.ts, which is not there/,
    ],
    ['a file belongs to no room', 'src/elsewhere/a.ts', 'export const a = 1', /belongs to no room/],
    ['a file cannot be parsed', 'src/platform/a.ts', 'export const = 1', /cannot be parsed/],
    ['what is imported is computed', 'src/platform/a.ts', "const n = 'x'\nawait import(n)", /imports what is computed/],
  ]
  it.each(planted)('names it when %s', (_, path, text, problem) => {
    const faults = faultsOf({ ...goodHouse, 'src/platform/b.test.ts': 'export {}', [path]: text })
    expect(faults).toEqual([expect.stringMatching(problem)])
    expect(faults[0]).toContain(`${path}:`)
  })

  const ways: [way: string, text: string][] = [
    ['import', "import { load } from '../cases/store.ts'"],
    ['an import over several lines', "import {\n  load,\n} from '../cases/store.ts'"],
    ['import type', "import type { load } from '../cases/store.ts'"],
    ['export from', "export { load } from '../cases/store.ts'"],
    ['export all', "export * from '../cases/store.ts'"],
    ['export all as a name', "export * as store from '../cases/store.ts'"],
    ['import()', "const m = await import('../cases/store.ts')"],
    ['import() of a template', 'const m = await import(`../cases/store.ts`)'],
    ['a type import()', "export type L = typeof import('../cases/store.ts').load"],
    ['require()', "const m = require('../cases/store.ts')"],
    ['new URL of a worker', "const u = new URL('../cases/store.ts', import.meta.url)"],
    ['an import with a query', "import s from '../cases/store.ts?raw'"],
  ]
  it.each(ways)('sees a store taken by %s', (_, text) => {
    expect(faultsOf({ ...goodHouse, 'src/domain/alerts/a.ts': text })).toEqual([
      expect.stringMatching(/may not import src\/domain\/cases\/store\.ts/),
    ])
  })

  it('takes words in comments and strings for what they are', () => {
    const text = "// import '../cases/store.ts'\nexport const a = \"import '../cases/store.ts'\"\n"
    expect(faultsOf({ ...goodHouse, 'src/domain/alerts/a.ts': text })).toEqual([])
  })
})

describe('circles', () => {
  it('are named with the whole way round, types too', () => {
    const faults = faultsOf({
      ...goodHouse,
      'src/platform/a.ts': "import './b.ts'\nexport interface A { x: 1 }",
      'src/platform/b.ts': "import './c.ts'",
      'src/platform/c.ts': "import type { A } from './a.ts'",
    })
    expect(faults).toEqual([
      expect.stringContaining('src/platform/a.ts → src/platform/b.ts → src/platform/c.ts → src/platform/a.ts'),
    ])
  })
})

describe('time and chance', () => {
  const makers: [made: string, text: string, problem: RegExp][] = [
    ['Date.now()', 'export const a = Date.now()', /uses Date\.now/],
    ['Date.now handed on', 'export const a = { now: Date.now }', /uses Date\.now/],
    ['globalThis.Date.now()', 'export const a = globalThis.Date.now()', /uses Date\.now/],
    ['new Date()', 'export const a = new Date()', /uses new Date\(\)/],
    ['Math.random()', 'export const a = Math.random()', /uses Math\.random/],
    ['performance.now()', 'export const a = performance.now()', /uses performance\.now/],
    ['process.hrtime', 'export const a = process.hrtime.bigint()', /uses process\.hrtime/],
    ['crypto.randomUUID()', 'export const a = crypto.randomUUID()', /uses crypto\.randomUUID/],
    [
      'randomUUID by another name',
      "import { randomUUID as id } from 'node:crypto'\nexport const a = id()",
      /uses randomUUID/,
    ],
    ['randomBytes', "import { randomBytes } from 'node:crypto'\nexport const a = randomBytes(8)", /uses randomBytes/],
  ]
  it.each(makers)('%s is named in a room', (_, text, problem) => {
    expect(faultsOf({ ...goodHouse, 'src/domain/cases/a.ts': text })).toEqual([expect.stringMatching(problem)])
  })

  it('may be made by the clock, the source of ids, the app and tests', () => {
    const text = 'export const a = [Date.now(), new Date(), Math.random()]'
    const files = { 'src/app/a.ts': text, 'src/platform/clock.ts': text, 'src/domain/cases/a.test.ts': text }
    expect(faultsOf({ ...goodHouse, ...files })).toEqual([])
  })

  it('may be turned into a date or a number', () => {
    const text = 'export const a = [new Date(0), Date.UTC(2026, 0), Math.round(1.5), Date.parse("x")]'
    expect(faultsOf({ ...goodHouse, 'src/domain/cases/a.ts': text })).toEqual([])
  })

  const statements: [made: string, text: string][] = [
    ['now()', 'export const q = sql`update cases set closed_at = now() where id = ${1}`'],
    ['NOW ( ) in a plain string', "export const q = 'select NOW ( )'"],
    ['CURRENT_TIMESTAMP', "export const q = 'created_at timestamptz default CURRENT_TIMESTAMP'"],
    ['LOCALTIMESTAMP', "export const q = 'select LOCALTIMESTAMP'"],
    ['clock_timestamp()', "export const q = 'select clock_timestamp()'"],
    ["'now'", 'export const q = "select \'now\'::timestamptz"'],
    ["fn('now')", "export const q = db.fn('now')"],
    ['gen_random_uuid()', "export const q = 'select gen_random_uuid()'"],
  ]
  it.each(statements)('%s is named in SQL, in app too', (_, text) => {
    for (const path of ['src/domain/cases/a.ts', 'src/app/a.ts']) {
      const faults = faultsOf({ ...goodHouse, [path]: text })
      expect(faults).toEqual([expect.stringMatching(/in a string of SQL/)])
      tree?.remove()
    }
  })
})

describe('a check of nothing', () => {
  it('fails, with the number of files it saw', () => {
    tree = plant({ 'README.md': 'nothing else' })
    const report = checkArchitecture(tree.root)
    expect(report).toMatchObject({ files: 0, imports: 0 })
    expect(report.faults).toEqual([expect.objectContaining({ problem: expect.stringContaining('no file was seen') })])
  })

  it('fails when files are seen but no import in them', () => {
    expect(faultsOf({ 'src/standards/a.ts': 'export const a = 1' })).toEqual([
      expect.stringContaining('no import was seen'),
    ])
  })
})
