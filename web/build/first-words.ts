import { posix } from 'node:path'
import { usesIn } from '../../tools/catalogues/uses.ts'
import { keysNamedBy, withoutPlural } from '../../tools/catalogues/words.ts'
import { importsOf, readSource, type Source } from '../../tools/source.ts'

/** What every page begins with and the page that most addresses are of: the files whose words a browser needs at once. */
export const firstFiles: readonly string[] = ['web/main.tsx', 'web/app.tsx', 'web/features/cockpit/page.tsx']

/**
 * The files that come with these: all that they import, and what that imports, but what is fetched when it is asked for.
 * @param root the project's folder; paths are below it
 * @throws Error where a file is not there or cannot be parsed
 */
export function filesWith(root: string, files: readonly string[]): Source[] {
  const found = new Map<string, Source>()
  const left = [...files]
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue
    const source = readSource(root, path)
    if ('problem' in source) throw new Error(`${source.path}:${source.line} ${source.problem}`)
    found.set(path, source)
    const from = posix.dirname(path)
    left.push(
      ...importsOf(source)
        .imports.filter(({ isLazy, typeOnly, specifier }) => !isLazy && !typeOnly && /^\..*\.tsx?$/.test(specifier))
        .map(({ specifier }) => posix.join(from, specifier)),
    )
  }
  return [...found.values()]
}

/** Of the keys those that the files name, by the eyes of the catalogues' check. */
export function keysIn(sources: readonly Source[], keys: readonly string[]): Set<string> {
  const all = new Set(keys)
  const named = new Set<string>()
  for (const source of sources) {
    const { uses, texts } = usesIn(source)
    for (const use of uses) for (const key of keysNamedBy(use, all)) named.add(key)
    for (const key of keys) if (texts.has(key) || texts.has(withoutPlural(key))) named.add(key)
  }
  return named
}
