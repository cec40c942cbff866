import { queryOptions } from '@tanstack/react-query'
import { call, type Reply } from '../../api/client.ts'

export type Target = Reply<'GET /api/targets'>['items'][number]

export const targetsQuery = (year: number) =>
  queryOptions({
    queryKey: ['targets', year],
    queryFn: ({ signal }) => call('GET /api/targets', { query: { year } }, signal),
    placeholderData: (before) => before,
  })
