import { z } from 'zod'
import { contract } from '../access/model.ts'

/** Rows of a table on a screen at most. */
const MOST_ROWS = 10_000

const cell = z.union([z.string().max(5_000), z.number(), z.null()])

export const sheetsApi = contract({
  'POST /api/sheets': {
    act: 'signed-in',
    summary: 'A table that somebody has on the screen, as an Excel workbook: exactly what is sent and nothing else',
    body: z.object({
      sheet: z.string().min(1).max(60),
      columns: z
        .array(z.object({ title: z.string().max(100), kind: z.enum(['text', 'number', 'instant']) }))
        .min(1)
        .max(60),
      rows: z.array(z.array(cell).max(60)).max(MOST_ROWS),
    }),
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
})
