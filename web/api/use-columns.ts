import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query'
import type { Columns } from './columns.ts'
import { columnsQuery, type PastReadings } from './queries.ts'

/** Answers to several questions about the past, in their order. */
export interface ColumnsAsked {
  data: readonly (readonly Columns[] | undefined)[]
  /** Is any still on its way? */
  isPending: boolean
  /** Does any stand that was asked for another time, until its own comes? */
  isComing: boolean
  error: Error | null
  again: () => void
}

/**
 * Asks for several series; again every `everyMs` while a period goes on with the clock. While another time of a series is on its
 * way, the newest that is known of it stands: a chart that is moved is never empty.
 */
export function useColumns(
  asked: readonly PastReadings[],
  { everyMs, enabled = true }: { everyMs?: number; enabled?: boolean } = {},
): ColumnsAsked {
  const client = useQueryClient()
  return useQueries({
    queries: asked.map((past) => ({
      ...columnsQuery(past),
      placeholderData: () => knownOf(client, past),
      refetchInterval: everyMs ?? (false as const),
      enabled,
    })),
    combine: (results) => ({
      data: results.map(({ data }) => data),
      isComing: enabled && results.some(({ isPending, isPlaceholderData }) => isPending || isPlaceholderData),
      isPending: enabled && results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error)?.error ?? null,
      again: () => {
        for (const one of results) one.refetch()
      },
    }),
  })
}

function knownOf(client: QueryClient, past: PastReadings): Columns[] | undefined {
  const { queryKey } = columnsQuery(past)
  const known = client
    .getQueryCache()
    .findAll({ queryKey: queryKey.slice(0, 2), predicate: (query) => isSameSeries(query.queryKey[2], past) })
    .toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
  return client.getQueryData<Columns[]>(known[0]?.queryKey ?? queryKey)
}

function isSameSeries(one: unknown, other: PastReadings): boolean {
  if (typeof one !== 'object' || one === null) return false
  return (['station', 'mn', 'factor', 'resolution'] as const).every((name) => Reflect.get(one, name) === other[name])
}
