import { useState } from 'react'

/** The columns of a table that this browser leaves out, kept under the table's name. */
export function useHiddenColumns(
  table: string,
  known: readonly string[],
): readonly [readonly string[], (hidden: readonly string[]) => void] {
  const place = `weike_columns_${table}`
  const [hidden, setHidden] = useState(() => hiddenIn(localStorage.getItem(place), known))
  return [
    hidden,
    (next) => {
      localStorage.setItem(place, next.join(' '))
      setHidden(next)
    },
  ]
}

/** What was kept, as far as the table still has such columns; the first one is never left out. */
export function hiddenIn(kept: string | null, known: readonly string[]): readonly string[] {
  const asked = (kept ?? '').split(' ')
  return known.slice(1).filter((key) => asked.includes(key))
}
