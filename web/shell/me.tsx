import { useSuspenseQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { Act } from '../../src/domain/access/table.ts'
import { type Me, sessionQuery } from '../api/queries.ts'

type MeAndMay = Me & { may: (act: Act) => boolean }

const MeContext = createContext<MeAndMay | null>(null)

/** Whoever is signed in, for all that is inside: looked up in one place, and not by each of a hundred parts for itself. */
export function MeProvider({ children }: { children: ReactNode }) {
  const { data } = useSuspenseQuery(sessionQuery)
  const me = useMemo(() => ({ ...data, may: (act: Act) => data.acts.includes(act) }), [data])
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in. The route above has fetched it before anything inside is drawn. @throws Error outside of what is inside */
export function useMe(): MeAndMay {
  const me = useContext(MeContext)
  if (me === null) throw new Error('nobody is known here: useMe needs a MeProvider above it')
  return me
}
