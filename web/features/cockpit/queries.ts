import { queryOptions } from '@tanstack/react-query'
import type { TargetFactor } from '../../../src/domain/targets/model.ts'
import { call, type Reply } from '../../api/client.ts'
import { sourcesQuery } from '../../api/queries.ts'
import { SEEN_AROUND_M } from './around.ts'

type Reckoned = Reply<'GET /api/outlook'>
export type Outlook = Omit<Reckoned, 'asOf'>
export type OutlookRow = Outlook['rows'][number]
export type StripHours = Reply<'GET /api/outlook/hours'>
export type StripHour = StripHours['items'][number]

/** Old answers are of no use to a page that stands for weeks. [ms] */
const KEPT_MS = 60_000

/** When it was reckoned is shown nowhere: an answer that says the same as before is no news, and nothing is drawn anew for it. */
const timeless = ({ asOf: _, ...outlook }: Reckoned): Outlook => outlook

/**
 * A station against its targets.
 * @param stamp changes when an hour has come in: then it is asked again, and not whenever a device speaks
 */
export const outlookQuery = (station: string, factor: TargetFactor, stamp: string) =>
  queryOptions({
    queryKey: ['outlook', 'targets', station, factor, stamp],
    queryFn: ({ signal }) => call('GET /api/outlook', { query: { station, factor } }, signal),
    select: timeless,
    placeholderData: (before, query) => (query?.queryKey[2] === station ? before : undefined),
    gcTime: KEPT_MS,
  })

export const stripQuery = (station: string, stamp: string) =>
  queryOptions({
    queryKey: ['outlook', 'hours', station, stamp],
    queryFn: ({ signal }) => call('GET /api/outlook/hours', { query: { station } }, signal),
    placeholderData: (before, query) => (query?.queryKey[2] === station ? before : undefined),
    gcTime: KEPT_MS,
  })

/** Alerts asked for at most: what a county raises in two days and more. */
const MOST_ALERTS = 200

/** The newest alerts, resolved ones too: what happened above the bars did happen. */
export const happenedQuery = queryOptions({
  queryKey: ['alerts', 'happened'],
  queryFn: ({ signal }) => call('GET /api/alerts', { query: { limit: MOST_ALERTS } }, signal),
})

export const sourcesAroundQuery = (station: string) => sourcesQuery({ station, within: SEEN_AROUND_M })
