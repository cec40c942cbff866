import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PlantedTree, plant } from '../planted-tree.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const otherSystem = process.platform === 'linux' ? 'darwin' : 'linux'

const lock = {
  packages: {
    '': { optionalDependencies: { ours: '1.0.0', theirs: '1.0.0' } },
    'node_modules/plain': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/ours': { version: '1.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
    'node_modules/theirs': { version: '1.0.0', optional: true, os: [otherSystem], cpu: [process.arch] },
    'node_modules/deep': { version: '1.0.0', optional: true, os: [process.platform] },
  },
}
const installed = {
  'node_modules/plain': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/ours': { version: '1.0.0' },
}

/** An npm that writes down what it was asked, and leaves behind what `installs` says. */
const npm = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('asked', process.argv.slice(2).join(' ') + '\\n')
console.log('npm talks')
mkdirSync('node_modules', { recursive: true })
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: JSON.parse(process.env.INSTALLS) }))
`

let tree: PlantedTree
beforeEach(() => {
  tree = plant({
    'package-lock.json': JSON.stringify(lock),
    'npm.mjs': npm,
    'tools/bootstrap/main.ts':
      'export const main = async (root: string, argv: string[]) => (argv[0] === "start" ? { become: [root + "/child.mjs", ...argv.slice(1)] } : { exitCode: 3 })',
    'child.mjs':
      'console.log(JSON.stringify({ ready: true, args: process.argv.slice(2) })); process.exitCode = Number(process.argv[2])',
  })
  copyFileSync(join(root, 'bootstrap.mjs'), join(tree.root, 'bootstrap.mjs'))
})
afterEach(() => tree.remove())

function bootstrap(args: string[], installs: object = installed) {
  const env = {
    ...process.env,
    npm_execpath: join(tree.root, 'npm.mjs'),
    npm_node_execpath: process.execPath,
    INSTALLS: JSON.stringify(installs),
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bootstrap.mjs', ...args], {
    cwd: tree.root,
    env,
    encoding: 'utf8',
  })
  const asked = join(tree.root, 'asked')
  return { status, stdout, stderr, asked: existsSync(asked) ? readFileSync(asked, 'utf8') : '' }
}

function alreadyInstalled(packages: object): void {
  mkdirSync(join(tree.root, 'node_modules'))
  writeFileSync(join(tree.root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
}

describe('the way in', () => {
  it('installs once on a fresh clone, hands over, and keeps stdout for the command', () => {
    const first = bootstrap(['start', '0', '--port'])
    expect(first.stdout).toBe('{"ready":true,"args":["0","--port"]}\n')
    expect(first.stderr).toContain('npm talks')
    expect(first.asked).toMatch(/^ci --include=dev --include=optional /)
    expect(first.status).toBe(0)
    expect(bootstrap(['start', '0']).asked).toBe(first.asked)
  })

  it('ends as the command ends', () => {
    alreadyInstalled(installed)
    expect(bootstrap(['start', '7']).status).toBe(7)
    expect(bootstrap(['test']).status).toBe(3)
  })

  it.each([
    ['another version', { ...installed, 'node_modules/plain': { version: '0.9.0', integrity: 'sha512-a' } }],
    ['other bytes', { ...installed, 'node_modules/plain': { version: '1.0.0', integrity: 'sha512-b' } }],
    ['a package less', { 'node_modules/ours': { version: '1.0.0' } }],
    ['a package more', { ...installed, 'node_modules/old': { version: '1.0.0' } }],
    ['our own package for this system absent', { 'node_modules/plain': installed['node_modules/plain'] }],
  ])('installs again over %s', (_, packages) => {
    alreadyInstalled(packages)
    expect(bootstrap(['test']).asked).toMatch(/^ci /)
  })

  it('asks nothing of npm when only packages of other systems are absent', () => {
    alreadyInstalled(installed)
    expect(bootstrap(['test']).asked).toBe('')
  })

  it('names what npm could not bring', () => {
    const { status, stderr } = bootstrap(['start', '0'], { 'node_modules/plain': installed['node_modules/plain'] })
    expect(status).toBe(1)
    expect(stderr).toMatch(/still missing:\n {2}node_modules\/ours\n/)
  })
})
