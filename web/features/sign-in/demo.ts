import { queryOptions } from '@tanstack/react-query'
import { read } from '../../api/client.ts'

/** Whether this is the demo, and then whom one may come in as. */
export interface Demo {
  demo: boolean
  signIns: readonly { signInName: string; password: string; name: string; role: string }[]
}

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => read<Demo>('GET /api/demo', '/api/demo', undefined, signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})
