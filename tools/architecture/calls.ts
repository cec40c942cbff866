import { matchesGlob } from 'node:path'
import { type ESTree, Visitor } from 'vite'
import { type Fault, lineAt, nameOf, type Source } from '../source.ts'
import { sourcesOfTimeAndChance, timeAndChance, timeAndChanceInSql } from './rules.ts'

/**
 * Where a file of src makes time or chance itself: `Date.now`, `new Date()`, `Math.random` and the like, called or
 * handed on (outside the few files that are the sources of them), and `now()` in any string (SQL; everywhere in src).
 */
export function forbiddenCallsIn(source: Source): Fault[] {
  if (!source.path.startsWith('src/')) return []
  const faults: Fault[] = []
  const add = (at: number, problem: string) =>
    faults.push({ path: source.path, line: lineAt(source.text, at), problem })
  const isSource = sourcesOfTimeAndChance.some((pattern) => matchesGlob(source.path, pattern))

  function seeName(written: string, last: string, at: number): void {
    if (isSource) return
    for (const { name, instead } of timeAndChance) {
      if (name === written || name === `*.${last}`) add(at, `uses ${written}: ${instead}`)
    }
  }

  function seeText(text: string, at: number): void {
    for (const { pattern, name } of timeAndChanceInSql) {
      if (pattern.test(text)) add(at, `has ${name} in a string of SQL: pass the instant or the id in`)
    }
  }

  new Visitor({
    MemberExpression(node) {
      const last = nameOf(node.property)
      if (last === undefined) return
      const object = node.object.type === 'MemberExpression' ? nameOf(node.object.property) : nameOf(node.object)
      seeName(`${object ?? '…'}.${last}`, last, node.start)
    },
    ImportSpecifier(node) {
      const name = nameOf(node.imported)
      if (name !== undefined) seeName(name, name, node.start)
    },
    NewExpression(node) {
      if (isDate(node.callee) && node.arguments.length === 0 && !isSource) {
        add(node.start, 'uses new Date() without an instant: take a Clock')
      }
    },
    CallExpression(node) {
      if (isDate(node.callee) && !isSource) add(node.start, 'uses Date(): take a Clock')
      const isFn = node.callee.type === 'MemberExpression' && nameOf(node.callee.property) === 'fn'
      const [first] = node.arguments
      if (isFn && first !== undefined && nameOf(first) === 'now') {
        add(node.start, "has fn('now') in a string of SQL: pass the instant or the id in")
      }
    },
    Literal(node) {
      if (typeof node.value === 'string') seeText(node.value, node.start)
    },
    TemplateLiteral(node) {
      // Holes become blanks, so that what stands around one is still read together.
      seeText(node.quasis.map((quasi) => quasi.value.raw).join(' '), node.start)
    },
  }).visit(source.program)
  return faults
}

function isDate(callee: ESTree.Expression | ESTree.Super): boolean {
  return callee.type === 'Identifier' && callee.name === 'Date'
}
