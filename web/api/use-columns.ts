import { useQueries } from '@tanstack/react-query'
import type { Columns } from './columns.ts'
import { columnsQuery, type PastReadings } from './queries.ts'

/** Answers to several questions about the past, in their order. */
export interface ColumnsAsked {
  data: readonly (readonly Columns[] | undefined)[]
  /** Is any still on its way? */
  isPending: boolean
  error: Error | null
  again: () => void
}

/** Asks for several series; again every `everyMs` while a period goes on with the clock. */
export function useColumns(
  asked: readonly PastReadings[],
  { everyMs, enabled = true }: { everyMs?: number; enabled?: boolean } = {},
): ColumnsAsked {
  return useQueries({
    queries: asked.map((past) => ({ ...columnsQuery(past), refetchInterval: everyMs ?? (false as const), enabled })),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      isPending: enabled && results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error)?.error ?? null,
      again: () => {
        for (const one of results) one.refetch()
      },
    }),
  })
}
