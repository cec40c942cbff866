import { useRef } from 'react'

/**
 * Which rows came after the first answer: only those slide in, once.
 * @param ids undefined until the first answer is there
 */
export function useArrivals(ids: readonly string[] | undefined): (id: string) => boolean {
  const known = useRef<ReadonlySet<string> | null>(null)
  if (known.current === null && ids) known.current = new Set(ids)
  return (id) => known.current !== null && !known.current.has(id)
}
