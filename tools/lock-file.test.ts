import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

/** What of a package's entry matters here. */
interface Entry {
  version?: string
  resolved?: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const lock: { packages: Record<string, Entry> } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
const own: Entry = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

it('the lock file names every package for every system, so that it installs on any', () => {
  // npm writes none for a version that its registry lacks, and `npm ci` then refuses the file everywhere.
  const names = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')))
  const absent = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path || 'weike'} → ${name}`),
  )
  expect(absent).toEqual([])
})

it('the lock file names no address to download from, so that it installs from any registry', () => {
  const addressed = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)
  expect(addressed.map(([path]) => path)).toEqual([])
})

it('package.json and the lock file ask for the same exact versions', () => {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
  for (const kind of kinds) {
    expect(own[kind], kind).toEqual(lock.packages['']?.[kind])
    for (const [name, version] of Object.entries(own[kind] ?? {})) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version)
    }
  }
})
