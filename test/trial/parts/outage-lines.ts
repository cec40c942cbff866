/** What a server said, put together by kind: numbers, ids and what follows in braces left out. Most frequent first. */
export function kindsOf(lines: readonly string[]): { kind: string; count: number; first: string }[] {
  const kinds = new Map<string, { count: number; first: string }>()
  for (const line of lines) {
    const kind = line
      .replace(/ \{.*$/s, '')
      .replaceAll(/\d+/g, 'N')
      .slice(0, 120)
    const known = kinds.get(kind)
    if (known === undefined) kinds.set(kind, { count: 1, first: line })
    else known.count += 1
  }
  return [...kinds].map(([kind, found]) => ({ kind, ...found })).toSorted((a, b) => b.count - a.count)
}

/** As rows of a report. */
export function toldKinds(lines: readonly string[]): [string, string][] {
  return kindsOf(lines).map(({ count, first }) => [`  said ${count} ×`, first.slice(0, 240)])
}
