import { dirname, matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chineseMayStandIn, languages, translatorFiles } from './catalogues/rules.ts'
import { chineseIn, englishIn } from './catalogues/text.ts'
import { usesIn } from './catalogues/uses.ts'
import {
  type Catalogue,
  differencesBetween,
  keysInside,
  keysNamedBy,
  readCatalogue,
  tooMuchForPages,
  withoutPlural,
} from './catalogues/words.ts'
import { type Fault, isTest, listFiles, readSource, report } from './source.ts'

/**
 * Both languages whole: the same keys and the same fillings in each, every key that the code names, no key that nobody
 * names, and no words for people in the code itself. `node tools/catalogues.ts` prints what it finds.
 */
export interface CataloguesReport {
  faults: Fault[]
  files: number
  keys: number
  uses: number
}

export function checkCatalogues(root: string): CataloguesReport {
  const read = languages.map((language) => readCatalogue(root, language))
  const catalogues = read.map(({ catalogue }) => catalogue)
  const faults = read.flatMap((each) => each.faults)
  faults.push(...differencesBetween(catalogues), ...catalogues.flatMap(tooMuchForPages))

  const keys = new Set(catalogues.flatMap(({ words }) => [...words.keys()]))
  const used = new Set(keysInside(catalogues))
  let uses = 0
  const paths = listFiles(root, ['src', 'web'], ['.ts', '.tsx']).filter((path) => !isTest(path))
  for (const path of paths) {
    const source = readSource(root, path)
    if ('problem' in source) {
      faults.push(source)
      continue
    }
    const add = (line: number, problem: string) => faults.push({ path, line, problem })
    if (!translatorFiles.includes(path)) {
      const found = usesIn(source)
      uses += found.uses.length
      for (const use of found.uses) {
        const named = keysNamedBy(use, keys)
        if (named.length === 0) add(use.line, `names ${use.parts.join('*')}, which no catalogue has`)
        for (const key of named) used.add(key)
      }
      for (const { line } of found.unknown) {
        add(line, 'names a key that comes from elsewhere: say which in a comment “catalogue keys: place.*, place.name”')
      }
      for (const key of keys) if (found.texts.has(key) || found.texts.has(withoutPlural(key))) used.add(key)
    }
    if (!chineseMayStandIn.some(({ files }) => matchesGlob(path, files))) {
      for (const { line, problem } of chineseIn(source)) add(line, problem)
    }
    if (path.startsWith('web/')) for (const { line, problem } of englishIn(source)) add(line, problem)
  }
  faults.push(...unused(catalogues, used))
  if (paths.length === 0)
    faults.push({ path: '.', line: 0, problem: 'no file was seen: a check of nothing proves nothing' })
  else if (uses === 0)
    faults.push({ path: '.', line: 0, problem: 'no use of a key was seen: the parser reads nothing' })
  return { faults, files: paths.length, keys: keys.size, uses }
}

function unused(catalogues: readonly Catalogue[], used: ReadonlySet<string>): Fault[] {
  return catalogues.flatMap(({ path, words }) =>
    [...words.keys()]
      .filter((key) => !used.has(key) && !used.has(withoutPlural(key)))
      .map((key) => ({ path, line: 0, problem: `has ${key}, which nobody uses` })),
  )
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const { faults, files, keys, uses } = checkCatalogues(root)
  process.exitCode = report(
    'catalogues',
    faults,
    `${keys} keys in ${languages.join(' and ')}, ${uses} uses in ${files} files`,
  )
}
