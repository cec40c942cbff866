import { Readable } from 'node:stream'
import type { Foundation } from '../../platform/foundation.ts'
import type { Flow } from '../../platform/http/handler.ts'
import type { Language } from '../../platform/i18n.ts'
import { Problem } from '../../platform/problem.ts'
import { csvMedia } from '../../platform/tables/csv-writer.ts'
import { workbookFlow, workbookMedia } from '../../platform/tables/workbook-writer.ts'
import type { Period } from '../../standards/civil-days.ts'
import { envelope, envelopeOn, type RoomHandlers } from '../access/http.ts'
import type { evaluationsApi } from './api.ts'
import { periodNamed } from './model.ts'
import { decideExclusion, proposeExclusion } from './service.ts'
import {
  calendarTable,
  csvOf,
  periodsTable,
  rankingTable,
  type ShownTable,
  statisticsTable,
  workbookOf,
  yearOnYearTable,
} from './sheets.ts'
import {
  calendarOf,
  listSubjects,
  pageOfExclusions,
  periodsOf,
  rankingOf,
  statisticsOf,
  yearOnYearOf,
} from './views.ts'

type Form = 'json' | 'csv' | 'xlsx'

/**
 * HTTP of the evaluations room.
 * @param changed told when days were taken out or count again, so that the pages look anew
 */
export function evaluationsRoutes(
  foundation: Foundation,
  changed: (countyId: string) => void,
): RoomHandlers<typeof evaluationsApi> {
  const { words, clocks } = foundation

  /** The reply as it is, or as a file of exactly what it says. */
  function inForm<R>(
    reply: R,
    { format, name, language }: { format: Form; name: string; language: Language },
    tableOf: (reply: R) => ShownTable,
  ): R | (Flow & { media: string }) {
    if (format === 'json') return reply
    const t = words.translator(language)
    const plain = `${t('evaluations.file')}_${name}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
    const fileName = `${plain}.${format}`
    const table = tableOf(reply)
    if (format === 'csv') return { flow: Readable.from([csvOf(table)]), media: csvMedia, fileName }
    return {
      flow: workbookFlow(workbookOf(table, words, language, clocks.domain.now())),
      media: workbookMedia,
      fileName,
    }
  }

  return {
    'GET /api/evaluations/subjects': (_call, { principal }) => listSubjects(foundation, principal),
    'GET /api/evaluations/calendar': async ({ query }, { principal, language }) => {
      const reply = await calendarOf(foundation, principal, query)
      const name = `${reply.subject.name}_${query.year}`
      return inForm(reply, { format: query.format, name, language }, calendarTable)
    },
    'GET /api/evaluations/statistics': async ({ query }, { principal, language }) => {
      const reply = await statisticsOf(foundation, principal, periodIn(query.period), query)
      return inForm(reply, { format: query.format, name: query.period, language }, statisticsTable)
    },
    'GET /api/evaluations/periods': async ({ query }, { principal, language }) => {
      const reply = await periodsOf(foundation, principal, query, query)
      const name = `${reply.subject.name}_${query.year}`
      return inForm(reply, { format: query.format, name, language }, periodsTable)
    },
    'GET /api/evaluations/ranking': async ({ query }, { principal, language }) => {
      const reply = await rankingOf(foundation, principal, {
        period: query.period === undefined ? undefined : periodIn(query.period),
        list: query.list,
        edition: query.edition,
        knownAt: query.knownAt === undefined ? undefined : Date.parse(query.knownAt),
      })
      const name = `${reply.period ?? ''}_${query.list}`
      return inForm(reply, { format: query.format, name, language }, rankingTable)
    },
    'GET /api/evaluations/year-on-year': async ({ query }, { principal, language }) => {
      const reply = await yearOnYearOf(foundation, principal, query, query)
      const name = `${reply.subject.name}_${query.year}`
      return inForm(reply, { format: query.format, name, language }, yearOnYearTable)
    },
    'GET /api/exclusions': ({ query }, { principal }) => pageOfExclusions(foundation, principal, query),
    'POST /api/exclusions': async ({ body }, { principal }) => {
      const { actId: _actId, actedAt: _actedAt, ...wanted } = body
      return proposeExclusion(foundation, principal, envelope(body), wanted)
    },
    'POST /api/exclusions/:id/approve': async ({ params, body }, { principal }) => {
      const moved = await decideExclusion(foundation, principal, { ...envelopeOn(body), name: 'approve' }, params.id)
      changed(principal.countyId)
      return moved
    },
    'POST /api/exclusions/:id/refuse': ({ params, body }, { principal }) => {
      const act = { ...envelopeOn(body), name: 'refuse' as const, reason: body.reason }
      return decideExclusion(foundation, principal, act, params.id)
    },
    'POST /api/exclusions/:id/withdraw': async ({ params, body }, { principal }) => {
      const act = { ...envelopeOn(body), name: 'withdraw' as const, reason: body.reason }
      const moved = await decideExclusion(foundation, principal, act, params.id)
      changed(principal.countyId)
      return moved
    },
  }
}

/** @throws Problem `invalid-input` */
function periodIn(name: string): Period {
  const period = periodNamed(name)
  if (period === null) throw new Problem('invalid-input', { params: { what: 'period' } })
  return period
}
