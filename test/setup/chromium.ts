import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** First the one without windows of its own: the same pages at four fifths of the processor's time. */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const wellKnown = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The browser to test in: WEIKE_CHROMIUM, else the first of the usual names on the PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.WEIKE_CHROMIUM
  if (named) return isExecutable(named) ? named : undefined
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...wellKnown].find(isExecutable)
}

/** The same, for a test that cannot go on without one. */
export function chromiumPath(): string {
  const found = findChromium()
  if (found === undefined) throw new Error('no Chromium found: run npm test once, or name one in WEIKE_CHROMIUM')
  return found
}

/** Arguments for headless runs: no talk with the outside, no GPU; root needs `--no-sandbox`. */
export const chromiumArgs: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How tests begin it: whatever language the machine speaks, names of files may hold any letter. */
export function chromiumOptions(): { executablePath: string; args: string[]; env: Record<string, string> } {
  const own = Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined)
  const env = { ...Object.fromEntries(own), LC_ALL: 'C.UTF-8' }
  return { executablePath: chromiumPath(), args: [...chromiumArgs], env }
}

function isExecutable(path: string): boolean {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
