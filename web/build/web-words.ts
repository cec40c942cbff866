import type { Plugin } from 'vite'

/** Of a catalogue only what the pages say; the rest is for the server and the command line. */
export function webWords(catalogue: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(catalogue).filter(([key]) => key.startsWith('web.')))
}

/** Leaves out of the built catalogues what no page says: a third of what a phone would load. */
export function onlyWebWords(): Plugin {
  return {
    name: 'only-web-words',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/catalogues\/\w+\.json$/.test(id)) return
      return { code: JSON.stringify(webWords(JSON.parse(code))), map: null }
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
