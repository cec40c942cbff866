/** What can be found by a word, in the order of the chain. */
export const foundKinds = ['station', 'device', 'alert', 'task', 'case', 'source'] as const
export type FoundKind = (typeof foundKinds)[number]

/** Something that fits what somebody typed. */
export interface Found {
  kind: FoundKind
  /** Of its page: a station's is its code. */
  id: string
  /** Number, code or MN, as people say it. */
  number: string
  title: string
  /** Where it lies, or whose it is; empty where that says nothing. */
  place: string
}

/** Typed into one line. */
export const LONGEST_SEARCH = 60

/**
 * The order in which people look through what was found: what begins with the word before what merely contains it, the
 * kinds in the order of the chain.
 */
export function inOrder(found: readonly Found[], text: string): Found[] {
  const word = text.toLowerCase()
  const begins = ({ number, title }: Found) =>
    number.toLowerCase().startsWith(word) || title.toLowerCase().startsWith(word)
  return found.toSorted((a, b) => Number(begins(b)) - Number(begins(a)))
}

/** Whether any of the texts contains the word, whatever the case of its letters. */
export function contains(text: string, ...texts: readonly string[]): boolean {
  const word = text.toLowerCase()
  return texts.some((one) => one.toLowerCase().includes(word))
}
