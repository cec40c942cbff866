import { dirname } from 'node:path'
import type { Plugin } from 'vite'
import { filesWith, firstFiles, keysIn } from './first-words.ts'

type Words = Readonly<Record<string, string>>

/** Of a catalogue only what the pages say; the rest is for the server and the command line. */
export function webWords(catalogue: Words): Words {
  return Object.fromEntries(Object.entries(catalogue).filter(([key]) => key.startsWith('web.')))
}

/**
 * The built catalogues are what the pages say, a third less than all, and in two pieces: what is said until the cockpit stands
 * (`?first`), an eighth, and the rest (`?rest`).
 */
export function wordsOfPages(): Plugin {
  // Read once for all four pieces, and anew when anything has changed.
  let files: ReturnType<typeof filesWith> | null = null
  const forget = () => {
    files = null
  }
  return {
    name: 'words-of-pages',
    enforce: 'pre',
    buildStart: forget,
    watchChange: forget,
    transform(code, id) {
      const [, folder, piece] = /^(.*\/catalogues\/)\w+\.json\?(first|rest)$/.exec(id) ?? []
      if (folder === undefined) return
      const words = webWords(JSON.parse(code))
      files ??= filesWith(dirname(folder), firstFiles)
      const first = keysIn(files, Object.keys(words))
      const said = Object.entries(words).filter(([key]) => first.has(key) === (piece === 'first'))
      // A text to be parsed is taken in faster than an object written out (V8).
      const text = JSON.stringify(JSON.stringify(Object.fromEntries(said)))
      return { code: `export default JSON.parse(${text})`, moduleType: 'js', map: null }
    },
  }
}

/** While developing, Vite serves JSON as modules of script, which a browser refuses where JSON is asked for by its type. */
export function jsonAsScript(): Plugin {
  return {
    name: 'json-as-script',
    apply: 'serve',
    enforce: 'pre',
    transform(code, id) {
      if (!/\.tsx?$/.test(id) || !code.includes("type: 'json'")) return
      return { code: code.replaceAll(/(?:, \{ with: \{ type: 'json' \} \}| with \{ type: 'json' \})/g, ''), map: null }
    },
  }
}
