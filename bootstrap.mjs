/**
 * The way in: `npm start`, `npm test` and their sisters come through here.
 * It runs before anything is installed and under whatever Node started npm, so it uses built-ins only and the
 * language of Node 18. It installs what package-lock.json names where that is missing, goes on under the Node that
 * Weike runs on, and hands over to tools/bootstrap/main.ts. All it says goes to stderr: stdout belongs to the command.
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 24
const root = dirname(fileURLToPath(import.meta.url))
const pinnedNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
const say = (line) => process.stderr.write(`${line}\n`)

/** Throws what a person can act on; the stack of an expected refusal would only hide it. */
function refuse(...lines) {
  for (const line of lines) say(line)
  process.exit(1)
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** Whether this machine is one that a package of the lock file is for; those of other machines are never installed. */
function isForThisMachine(entry) {
  const allows = (list, value) => list === undefined || list.includes(value)
  return allows(entry.os, process.platform) && allows(entry.cpu, process.arch)
}

/**
 * What the lock file names and node_modules lacks or has in another version, as paths below the root.
 * npm writes node_modules/.package-lock.json as the last act of an installation, so half a one has none.
 */
function missingPackages() {
  const wanted = readJson(join(root, 'package-lock.json')).packages
  const record = join(root, 'node_modules', '.package-lock.json')
  const present = existsSync(record) ? readJson(record).packages : {}
  const ownOptional = new Set(Object.keys(wanted[''].optionalDependencies ?? {}).map((name) => `node_modules/${name}`))
  const missing = []
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    const found = present[path]
    if (found ? found.version !== entry.version || found.integrity !== entry.integrity : isRequired(path, entry)) {
      missing.push(path)
    }
  }
  for (const path of Object.keys(present)) if (!wanted[path]) missing.push(path)
  return missing

  /** Of the optional packages only those that Weike itself names (its Node, its PostgreSQL) are needed, where they fit. */
  function isRequired(path, entry) {
    return entry.optional || entry.devOptional ? ownOptional.has(path) && isForThisMachine(entry) : true
  }
}

/** `npm ci` with the npm that started us, whatever the user's own settings leave out. */
function install() {
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const command = npm ? (process.env.npm_node_execpath ?? process.execPath) : 'npm'
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: !npm && process.platform === 'win32' }
  return new Promise((resolve) => {
    const started = Date.now()
    const seconds = () => Math.round((Date.now() - started) / 1000)
    const progress = setInterval(() => say(`  … still installing, ${seconds()} s`), 5000)
    const child = spawn(command, npm ? [npm, ...args] : args, options)
    child.on('error', (error) => refuse(`npm could not be started: ${error.message}`))
    child.on('close', (code) => {
      clearInterval(progress)
      if (code !== 0) refuse('Weike could not install what package-lock.json names; npm says why above.')
      say(`Installed in ${seconds()} s.`)
      resolve()
    })
  })
}

async function installWhereMissing() {
  if (missingPackages().length === 0) return
  say('Installing what package-lock.json names, with the Node and the PostgreSQL that Weike runs on …')
  await install()
  const missing = missingPackages()
  if (missing.length > 0) refuse('npm finished, but these are still missing:', ...missing.map((path) => `  ${path}`))
}

/** The Node to go on under: the pinned one where there is a package of it, else this one if it is new enough. */
function nodeToRunOn() {
  if (existsSync(pinnedNode)) return realpathSync(pinnedNode)
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return process.execPath
  return refuse(
    `Weike needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.`,
    `For ${process.platform} ${process.arch} no Node comes with Weike: install Node ${OLDEST_NODE} and try again.`,
  )
}

/** Node keeps what it has compiled (and stripped of types) here, and spares it at the next start. */
const compileCache = join(root, 'node_modules', '.cache', 'node')

/**
 * Runs Node with these arguments in this process's place. Where the system can (`execve`), this process becomes it:
 * nothing stands between npm and it. Else it is a child that gets our signals and whose end is our end.
 */
function become(node, args) {
  module.flushCompileCache?.()
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
  const child = spawn(node, args, { stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

await installWhereMissing()
const node = nodeToRunOn()
if (realpathSync(process.execPath) !== node) {
  become(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])
} else {
  module.enableCompileCache?.(compileCache)
  const { main } = await import('./tools/bootstrap/main.ts')
  const end = await main(root, process.argv.slice(2))
  if (end.become) {
    process.env.NODE_COMPILE_CACHE ??= compileCache
    become(node, end.become)
  } else process.exitCode = end.exitCode
}
