import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../source.ts'

/** One language's words: flat keys named by place → text with {{name}} for what is filled in. */
export interface Catalogue {
  language: string
  path: string
  words: ReadonlyMap<string, string>
}

/** The forms that i18next appends to a key for a `count`: Chinese needs `_other`, English `_one` and `_other`. */
const pluralEnd = /_(zero|one|two|few|many|other)$/

/** The key as code names it. */
export function withoutPlural(key: string): string {
  return key.replace(pluralEnd, '')
}

/** The keys that a place in the code can mean. @param parts what is written, around what is computed */
export function keysNamedBy({ parts }: { parts: readonly string[] }, keys: ReadonlySet<string>): string[] {
  const [first = '', ...rest] = parts
  if (rest.length === 0) return [...keys].filter((key) => key === first || withoutPlural(key) === first)
  const pattern = new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`)
  return [...keys].filter((key) => pattern.test(key) || pattern.test(withoutPlural(key)))
}

/** Reads catalogues/<language>.json; what is not flat text is a fault. */
export function readCatalogue(root: string, language: string): { catalogue: Catalogue; faults: Fault[] } {
  const path = `catalogues/${language}.json`
  const faults: Fault[] = []
  const words = new Map<string, string>()
  const add = (problem: string) => faults.push({ path, line: 0, problem })
  if (!existsSync(join(root, path))) add('is not there')
  else {
    const text = readFileSync(join(root, path), 'utf8')
    for (const key of keysTwice(text)) add(`has ${key} twice`)
    const read: unknown = JSON.parse(text)
    for (const [key, value] of Object.entries(read ?? {})) {
      if (typeof value !== 'string') add(`${key} is not text: catalogues are flat`)
      else if (value.trim() === '') add(`${key} is empty`)
      else words.set(key, value)
    }
  }
  return { catalogue: { language, path, words }, faults }
}

/** JSON keeps the last of two equal keys in silence. */
function keysTwice(text: string): string[] {
  const keys = [...text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)].map((match) => match[1] ?? '')
  return [...new Set(keys.filter((key, at) => keys.indexOf(key) !== at))]
}

/** Keys that one language has and another lacks, and what is filled in here and not there. */
export function differencesBetween(catalogues: readonly Catalogue[]): Fault[] {
  const faults: Fault[] = []
  const all = new Set(catalogues.flatMap(({ words }) => [...words.keys()]))
  const plural = new Set([...all].filter((key) => key.endsWith('_other')).map(withoutPlural))
  const bases = new Set([...all].map((key) => (plural.has(withoutPlural(key)) ? withoutPlural(key) : key)))
  for (const base of [...bases].sort()) {
    for (const { path, language, words } of catalogues) {
      const forms = plural.has(base)
        ? new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `${base}_${form}`)
        : [base]
      for (const key of forms) if (!words.has(key)) faults.push({ path, line: 0, problem: `lacks ${key}` })
    }
    const filled = catalogues.map((catalogue) => ({ ...catalogue, names: placeholdersOf(catalogue, base) }))
    const everywhere = new Set(filled.flatMap(({ names }) => [...names]))
    for (const { path, names, words } of filled) {
      const isThere = words.has(base) || words.has(`${base}_other`)
      const absent = [...everywhere].filter((name) => isThere && !names.has(name))
      if (absent.length === 0) continue
      const list = absent.map((name) => `{{${name}}}`).join(', ')
      faults.push({ path, line: 0, problem: `${base} does not fill in ${list}, which another language does` })
    }
  }
  return faults
}

function placeholdersOf({ words }: Catalogue, base: string): Set<string> {
  const texts = [...words].filter(([key]) => key === base || (withoutPlural(key) === base && pluralEnd.test(key)))
  return new Set(
    texts.flatMap(([, text]) => [...text.matchAll(/\{\{-?\s*([^},\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? '')),
  )
}

/** Words of pages that need more than blanks filled in, which is all that a page's translator does (web/text/language.ts). */
export function tooMuchForPages({ path, words }: Catalogue): Fault[] {
  const fault = (problem: string) => ({ path, line: 0, problem: `${problem}; pages fill in blanks and no more` })
  return [...words]
    .filter(([key]) => key.startsWith('web.'))
    .flatMap(([key, text]) => [
      ...(pluralEnd.test(key) ? [fault(`${key} is a plural form`)] : []),
      ...(text.includes('$t(') ? [fault(`${key} takes in other words by $t()`)] : []),
      ...(text.match(/\{\{(?!\w+\}\})/) ? [fault(`${key} has a blank that is not a name alone`)] : []),
    ])
}

/** Keys that a text takes in by `$t(key)`. */
export function keysInside(catalogues: readonly Catalogue[]): string[] {
  return catalogues.flatMap(({ words }) =>
    [...words.values()].flatMap((text) => [...text.matchAll(/\$t\(\s*([^,)\s]+)/g)].map((match) => match[1] ?? '')),
  )
}
