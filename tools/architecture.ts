import { existsSync } from 'node:fs'
import { dirname, join, matchesGlob, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forbiddenCallsIn } from './architecture/calls.ts'
import { circlesIn } from './architecture/circles.ts'
import { mayImportComputed, type Room, rooms } from './architecture/rules.ts'
import { type Fault, importsOf, isTest, listFiles, readSource, report } from './source.ts'

/**
 * Who imports whom, checked against tools/architecture/rules.ts; circles between files; clocks, ids and randomness made
 * where they must be passed in. `node tools/architecture.ts` prints what it finds, each with its place.
 */
export interface ArchitectureReport {
  faults: Fault[]
  files: number
  imports: number
  filesByRoom: ReadonlyMap<string, number>
}

const folders = ['src', 'web', 'simulator', 'test', 'bench', 'tools']
const codeEnds = ['.ts', '.tsx', '.mts', '.js', '.mjs', '.jsx']

export function checkArchitecture(root: string): ArchitectureReport {
  const faults: Fault[] = []
  const filesByRoom = new Map(rooms.map(({ name }) => [name, 0]))
  const graph = new Map<string, string[]>()
  let imports = 0
  const paths = listFiles(root, folders, codeEnds)
  for (const path of paths) {
    const room = roomOf(path)
    if (room === undefined) faults.push({ path, line: 0, problem: 'belongs to no room of tools/architecture/rules.ts' })
    else filesByRoom.set(room.name, (filesByRoom.get(room.name) ?? 0) + 1)

    const source = readSource(root, path)
    if ('problem' in source) {
      faults.push(source)
      continue
    }
    const found = importsOf(source)
    const targets: string[] = []
    for (const each of found.imports) {
      const target = targetOf(root, path, each.specifier)
      if (target === undefined) continue
      imports += 1
      targets.push(target)
      const problem = room && problemOf(root, path, room, target, each.typeOnly)
      if (problem !== undefined) faults.push({ path, line: each.line, problem })
    }
    graph.set(path, targets)
    if (isProduct(path)) {
      const isTold = mayImportComputed.some(({ file }) => file === path)
      for (const { line } of isTold ? [] : found.computed) {
        faults.push({ path, line, problem: 'imports what is computed, so nobody can say beforehand whom' })
      }
      faults.push(...forbiddenCallsIn(source))
    }
  }
  for (const circle of circlesIn(graph)) {
    faults.push({ path: circle[0] ?? '', line: 0, problem: `is in a circle: ${[...circle, circle[0]].join(' → ')}` })
  }
  if (paths.length === 0)
    faults.push({ path: '.', line: 0, problem: 'no file was seen: a check of nothing proves nothing' })
  else if (imports === 0) faults.push({ path: '.', line: 0, problem: 'no import was seen: the parser reads nothing' })
  return { faults, files: paths.length, imports, filesByRoom }
}

function roomOf(path: string): Room | undefined {
  return rooms.find(({ files }) => fits(path, files))
}

function fits(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matchesGlob(path, pattern))
}

/** What is shipped or started: not the tests, benches and tools. */
function isProduct(path: string): boolean {
  return /^(src|web|simulator)\//.test(path) && !isTest(path)
}

/** Path below the root that a specifier of ours leads to; undefined for packages and Node's own modules. */
function targetOf(root: string, from: string, specifier: string): string | undefined {
  const bare = specifier.replace(/[?#].*$/, '')
  if (!/^\.{1,2}(\/|$)/.test(bare)) return undefined
  const target = posix.join(posix.dirname(from), bare)
  const withEnd = [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((each) => {
    return /\.\w+$/.test(each) && existsSync(join(root, each))
  })
  return withEnd ?? target
}

function problemOf(root: string, from: string, room: Room, target: string, typeOnly: boolean): string | undefined {
  if (!existsSync(join(root, target))) return `imports ${target}, which is not there`
  const here = /^src\/domain\/[^/]+/.exec(from)?.[0] ?? posix.dirname(from)
  const allowed = [...room.mayImport, ...(typeOnly ? (room.mayImportTypes ?? []) : [])]
  const opened = allowed.map((pattern) => pattern.replace('ROOM', here))
  if (!fits(target, opened)) {
    const onlyTypes = !typeOnly && fits(target, room.mayImportTypes ?? [])
    return `(${room.name}) may not import ${target}${onlyTypes ? ' but by import type' : ''}: ${room.because}`
  }
  if (isTest(target) && room.name !== 'checks and proofs') return `imports the test ${target}`
  return undefined
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const { faults, files, imports, filesByRoom } = checkArchitecture(root)
  const counts = [...filesByRoom].map(([room, count]) => `${room} ${count}`).join(', ')
  process.exitCode = report('architecture', faults, `${files} files (${counts}), ${imports} imports`)
}
