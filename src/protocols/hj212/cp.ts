import type { CpItem, NamedText } from './message.ts'
import type { ProblemCode } from './problems.ts'

const SEMICOLON = 0x3b
const COMMA = 0x2c
const EQUALS = 0x3d
const QUOTE = 0x22

/**
 * Reads CP text: items separated by `;`, pairs inside one item by `,`, each `name=value`. Empty items and pairs are left
 * out. A value that begins `"//` is log text and runs to its `//"`, whatever it holds (CN 3020, HJ 212-2017 annex C).
 * @param note told about each tolerated oddity
 */
export function parseCp(text: string, note: (code: ProblemCode, detail: string) => void): CpItem[] {
  const items: CpItem[] = []
  if (text === '') return items
  let item: NamedText[] = []
  let start = 0
  let equals = -1
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : SEMICOLON
    if (code === EQUALS) {
      if (equals < 0) {
        equals = at
        if (text.charCodeAt(at + 1) === QUOTE) at = endOfQuote(text, at + 1)
      }
    } else if (code === SEMICOLON || code === COMMA) {
      if (at === start) {
        note('empty-item', '')
      } else if (equals < 0) {
        const name = text.slice(start, at)
        note('pair-without-value', name)
        item.push({ name, value: '' })
      } else {
        item.push({ name: text.slice(start, equals), value: text.slice(equals + 1, at) })
      }
      if (code === SEMICOLON && item.length > 0) {
        items.push(item)
        item = []
      }
      start = at + 1
      equals = -1
    }
  }
  return items
}

/** CP text of items: the reverse of {@link parseCp}. An item without pairs leaves an empty place. */
export function formatCp(items: readonly CpItem[]): string {
  return items.map((item) => item.map((pair) => `${pair.name}=${pair.value}`).join(',')).join(';')
}

/** Place of the last character of a quotation `"//…//"` that begins at `from`; one before `from` when it is none. */
function endOfQuote(text: string, from: number): number {
  if (!text.startsWith('"//', from)) return from - 1
  const close = text.indexOf('//"', from + 3)
  return close < 0 ? from - 1 : close + 2
}
