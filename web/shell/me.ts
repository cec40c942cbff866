import { useSuspenseQuery } from '@tanstack/react-query'
import type { Act } from '../../src/domain/access/table.ts'
import { type Me, sessionQuery } from '../api/queries.ts'

/** Who is signed in. The route above has fetched it before anything inside is drawn. */
export function useMe(): Me & { may: (act: Act) => boolean } {
  const { data } = useSuspenseQuery(sessionQuery)
  return { ...data, may: (act) => data.acts.includes(act) }
}
