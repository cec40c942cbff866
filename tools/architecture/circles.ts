/**
 * The circles of a graph: its strongly connected parts of more than one file, and files that import themselves
 * (Tarjan 1972), each shown as one way round. Imports of types count too: they are erased before anything runs, but two
 * files that need each other's types are one idea in two places.
 * @param graph file → files that it imports
 */
export function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const onStack = new Set<string>()
  const circles: string[][] = []

  function visit(file: string): number {
    const own = index.size
    index.set(file, own)
    let lowest = own
    stack.push(file)
    onStack.add(file)
    for (const next of graph.get(file) ?? []) {
      if (!graph.has(next)) continue
      if (!index.has(next)) lowest = Math.min(lowest, visit(next))
      else if (onStack.has(next)) lowest = Math.min(lowest, index.get(next) ?? own)
    }
    low.set(file, lowest)
    if (lowest === own) {
      const part = stack.splice(stack.lastIndexOf(file))
      for (const each of part) onStack.delete(each)
      if (part.length > 1 || graph.get(file)?.includes(file)) circles.push(wayRound(graph, part))
    }
    return lowest
  }

  for (const file of graph.keys()) if (!index.has(file)) visit(file)
  return circles
}

/** The shortest way from the first file of a part back to itself, inside the part. */
function wayRound(graph: ReadonlyMap<string, readonly string[]>, part: readonly string[]): string[] {
  const inside = new Set(part)
  const start = [...part].sort()[0] ?? ''
  const ways: string[][] = [[start]]
  const seen = new Set<string>()
  for (const way of ways) {
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return way
      if (!inside.has(next) || seen.has(next)) continue
      seen.add(next)
      ways.push([...way, next])
    }
  }
  return [...part]
}
