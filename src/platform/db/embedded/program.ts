import { constants, type Dirent } from 'node:fs'
import { chmod, cp, lstat, mkdir, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Places } from './places.ts'
import type { PlatformPackage } from './platform-package.ts'

/** The copied binaries. */
export interface Program {
  version: string
  directory: string
  postgres: string
  initdb: string
}

const filesAtOnce = 128

/** Where the copy of this package lies, whether it is there already or not. */
export function programAt(places: Places, source: PlatformPackage): Program {
  const directory = join(places.programs, source.version)
  return {
    version: source.version,
    directory,
    postgres: join(directory, 'bin', 'postgres'),
    initdb: join(directory, 'bin', 'initdb'),
  }
}

/**
 * Copies the binaries below the data directory unless that version is there: the clone may lie where the user that
 * runs the server cannot read. The copy takes its name only when it is whole and on the disk.
 * To be called under the start lock.
 */
export async function installProgram(places: Places, source: PlatformPackage): Promise<Program> {
  const program = programAt(places, source)
  if (await exists(program.directory)) return program
  const incoming = `${program.directory}.incoming`
  await rm(incoming, { recursive: true, force: true })
  await mkdir(places.programs, { recursive: true, mode: 0o755 })
  await chmod(places.programs, 0o755)
  // verbatimSymlinks: otherwise relative links become absolute ones that lead back into the clone.
  await cp(join(source.directory, 'native'), incoming, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  })
  await makeMissingLinks(incoming)
  await settle(incoming)
  await rename(incoming, program.directory)
  await syncPath(places.programs)
  return program
}

/** Removes copies of other versions. Only when no server runs from them. */
export async function removeOtherPrograms(places: Places, kept: Program): Promise<void> {
  for (const name of await readdir(places.programs)) {
    if (name !== kept.version) await rm(join(places.programs, name), { recursive: true, force: true })
  }
}

/** npm packs no symbolic links: the package lists them, and its install script, which is not run, would make them. */
async function makeMissingLinks(directory: string): Promise<void> {
  const list = join(directory, 'pg-symlinks.json')
  if (!(await exists(list))) return
  const links: unknown = JSON.parse(await readFile(list, 'utf8'))
  if (!Array.isArray(links)) throw new Error(`${list}: not a list`)
  for (const link of links) {
    const target = join(directory, relative('native', String(link.target)))
    const source = join(directory, relative('native', String(link.source)))
    if (!(await exists(target))) await symlink(relative(dirname(target), source), target)
  }
}

/** Readable for whoever runs the server, whatever the umask was when the clone was made; and on the disk. */
async function settle(directory: string): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  const settleOne = async (entry: Dirent): Promise<void> => {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(path, 0o755)
    if (!entry.isFile()) return
    const runnable = entry.parentPath === join(directory, 'bin') || ((await lstat(path)).mode & 0o100) !== 0
    await chmod(path, runnable ? 0o755 : 0o644)
    await syncPath(path)
  }
  // Many at once: the file system then writes its journal a few times instead of once for each of a thousand files.
  for (let start = 0; start < entries.length; start += filesAtOnce) {
    await Promise.all(entries.slice(start, start + filesAtOnce).map(settleOne))
  }
  await chmod(directory, 0o755)
  await syncPath(directory)
}

/** Sees a file, or the names in a folder, safely on the disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
