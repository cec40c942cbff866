/** A function over whole numbers that keeps its last answers. @param most so many; then all are forgotten */
export function remembered<T>(most: number, make: (place: number) => T): (place: number) => T {
  const known = new Map<number, T>()
  return (place) => {
    const found = known.get(place)
    if (found !== undefined) return found
    if (known.size >= most) known.clear()
    const made = make(place)
    known.set(place, made)
    return made
  }
}
