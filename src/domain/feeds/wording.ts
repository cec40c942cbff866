import type { Translate } from '../../platform/i18n.ts'
import { isoShanghai } from '../../standards/civil-time.ts'
import type { FeedFault, RefusedFeedRow } from './model.ts'

/** A failure in words: what happened, and what to do about it. */
export function faultWords({ code, params }: FeedFault, t: Translate): { what: string; todo: string } {
  // catalogue keys: feeds.fault.*, feeds.todo.*
  const closer = params.near === undefined || params.near === '' ? '' : ` ${t('feeds.did-you-mean', params)}`
  return { what: t(`feeds.fault.${code}`, params), todo: `${t(`feeds.todo.${code}`, params)}${closer}` }
}

/** Why a row was refused, in words. */
export function refusalWords({ fault, what }: Pick<RefusedFeedRow, 'fault' | 'what'>, t: Translate): string {
  // catalogue keys: feeds.refused.*
  return t(`feeds.refused.${fault}`, { what: what ?? '' })
}

/** Of a feed its name, its newest hour, and why there is no newer one, as far as Weike knows. */
export function staleWords(
  { name, newestEnd, fault }: { name: string; newestEnd: number | null; fault: FeedFault | null },
  t: Translate,
): { feed: string; newest: string; why: string } {
  const newest = newestEnd === null ? t('feeds.no-hour') : isoShanghai(newestEnd).slice(0, 16).replace('T', ' ')
  if (fault === null) return { feed: name, newest, why: t('feeds.nothing-new') }
  const { what, todo } = faultWords(fault, t)
  return { feed: name, newest, why: `${what} ${todo}` }
}
