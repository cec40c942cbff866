import { Readable } from 'node:stream'
import { isoShanghai } from '../../standards/civil-time.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { importsApi } from './api.ts'
import type { ImportDesk, SeenJob } from './desk.ts'
import { fieldsFor } from './service.ts'

/** Columns of a row that a person looks at; files of a nation have thousands. */
const SHOWN_COLUMNS = 60

/** Of one cell; the borders of a region have a hundred thousand. [characters] */
const SHOWN_TEXT = 200

function shownCells(cells: readonly string[]): string[] {
  return cells
    .slice(0, SHOWN_COLUMNS)
    .map((cell) => (cell.length > SHOWN_TEXT ? `${cell.slice(0, SHOWN_TEXT)}…` : cell))
}

/** HTTP of the imports room. */
export function importsRoutes(desk: ImportDesk): RoomHandlers<typeof importsApi> {
  return {
    'GET /api/imports': async ({ query }, { principal, language }) => {
      const { items, next } = await desk.list(principal, query, language)
      return { items: items.map(viewJob), next }
    },
    'PUT /api/imports/:id': async ({ params, query, body }, { principal, language }) =>
      viewJob(await desk.take(principal, params.id, query.name, body ?? Readable.from([]), language)),
    'GET /api/imports/:id': async ({ params }, { principal, language }) => {
      const { refused, ...seen } = await desk.one(principal, params.id, language)
      const shown = refused.map((row) => ({ ...row, cells: shownCells(row.cells) }))
      return { ...viewJob(seen), plan: changeable(seen.job.plan), refused: shown }
    },
    'GET /api/imports/:id/proposal': async ({ params, query }, { principal }) => {
      const { form, sheets, plan, remembered, rows } = await desk.propose(principal, params.id, query)
      return {
        form,
        sheets: [...sheets],
        plan: { ...plan, columns: [...plan.columns] },
        remembered,
        rows: rows.map(({ line, cells }) => ({ line, cells: shownCells(cells) })),
        fields: fieldsFor(plan.kind),
      }
    },
    'POST /api/imports/:id/check': async ({ params, body }, { principal, language }) =>
      viewJob(await desk.check(principal, params.id, body, language)),
    'POST /api/imports/:id/load': async ({ params, body }, { principal, language }) =>
      viewJob(await desk.load(principal, params.id, body, language)),
    'POST /api/imports/:id/pause': async ({ params }, { principal, language }) =>
      viewJob(await desk.pause(principal, params.id, language)),
    'POST /api/imports/:id/resume': async ({ params }, { principal, language }) =>
      viewJob(await desk.resume(principal, params.id, language)),
    'POST /api/imports/:id/stop': async ({ params }, { principal, language }) =>
      viewJob(await desk.halt(principal, params.id, language)),
    'GET /api/imports/:id/refused': ({ params }, { principal }) => desk.refusedRows(principal, params.id),
    'POST /api/imports/:id/accounts': ({ params }, { principal }) => desk.accounts(principal, params.id),
  }
}

function viewJob({ job, progress, isCutOff, kept, reasons, hasRefused, hasAccounts, failure }: SeenJob) {
  return {
    id: job.id,
    fileName: job.fileName,
    fileBytes: job.fileBytes,
    kind: job.kind,
    state: isCutOff ? ('interrupted' as const) : job.state,
    counts: job.counts,
    progress,
    kept,
    doubts: [...job.doubts],
    failure,
    reasons: [...reasons],
    hasRefused,
    hasAccounts,
    createdAt: isoShanghai(job.createdAt),
    changedAt: isoShanghai(job.changedAt),
  }
}

function changeable(plan: SeenJob['job']['plan']) {
  return plan === null ? null : { ...plan, columns: [...plan.columns] }
}
