import { queryOptions } from '@tanstack/react-query'
import type { SettingType } from '../../../src/domain/ledger/model.ts'
import { call, type Reply } from '../../api/client.ts'

export type RegisteredPerson = Reply<'GET /api/people/register'>['items'][number]
export type Unit = Reply<'GET /api/units'>['items'][number]
export type Token = Reply<'GET /api/tokens'>['items'][number]
export type Change = Reply<'GET /api/changes'>['items'][number]
export type FileSetting = Reply<'GET /api/settings'>['items'][number]
export type BaseMapSetting = Reply<'GET /api/base-map/setting'>
export type LoggerDoor = Reply<'GET /api/logger-door'>

export const registerQuery = queryOptions({
  queryKey: ['people', 'register'],
  queryFn: ({ signal }) => call('GET /api/people/register', {}, signal),
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call('GET /api/tokens', {}, signal),
})

/** It changes only when the server is started anew. */
export const fileSettingsQuery = queryOptions({
  queryKey: ['settings', 'file'],
  queryFn: ({ signal }) => call('GET /api/settings', {}, signal),
  staleTime: 60_000,
})

export const loggerDoorQuery = queryOptions({
  queryKey: ['settings', 'logger-door'],
  queryFn: ({ signal }) => call('GET /api/logger-door', {}, signal),
  staleTime: 60_000,
})

/** Files come and go beside the server: looked at anew whenever the page is opened. */
export const baseMapSettingQuery = queryOptions({
  queryKey: ['maps', 'setting'],
  queryFn: ({ signal }) => call('GET /api/base-map/setting', {}, signal),
})

export const changesQuery = (asked: { type?: SettingType; id?: string; cursor?: string; limit: number }) =>
  queryOptions({
    queryKey: ['ledger', 'changes', asked],
    queryFn: ({ signal }) => call('GET /api/changes', { query: asked }, signal),
  })
