import { queryOptions } from '@tanstack/react-query'
import { call, type Reply } from '../../api/client.ts'
import type { EvaluationSearch } from './view.ts'

export type Subject = Reply<'GET /api/evaluations/subjects'>['items'][number]
export type Calendar = Reply<'GET /api/evaluations/calendar'>
export type CalendarDay = Calendar['days'][number]
export type Periods = Reply<'GET /api/evaluations/periods'>
export type JudgedPeriod = Periods['periods'][number]
export type Evaluation = JudgedPeriod['reported']
export type EvaluatedFactor = Evaluation['factors'][number]
export type Ranking = Reply<'GET /api/evaluations/ranking'>
export type District = Ranking['items'][number]
export type YearOnYear = Reply<'GET /api/evaluations/year-on-year'>
export type Compared = YearOnYear['months'][number]
export type Exclusion = Reply<'GET /api/exclusions'>['items'][number]

export const subjectsQuery = queryOptions({
  queryKey: ['evaluations', 'subjects'],
  queryFn: ({ signal }) => call('GET /api/evaluations/subjects', {}, signal),
})

type Asked = Pick<EvaluationSearch, 'subject' | 'edition'> & { year: number }

/** What the address asks of the server: only what it has. */
export function askedOf({ subject, edition, year }: Asked) {
  return { year, ...(subject ? { subject } : {}), ...(edition ? { edition } : {}) }
}

export const calendarQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['evaluations', 'calendar', askedOf(asked)],
    queryFn: ({ signal }) => call('GET /api/evaluations/calendar', { query: askedOf(asked) }, signal),
    placeholderData: (before) => before,
  })

export const periodsQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['evaluations', 'periods', askedOf(asked)],
    queryFn: ({ signal }) => call('GET /api/evaluations/periods', { query: askedOf(asked) }, signal),
    placeholderData: (before) => before,
  })

/** A period of every subject. */
export const statisticsQuery = (asked: { period: string; edition?: '2012' | '2026' }) =>
  queryOptions({
    queryKey: ['evaluations', 'statistics', asked],
    queryFn: ({ signal }) => call('GET /api/evaluations/statistics', { query: asked }, signal),
    placeholderData: (before) => before,
  })

export const yearOnYearQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['evaluations', 'year-on-year', askedOf(asked)],
    queryFn: ({ signal }) => call('GET /api/evaluations/year-on-year', { query: askedOf(asked) }, signal),
    placeholderData: (before) => before,
  })

/** What the address asks of the ranking. */
export function rankingAskedOf({ period, list, edition }: Pick<EvaluationSearch, 'period' | 'list' | 'edition'>) {
  return { ...(period ? { period } : {}), ...(list ? { list } : {}), ...(edition ? { edition } : {}) }
}

export const rankingQuery = (search: Pick<EvaluationSearch, 'period' | 'list' | 'edition'>) =>
  queryOptions({
    queryKey: ['evaluations', 'ranking', rankingAskedOf(search)],
    queryFn: ({ signal }) => call('GET /api/evaluations/ranking', { query: rankingAskedOf(search) }, signal),
    placeholderData: (before) => before,
  })

export const exclusionsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['evaluations', 'exclusions', cursor ?? ''],
    queryFn: ({ signal }) => call('GET /api/exclusions', { query: { cursor, limit: 50 } }, signal),
  })
