import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const compressible = /\.(m?js|css|html|svg|json|webmanifest)$/
const LEAST_BYTES = 1024

function brotli(bytes: Uint8Array): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
}

/**
 * Writes `.br` and `.gz` beside what is built, for the server to send as it is, and prints what a browser loads until
 * the cockpit stands: the entry, what it imports, the cockpit's own part and the catalogue of one language.
 * Works on the files as written: until then other plugins still change the chunks.
 */
export function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    writeBundle(options, bundle) {
      const directory = options.dir
      if (directory === undefined) return
      const sizes = new Map<string, number>()
      for (const name of Object.keys(bundle).filter((each) => compressible.test(each))) {
        const path = join(directory, name)
        const bytes = readFileSync(path)
        const packed = brotli(bytes)
        sizes.set(name, packed.length)
        if (bytes.length < LEAST_BYTES) continue
        writeFileSync(`${path}.br`, packed)
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
      }
      const needed = new Set<string>()
      const need = (name: string) => {
        const output = bundle[name]
        if (needed.has(name) || output?.type !== 'chunk') return
        needed.add(name)
        for (const css of output.viteMetadata?.importedCss ?? []) needed.add(css)
        for (const imported of output.imports) need(imported)
      }
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type !== 'chunk') continue
        const isFirst = /cockpit\/page\.tsx$|catalogues\/zh\.json$/.test(output.facadeModuleId ?? '')
        if (output.isEntry || isFirst) need(name)
      }
      const bytes = [...needed].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
      this.info(
        `first load (shell, cockpit, one language): ${(bytes / 1000).toFixed(1)} kB brotli, ${needed.size} files`,
      )
    },
  }
}
