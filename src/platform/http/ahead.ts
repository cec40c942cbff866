import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Language, languages } from '../i18n.ts'

/** What the build of the web says of its own files; names relative to the web's directory. */
const aheadSchema = z.object({
  /** styles that every page begins with */
  styles: z.array(z.string()),
  /** modules, likewise */
  entries: z.array(z.string()),
  /** modules: what the cockpit says, and what all other pages say as well */
  words: z.record(z.enum(languages), z.object({ first: z.array(z.string()), rest: z.array(z.string()) })),
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
  const isCockpit = page.pathname === '/' && isSignedIn
  const cockpit = isCockpit ? ahead.cockpit : { modules: [], styles: [], asks: [], asksOfChosen: [] }
  const { first, rest } = ahead.words[language]
  const words = isCockpit ? first : [...first, ...rest]
  const asks = [
    ...(isSignedIn ? ahead.asks : []),
    ...(page.searchParams.has('station') ? cockpit.asksOfChosen : cockpit.asks),
  ]
  const style = (name: string) => `</${name}>; rel=preload; as=style; crossorigin`
  const module = (name: string) => `</${name}>; rel=modulepreload`
  // A browser opens six connections and gives them out in this order. What has to be looked up goes before what is only small: it
  // would wait for one of them to end; but not before the scripts, which a server that looks up would keep waiting.
  return [
    ...ahead.styles.map(style),
    ...[...ahead.entries, ...cockpit.modules].map(module),
    ...asks.map((path) => `</${path}>; rel=preload; as=fetch; crossorigin`),
    ...cockpit.styles.map(style),
    ...words.map(module),
  ].join(', ')
}
