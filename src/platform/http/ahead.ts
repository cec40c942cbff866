import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Language, languages } from '../i18n.ts'

/** What the build of the web says of its own files; names relative to the web's directory. */
const aheadSchema = z.object({
  /** modules that every page begins with */
  entries: z.array(z.string()),
  words: z.partialRecord(z.enum(languages), z.string()),
  /** what every page asks for whoever is signed in */
  asks: z.array(z.string()),
  cockpit: z.object({
    modules: z.array(z.string()),
    styles: z.array(z.string()),
    asks: z.array(z.string()),
    /** where the address names a station (`?station=`) */
    asksOfChosen: z.array(z.string()),
  }),
})
export type Ahead = z.output<typeof aheadSchema>

/** @returns null where the web was built without it @throws ZodError, SyntaxError on a file that is not the build's */
export function readAhead(directory: string): Ahead | null {
  const path = join(directory, '.ahead.json')
  return existsSync(path) ? aheadSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : null
}

/**
 * The `Link` of a page (RFC 8288; HTML, link type modulepreload): what the browser will want next, told before the script that
 * wants it has come. On a line of 60 ms each of these would otherwise wait for the one before it.
 * @param page of this origin; the cockpit's parts are told at `/` alone
 * @param isSignedIn whether the browser shows a session: only then is there somebody to ask for
 */
export function linksOf(ahead: Ahead, page: URL, language: Language, isSignedIn: boolean): string {
  const words = ahead.words[language]
  const cockpit =
    page.pathname === '/' && isSignedIn ? ahead.cockpit : { modules: [], styles: [], asks: [], asksOfChosen: [] }
  const modules = [...(words === undefined ? [] : [words]), ...cockpit.modules]
  const asks = [
    ...(isSignedIn ? ahead.asks : []),
    ...(page.searchParams.has('station') ? cockpit.asksOfChosen : cockpit.asks),
  ]
  return [
    ...[...ahead.entries, ...modules].map((name) => `</${name}>; rel=modulepreload`),
    ...cockpit.styles.map((name) => `</${name}>; rel=preload; as=style; crossorigin`),
    ...asks.map((path) => `</${path}>; rel=preload; as=fetch; crossorigin`),
  ].join(', ')
}
