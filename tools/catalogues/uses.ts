import { type ESTree, Visitor } from 'vite'
import { lineAt, nameOf, type Source, textOf } from '../source.ts'
import { families, keyAttributes, translators } from './rules.ts'

/**
 * A place in the code that names words: one key (`parts: ['case.title']`), or all keys that fit around what is computed
 * (`t(`case.state.${state}`)` → `['case.state.', '']`).
 */
export interface Use {
  parts: readonly string[]
  line: number
}

export interface Uses {
  uses: Use[]
  /** Calls whose key comes from elsewhere: the file has to say in a comment which keys that can be. */
  unknown: { line: number }[]
  /** Every text in the code: a table of keys uses them without a call. */
  texts: ReadonlySet<string>
}

/** A comment that names keys composed from tables: `// catalogue keys: case.state.*, act.assign`. */
const keysComment = /catalogue keys:\s*([^\n]+)/g

export function usesIn(source: Source): Uses {
  const uses: Use[] = []
  const unknown: { line: number }[] = []
  const texts = new Set<string>()
  const constants = constantsOf(source)

  function see(node: ESTree.Node, at: number, isFamily = false): void {
    const line = lineAt(source.text, at)
    const keys = keysOf(node, constants, new Set())
    if (keys === undefined) unknown.push({ line })
    else uses.push(...keys.map((parts) => ({ parts: isFamily ? membersOf(parts) : parts, line })))
  }

  new Visitor({
    CallExpression(node) {
      const name = node.callee.type === 'MemberExpression' ? nameOf(node.callee.property) : nameOf(node.callee)
      const [first] = node.arguments
      if (name === undefined || first === undefined) return
      if (translators.includes(name)) see(first, node.start)
      else if (families.includes(name)) see(first, node.start, true)
    },
    JSXAttribute(node) {
      const name = node.name.type === 'JSXIdentifier' ? node.name.name : ''
      if (!keyAttributes.includes(name) || node.value === null) return
      see(node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value, node.start)
    },
    Literal(node) {
      if (typeof node.value === 'string') texts.add(node.value)
    },
    TemplateLiteral(node) {
      const text = textOf(node)
      if (text !== undefined) texts.add(text)
    },
  }).visit(source.program)

  for (const comment of source.comments) {
    for (const [, list = ''] of comment.matchAll(keysComment)) {
      for (const key of list.split(/[\s,]+/).filter((each) => /^[\w*][\w.*-]*$/.test(each))) {
        uses.push({ parts: key.split('*'), line: lineAt(source.text, source.text.indexOf(comment)) })
      }
    }
  }
  const isSaid = source.comments.some((comment) => comment.match(keysComment) !== null)
  return { uses, unknown: isSaid ? [] : unknown, texts }
}

/** All keys below a place: `['case.state']` → `['case.state.', '']`. */
function membersOf(parts: readonly string[]): string[] {
  return [...parts.slice(0, -1), `${parts.at(-1)}.`, '']
}

/** What each `const` of the file is set to, where its name is declared once. */
function constantsOf(source: Source): Map<string, ESTree.Node> {
  const found = new Map<string, ESTree.Node>()
  const twice = new Set<string>()
  new Visitor({
    VariableDeclaration(declaration) {
      for (const node of declaration.declarations) {
        if (node.id.type !== 'Identifier') continue
        const isFirst = declaration.kind === 'const' && !found.has(node.id.name)
        if (isFirst && node.init !== null) found.set(node.id.name, node.init)
        else twice.add(node.id.name)
      }
    },
  }).visit(source.program)
  for (const name of twice) found.delete(name)
  return found
}

/** The keys that an expression can be, or undefined when it may be anything. */
function keysOf(
  node: ESTree.Node,
  constants: ReadonlyMap<string, ESTree.Node>,
  seen: ReadonlySet<string>,
): string[][] | undefined {
  const text = textOf(node)
  if (text !== undefined) return [[text]]
  switch (node.type) {
    case 'TemplateLiteral': {
      const parts = node.quasis.map((quasi) => quasi.value.cooked ?? '')
      return parts[0] === '' ? undefined : [parts]
    }
    case 'ConditionalExpression':
      return both(node.consequent, node.alternate)
    case 'LogicalExpression':
      return both(node.left, node.right)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return keysOf(node.expression, constants, seen)
    case 'Identifier': {
      const value = constants.get(node.name)
      if (value === undefined || seen.has(node.name)) return undefined
      return keysOf(value, constants, new Set([...seen, node.name]))
    }
    default:
      return undefined
  }

  function both(one: ESTree.Node, other: ESTree.Node): string[][] | undefined {
    const first = keysOf(one, constants, seen)
    const second = keysOf(other, constants, seen)
    return first && second ? [...first, ...second] : undefined
  }
}
