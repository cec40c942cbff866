import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { findChromium } from '../../test/setup/chromium.ts'
import { findSystemPostgres } from '../../test/setup/system-postgres.ts'
import { run, say } from './processes.ts'

/** Something the tests need from the system, and the Debian packages that bring it. */
export interface Prerequisite {
  what: string
  packages: readonly string[]
  isThere(): boolean
}

export const prerequisites: readonly Prerequisite[] = [
  {
    what: 'a Chromium (chromium-headless-shell, chromium, chromium-browser or google-chrome on the PATH, or the one named by WEIKE_CHROMIUM)',
    packages: ['chromium-headless-shell'],
    isThere: () => findChromium() !== undefined,
  },
  { what: 'Chinese fonts (fc-list :lang=zh)', packages: ['fontconfig', 'fonts-noto-cjk'], isThere: hasChineseFonts },
  {
    what: 'a PostgreSQL server, 15 or newer (/usr/lib/postgresql/*/bin/postgres or by pg_config)',
    packages: ['postgresql-15'],
    isThere: () => findSystemPostgres() !== undefined,
  },
]

function hasChineseFonts(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

/** Debian makes and starts a cluster with the server's package unless this stands there before. */
const clusterSetting = '/etc/postgresql-common/createcluster.d/no-main-cluster.conf'
const noMainCluster = 'create_main_cluster = false\n'

/** What a person can type to get what is missing. */
export function instructionsFor(missing: readonly Prerequisite[]): string[] {
  const packages = missing.flatMap((each) => each.packages)
  const avoidsCluster = packages.some((name) => name.startsWith('postgresql'))
  return [
    'The tests need from this system, and did not find:',
    ...missing.map((each) => `  - ${each.what}`),
    'On Debian or Ubuntu:',
    ...(avoidsCluster
      ? [
          `  sudo mkdir -p ${dirname(clusterSetting)}`,
          `  echo '${noMainCluster.trim()}' | sudo tee ${clusterSetting}   # the tests start their own`,
        ]
      : []),
    `  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`,
  ]
}

/**
 * Sees to it that the tests have what they need from the system: as root with apt it installs what is missing,
 * otherwise it says exactly what is.
 * @returns whether all is there
 */
export async function preparePrerequisites(): Promise<boolean> {
  const missing = prerequisites.filter((each) => !each.isThere())
  if (missing.length === 0) return true
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    await installPackages(missing.flatMap((each) => each.packages))
  }
  const stillMissing = missing.filter((each) => !each.isThere())
  for (const line of stillMissing.length > 0 ? instructionsFor(stillMissing) : []) say(line)
  return stillMissing.length === 0
}

/** A release without PostgreSQL 15 has a newer one under the general name, one without the small browser the whole. */
const generalNames: Readonly<Record<string, string>> = {
  'postgresql-15': 'postgresql',
  'chromium-headless-shell': 'chromium',
}

function offeredName(name: string): string {
  const general = generalNames[name]
  if (general === undefined) return name
  const { stdout } = spawnSync('apt-cache', ['show', name], { encoding: 'utf8' })
  return stdout ? name : general
}

async function installPackages(packages: readonly string[]): Promise<void> {
  say(`Installing what the tests need: ${packages.join(' ')} …`)
  const apt = (...args: string[]) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...args], {
      cwd: '/',
      stdout: 'stderr',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages.map(offeredName))
  const isOurSetting = packages.some((name) => name.startsWith('postgresql')) && !existsSync(clusterSetting)
  if (isOurSetting) {
    mkdirSync(dirname(clusterSetting), { recursive: true })
    writeFileSync(clusterSetting, noMainCluster)
  }
  try {
    const lists = '/var/lib/apt/lists'
    const hasLists = existsSync(lists) && readdirSync(lists).some((name) => name.includes('_Packages'))
    if (!hasLists) await apt('update')
    // Old lists name versions that are no longer served: then once more with new ones.
    if ((await install()) !== 0 && hasLists && (await apt('update')) === 0) await install()
  } finally {
    // The setting is for this installation; the machine's next PostgreSQL is its owner's business.
    if (isOurSetting) rmSync(clusterSetting, { force: true })
  }
}
