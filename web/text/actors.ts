import type { Translate } from './language.ts'
import { wordOf } from './names.ts'

// catalogue keys: web.actor.*

/** Who did something, as the server tells it: a person who was erased has no name any more. */
export interface Actor {
  kind: 'person' | 'token' | 'console' | 'system'
  name: string | null
}

/** Who did it: by name, as far as it can still be told. */
export function actorText({ kind, name }: Actor, t: Translate): string {
  if (kind === 'person') return name ?? t('web.settings.erased-person')
  const word = wordOf('web.actor', kind, t)
  if (name === null) return word
  return `${word} ${kind === 'system' ? wordOf('web.actor.system', name, t) : name}`
}
