import type { Foundation } from '../../platform/foundation.ts'
import { type SheetRow, workbookFlow, workbookMedia } from '../../platform/tables/workbook-writer.ts'
import type { RoomHandlers } from '../access/http.ts'
import type { sheetsApi } from './api.ts'

/** Characters that Excel allows in the name of a sheet, and how many. */
const FORBIDDEN = /[[\]:*?/\\]/g
const LONGEST_NAME = 28

const widths = { text: 24, number: 12, instant: 20 } as const

/** HTTP of tables that leave the screen as Excel. */
export function sheetsRoutes({ clocks }: Pick<Foundation, 'clocks'>): RoomHandlers<typeof sheetsApi> {
  return {
    'POST /api/sheets': async ({ body }) => {
      const sheet = body.sheet.replace(FORBIDDEN, ' ').slice(0, LONGEST_NAME)
      const columns = body.columns.map(({ title, kind }) => ({ title, kind, width: widths[kind] }))
      const plan = { sheet, columns, pages: onePage(body.rows), madeAt: clocks.domain.now() }
      const fileName = `${sheet.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.xlsx`
      return { flow: workbookFlow(plan), media: workbookMedia, fileName }
    },
  }
}

async function* onePage(rows: readonly SheetRow[]): AsyncGenerator<readonly SheetRow[]> {
  yield rows
}
