import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

/**
 * Reading our own sources for the checks. TypeScript 7 has no programming interface and Node's type stripping knows no
 * JSX, so this uses the parser that the bundler brings: the pages are built by the same eyes.
 */
export interface Source {
  /** Path below the root, with `/`. */
  path: string
  text: string
  program: ESTree.Program
  comments: readonly string[]
}

/** Something wrong at one place of the sources. */
export interface Fault {
  path: string
  /** 1 for the first line; 0 when the fault is of the file or the tree as a whole. */
  line: number
  problem: string
}

export const isTest = (path: string): boolean => /\.(test|trial|bench)\.tsx?$/.test(path)

/** Paths below the root of all files in the folders whose name has one of these ends, sorted. */
export function listFiles(root: string, folders: readonly string[], ends: readonly string[]): string[] {
  const found: string[] = []
  for (const folder of folders) {
    if (!existsSync(join(root, folder))) continue
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/')
      if (entry.isFile() && !path.includes('node_modules/') && ends.some((end) => path.endsWith(end))) found.push(path)
    }
  }
  return found.sort()
}

/** A source parsed, or what keeps it from being one. */
export function readSource(root: string, path: string): Source | Fault {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error !== undefined) {
    const at = error.labels[0]?.start ?? 0
    return { path, line: lineAt(text, at), problem: `cannot be parsed: ${error.message}` }
  }
  return { path, text, program, comments: comments.map((comment) => comment.value) }
}

/** Line of an offset, 1 for the first. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** One place where a file names another. */
export interface Import {
  specifier: string
  /** Erased before anything runs. */
  typeOnly: boolean
  /** Fetched when it is asked for (`import()`), not with the file. */
  isLazy: boolean
  line: number
}

/** An import whose target is computed: nobody can say beforehand where it leads. */
export interface ComputedImport {
  line: number
}

/**
 * Everything by which a file takes from another: `import`, `export … from`, `import()`, `import('…')` in a type,
 * `require()`, `new URL('…', import.meta.url)` (workers, assets).
 */
export function importsOf(source: Source): { imports: Import[]; computed: ComputedImport[] } {
  const imports: Import[] = []
  const computed: ComputedImport[] = []
  const add = (specifier: string, typeOnly: boolean, at: number, isLazy = false) =>
    imports.push({ specifier, typeOnly, isLazy, line: lineAt(source.text, at) })

  function addDynamic(argument: ESTree.Node | undefined, at: number): void {
    const text = argument === undefined ? undefined : textOf(argument)
    if (text === undefined) computed.push({ line: lineAt(source.text, at) })
    else add(text, false, at, true)
  }

  new Visitor({
    ImportDeclaration(node) {
      const allTypes =
        node.specifiers.length > 0 &&
        node.specifiers.every((each) => each.type === 'ImportSpecifier' && each.importKind === 'type')
      add(node.source.value, node.importKind === 'type' || allTypes, node.start)
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return
      const allTypes = node.specifiers.length > 0 && node.specifiers.every((each) => each.exportKind === 'type')
      add(node.source.value, node.exportKind === 'type' || allTypes, node.start)
    },
    ExportAllDeclaration(node) {
      add(node.source.value, node.exportKind === 'type', node.start)
    },
    ImportExpression(node) {
      addDynamic(node.source, node.start)
    },
    TSImportType(node) {
      add(node.source.value, true, node.start)
    },
    TSExternalModuleReference(node) {
      add(node.expression.value, false, node.start)
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'require') addDynamic(node.arguments[0], node.start)
    },
    NewExpression(node) {
      const [target, base] = node.arguments
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || target === undefined) return
      const text = textOf(target)
      if (base !== undefined && isImportMetaUrl(base) && text !== undefined) add(text, false, node.start)
    },
  }).visit(source.program)
  return { imports, computed }
}

/** The text of a literal, or of a template without holes. */
export function textOf(node: ESTree.Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

function isImportMetaUrl(node: ESTree.Node): boolean {
  return node.type === 'MemberExpression' && node.object.type === 'MetaProperty' && nameOf(node.property) === 'url'
}

/** The name that an identifier or a property carries. */
export function nameOf(node: ESTree.Node): string | undefined {
  return node.type === 'Identifier' ? node.name : textOf(node)
}

/** Prints faults as `path:line problem`, and the sentence that says how much was looked at. */
export function report(name: string, faults: readonly Fault[], seen: string): number {
  for (const { path, line, problem } of faults) console.log(`${path}${line > 0 ? `:${line}` : ''} ${problem}`)
  console.log(`${name}: ${seen}; ${faults.length === 0 ? 'no fault' : `${faults.length} at fault`}`)
  return faults.length === 0 ? 0 : 1
}
