import type { Translate } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import type { Change } from './queries.ts'

/** Who did it: by name, as far as it can still be told. */
export function actorText({ kind, name }: Change['actor'], t: Translate): string {
  if (kind === 'person') return name ?? t('web.settings.erased-person')
  const word = wordOf('web.actor', kind, t)
  return name === null ? word : `${word} ${name}`
}
