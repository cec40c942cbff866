import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { answersPath } from '../api/path.ts'
import { FIRST_STATION, firstAsks, stationAsks } from '../features/cockpit/first-asks.ts'
import { firstFiles } from './first-words.ts'

const compressible = /\.(m?js|css|html|svg|json|webmanifest)$/
const LEAST_BYTES = 1024

function brotli(bytes: Uint8Array): Buffer {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
}

/** What is drawn with on every page, and the page that most addresses are of. */
const appModule = /web\/app\.tsx$/
const cockpitModule = /cockpit\/page\.tsx$/

/** All that a browser has of it before the cockpit stands. */
const isFirst = (id: string) => firstFiles.some((file) => id.endsWith(`/${file}`))
const firstWords = /catalogues\/zh\.json\?first$/

/**
 * Nearly all functions of these are called while the first page comes up: with this they are compiled while they are on the line,
 * beside the thread that draws, not one by one when they are called (V8's explicit compile hints: Chromium 136; older ones read a
 * comment). It has to be the first thing in the file.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n'

/**
 * What the server tells a browser to load with the page's first bytes, when only a script that is still on its way would say
 * so: the scripts of the page before all, the words of each language, the cockpit's parts, who is there, and the cockpit's first
 * questions. Read by the server (platform/http/ahead).
 * @param page index.html as it was written
 */
function aheadOf(page: string, bundle: Rolldown.OutputBundle) {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
  /** The piece that a module went into, and what that needs. */
  const pieceOf = (module: RegExp) =>
    chunks
      .filter(({ moduleIds }) => moduleIds.some((id) => module.test(id)))
      .flatMap(({ fileName, imports }) => [...imports, fileName])
  const written = [...page.matchAll(/ src="\/([^"]+\.js)"/g)].map(([, name = '']) => name)
  const entries = [...new Set([...written, ...pieceOf(appModule)])]
  const styles = [...page.matchAll(/ rel="stylesheet"[^>]* href="\/([^"]+)"/g)].map(([, name = '']) => name)
  const wordsOf = (language: string) => ({
    first: pieceOf(new RegExp(`/catalogues/${language}\\.json\\?first$`)),
    rest: pieceOf(new RegExp(`/catalogues/${language}\\.json\\?rest$`)),
  })
  const modules = pieceOf(cockpitModule).filter((name) => !entries.includes(name))
  const stylesOfCockpit = modules.flatMap((name) => {
    const output = bundle[name]
    return output?.type === 'chunk' ? [...(output.viteMetadata?.importedCss ?? [])] : []
  })
  const asks = [answersPath([...firstAsks, ...stationAsks(FIRST_STATION)]).slice(1)]
  const asksOfChosen = [answersPath(firstAsks).slice(1)]
  return {
    styles,
    entries,
    words: { zh: wordsOf('zh'), en: wordsOf('en') },
    asks: ['api/session'],
    cockpit: { modules, styles: stylesOfCockpit, asks, asksOfChosen },
  }
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
        const output = bundle[name]
        if (output?.type === 'chunk' && output.moduleIds.some(isFirst)) {
          writeFileSync(path, COMPILE_AT_ONCE + readFileSync(path, 'utf8'))
        }
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
        if (output.moduleIds.some((id) => isFirst(id) || firstWords.test(id))) need(name)
      }
      const bytes = [...needed].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
      writeFileSync(
        join(directory, '.ahead.json'),
        JSON.stringify(aheadOf(readFileSync(join(directory, 'index.html'), 'utf8'), bundle)),
      )
      this.info(
        `first load (shell, cockpit, one language): ${(bytes / 1000).toFixed(1)} kB brotli, ${needed.size} files`,
      )
    },
  }
}
