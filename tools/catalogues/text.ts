import { type ESTree, Visitor } from 'vite'
import { lineAt, type Source, textOf } from '../source.ts'
import { alikeInEveryLanguage, readAttributes } from './rules.ts'

/** Text for people that stands in the code instead of the catalogues. */
export interface StrayText {
  line: number
  problem: string
}

// Han, and the punctuation that goes with it: 、。「」 and the full-width forms.
const chinese = /\p{Script=Han}|[\u3001\u3002\u300a-\u3011\uff01-\uff5e]/u

/** Chinese in any text of the code: literals, templates, text and attributes of JSX; comments are for ourselves. */
export function chineseIn(source: Source): StrayText[] {
  const found: StrayText[] = []
  const see = (text: string, at: number) => {
    if (chinese.test(withoutAlike(text))) {
      found.push({ line: lineAt(source.text, at), problem: `has Chinese outside the catalogues: ${quote(text)}` })
    }
  }
  new Visitor({
    Literal(node) {
      if (typeof node.value === 'string') see(node.value, node.start)
    },
    TemplateLiteral(node) {
      see(node.quasis.map((quasi) => quasi.value.cooked ?? '').join(' '), node.start)
    },
    JSXText(node) {
      see(node.value, node.start)
    },
  }).visit(source.program)
  return found
}

/** English on a page: JSX text of two letters or more, also as `{'text'}`, and in attributes that people read or hear. */
export function englishIn(source: Source): StrayText[] {
  const found: StrayText[] = []
  const see = (text: string | undefined, at: number) => {
    if (text !== undefined && speaks(text)) {
      found.push({ line: lineAt(source.text, at), problem: `has English outside the catalogues: ${quote(text)}` })
    }
  }
  const seeChildren = (children: readonly ESTree.JSXChild[]) => {
    for (const child of children) {
      if (child.type === 'JSXText') see(child.value, child.start + (/^\s*/.exec(child.value)?.[0].length ?? 0))
      if (child.type === 'JSXExpressionContainer') for (const text of textsOf(child.expression)) see(text, child.start)
    }
  }
  new Visitor({
    JSXElement(node) {
      seeChildren(node.children)
    },
    JSXFragment(node) {
      seeChildren(node.children)
    },
    JSXAttribute(node) {
      const name = node.name.type === 'JSXIdentifier' ? node.name.name : ''
      if (!readAttributes.includes(name) || node.value === null) return
      const value = node.value.type === 'JSXExpressionContainer' ? node.value.expression : node.value
      for (const text of textsOf(value)) see(text, node.start)
    },
  }).visit(source.program)
  return found
}

/** The texts that an expression shows as they stand: itself, or the ends of `a ? 'x' : 'y'` and `a && 'x'`. */
function textsOf(node: ESTree.Node): string[] {
  const text = textOf(node)
  if (text !== undefined) return [text]
  if (node.type === 'TemplateLiteral') return [node.quasis.map((quasi) => quasi.value.cooked ?? '').join(' ')]
  if (node.type === 'ConditionalExpression') return [...textsOf(node.consequent), ...textsOf(node.alternate)]
  if (node.type === 'LogicalExpression') return textsOf(node.right)
  return []
}

function speaks(text: string): boolean {
  return (withoutAlike(text.replace(/&\w+;/g, ' ')).match(/[A-Za-z]/g) ?? []).length >= 2
}

function withoutAlike(text: string): string {
  return alikeInEveryLanguage.reduce((left, word) => left.replaceAll(word, ' '), text)
}

function quote(text: string): string {
  const short = text.trim().replace(/\s+/g, ' ')
  return `“${short.length > 60 ? `${short.slice(0, 60)}…` : short}”`
}
