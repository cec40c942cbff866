// @vitest-environment node
import { afterEach, expect, it } from 'vitest'
import { type PlantedTree, plant } from '../../tools/planted-tree.ts'
import { filesWith, firstFiles, keysIn } from './first-words.ts'

let tree: PlantedTree | undefined
afterEach(() => tree?.remove())

it('words that are needed at once are those of the files that come at once', () => {
  tree = plant({
    'web/main.tsx':
      "import { a } from './parts/a.tsx'\nimport type { B } from './parts/b.tsx'\nimport('./rooms/c.tsx')\n",
    'web/parts/a.tsx': "import '../deep/d.ts'\nimport 'react'\nimport './a.css'\nexport const a = t('a.title')\n",
    'web/parts/b.tsx': "export type B = 1\nexport const b = t('b.title')\n",
    'web/rooms/c.tsx': "export const c = t('c.title')\n",
    'web/deep/d.ts': "export { a } from '../parts/a.tsx'\nexport const d = wordOf('d.state', x, t)\n",
  })
  const found = filesWith(tree.root, ['web/main.tsx'])
  expect(found.map(({ path }) => path).sort()).toEqual(['web/deep/d.ts', 'web/main.tsx', 'web/parts/a.tsx'])
  const keys = ['a.title', 'b.title', 'c.title', 'd.state.open', 'd.state.closed', 'd.statement']
  expect([...keysIn(found, keys)].sort()).toEqual(['a.title', 'd.state.closed', 'd.state.open'])
})

it('a file that is not there, or cannot be read, is told', () => {
  tree = plant({ 'web/main.tsx': "import './gone.ts'\n", 'web/app.tsx': 'export const = 1\n' })
  const { root } = tree
  expect(() => filesWith(root, ['web/main.tsx'])).toThrow(/web\/gone\.ts/)
  expect(() => filesWith(root, ['web/app.tsx'])).toThrow(/web\/app\.tsx:1 cannot be parsed/)
})

it('of the pages themselves the files are there', () => {
  const paths = filesWith(process.cwd(), firstFiles).map(({ path }) => path)
  expect(paths).toContain('web/features/cockpit/year-curve.tsx')
  expect(paths).not.toContain('web/features/cases/list-page.tsx')
})
