import { alertsApi } from './alerts/api.ts'
import { casesApi } from './cases/api.ts'
import { commandsApi } from './commands/api.ts'
import { correctionsApi } from './corrections/api.ts'
import { countiesApi } from './counties/api.ts'
import { devicesApi } from './devices/api.ts'
import { evaluationsApi } from './evaluations/api.ts'
import { feedsApi } from './feeds/api.ts'
import { importsApi } from './imports/api.ts'
import { inboxApi } from './inbox/api.ts'
import { ledgerApi } from './ledger/api.ts'
import { mapsApi } from './maps/api.ts'
import { messagesApi } from './messages/api.ts'
import { peopleApi } from './people/api.ts'
import { photosApi } from './photos/api.ts'
import { readingsApi } from './readings/api.ts'
import { regionsApi } from './regions/api.ts'
import { searchApi } from './search/api.ts'
import { settingsApi } from './settings/api.ts'
import { sheetsApi } from './sheets/api.ts'
import { sourcesApi } from './sources/api.ts'
import { stationsApi } from './stations/api.ts'
import { targetsApi } from './targets/api.ts'
import { tasksApi } from './tasks/api.ts'
import { tokensApi } from './tokens/api.ts'

/** Every HTTP operation of Weike's rooms. The web takes its type; nothing of it runs in the browser. */
export const api = {
  ...peopleApi,
  ...tokensApi,
  ...countiesApi,
  ...regionsApi,
  ...stationsApi,
  ...devicesApi,
  ...commandsApi,
  ...correctionsApi,
  ...readingsApi,
  ...evaluationsApi,
  ...targetsApi,
  ...importsApi,
  ...feedsApi,
  ...alertsApi,
  ...sheetsApi,
  ...searchApi,
  ...inboxApi,
  ...tasksApi,
  ...photosApi,
  ...casesApi,
  ...sourcesApi,
  ...messagesApi,
  ...ledgerApi,
  ...settingsApi,
  ...mapsApi,
}

export type Api = typeof api
