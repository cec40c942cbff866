import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type PlantedTree, plant } from '../planted-tree.ts'
import { isWebFresh, recordOf, writeRecord } from './web.ts'

let tree: PlantedTree
beforeEach(() => {
  tree = plant({
    'package-lock.json': '{}',
    'web/main.tsx': 'a',
    'web/page.test.tsx': 'a',
    'catalogues/zh.json': '{}',
    'src/domain/cases/model.ts': 'a',
    'src/domain/cases/store.ts': 'a',
    'dist/web/index.html': 'built',
  })
  writeRecord(tree.root, recordOf(tree.root, ['src/domain/cases/model.ts']))
})
afterEach(() => tree.remove())

const write = (path: string, text: string) => writeFileSync(join(tree.root, path), text)

it('pages are fresh as long as nothing they are made of changes', () => {
  expect(isWebFresh(tree.root)).toBe(true)
  write('src/domain/cases/store.ts', 'changed')
  write('web/page.test.tsx', 'changed')
  expect(isWebFresh(tree.root)).toBe(true)
})

it.each([
  ['a page', () => write('web/main.tsx', 'b')],
  ['a word', () => write('catalogues/zh.json', '{"a":"b"}')],
  ['a model that they took', () => write('src/domain/cases/model.ts', 'b')],
  ['the lock file', () => write('package-lock.json', '{ }')],
  ['a new page', () => write('web/other.tsx', 'a')],
  ['a page that went', () => rmSync(join(tree.root, 'web/main.tsx'))],
  ['a model that went', () => rmSync(join(tree.root, 'src/domain/cases/model.ts'))],
  ['the built pages that went', () => rmSync(join(tree.root, 'dist/web'), { recursive: true })],
  ['a record cut short', () => write('dist/.built', '{"files": [')],
  ['a record that went', () => rmSync(join(tree.root, 'dist/.built'))],
])('pages are stale after %s', (_, change) => {
  change()
  expect(isWebFresh(tree.root)).toBe(false)
})

it('a new time on the same bytes builds nothing, and is remembered', () => {
  const before = readFileSync(join(tree.root, 'dist/.built'), 'utf8')
  utimesSync(join(tree.root, 'web/main.tsx'), 1, 1)
  expect(isWebFresh(tree.root)).toBe(true)
  expect(readFileSync(join(tree.root, 'dist/.built'), 'utf8')).not.toBe(before)
  expect(isWebFresh(tree.root)).toBe(true)
})

it('without any record they are stale', () => {
  rmSync(join(tree.root, 'dist'), { recursive: true })
  mkdirSync(join(tree.root, 'dist'))
  expect(isWebFresh(tree.root)).toBe(false)
})
