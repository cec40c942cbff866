import type { Foundation } from '../../platform/foundation.ts'
import { peopleOf } from './store.ts'

export type Author =
  | { kind: 'person'; name: string | null }
  | { kind: 'system'; name: string }
  | { kind: 'token' | 'console'; name: null }

/**
 * Who stands behind the ledger's actors, as far as it can still be told: the key of an erased person is gone,
 * so their acts have no name any more.
 */
export async function authorsOf(foundation: Foundation, countyId: string): Promise<(actor: string) => Author> {
  const people = await peopleOf(foundation.db, countyId)
  const names = new Map<string, string>()
  for (const person of people) {
    if (person.state !== 'erased') names.set(await foundation.vault.pseudonym(countyId, person.id), person.name)
  }
  return (actor) => {
    const [kind, rest = ''] = actor.split(/:(.*)/s)
    if (kind === 'person') return { kind, name: names.get(rest) ?? null }
    if (kind === 'system') return { kind, name: rest }
    return { kind: kind === 'token' ? 'token' : 'console', name: null }
  }
}
