import type { Translate } from '../../platform/i18n.ts'
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
