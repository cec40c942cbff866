/**
 * Places for labels of one height that would like to stand at `wished`: in their order, none nearer to the next than `gap`, all
 * within [top, bottom] as long as there is room. [px]
 */
export function apart(wished: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wished.map((_, index) => index).sort((a, b) => (wished[a] ?? 0) - (wished[b] ?? 0))
  const placed = new Array<number>(wished.length).fill(0)
  let least = top
  for (const index of order) {
    placed[index] = Math.max(least, wished[index] ?? 0)
    least = (placed[index] ?? 0) + gap
  }
  let most = bottom
  for (const index of order.toReversed()) {
    placed[index] = Math.min(most, placed[index] ?? 0)
    most = (placed[index] ?? 0) - gap
  }
  return placed
}
