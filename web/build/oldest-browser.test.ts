import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** The build makes syntax older, not what browsers have to call. First version of Chromium that has it (MDN, browser compatibility data). */
const younger: Readonly<Record<string, { since: number; call: RegExp }>> = {
  'Map.groupBy': { since: 117, call: /\bMap\.groupBy\(/ },
  'Object.groupBy': { since: 117, call: /\bObject\.groupBy\(/ },
  'AbortSignal.any': { since: 116, call: /\bAbortSignal\.any\(/ },
  'Promise.withResolvers': { since: 119, call: /\bPromise\.withResolvers\b/ },
  'URL.canParse': { since: 120, call: /\bURL\.canParse\(/ },
  'Array.fromAsync': { since: 121, call: /\bArray\.fromAsync\(/ },
  'Promise.try': { since: 128, call: /\bPromise\.try\(/ },
  'RegExp.escape': { since: 136, call: /\bRegExp\.escape\(/ },
  // A generator's own methods; an array made of it has them in every browser.
  'Iterator.prototype.map': {
    since: 122,
    call: /\.(?:keys|values|entries)\(\)\s*\.(?:map|filter|some|every|find|reduce|toArray)\(/,
  },
}
const OLDEST = 111

it('the pages call nothing that is younger than the oldest browser served', async () => {
  const web = join(import.meta.dirname, '..')
  const names = (await readdir(web, { recursive: true })).filter(
    (name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.startsWith('build'),
  )
  expect(names.length).toBeGreaterThan(400)
  const found: string[] = []
  for (const name of names) {
    const text = await readFile(join(web, name), 'utf8')
    for (const [what, { since, call }] of Object.entries(younger)) {
      if (since > OLDEST && call.test(text)) found.push(`${name}: ${what} is of Chromium ${since}`)
    }
  }
  expect(found).toEqual([])
})
