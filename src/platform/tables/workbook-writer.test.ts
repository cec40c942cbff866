import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { readWorkbook, unzipped } from '../../../test/setup/workbook.ts'
import { excelDate, type SheetRow, type WorkbookPlan, workbookFlow } from './workbook-writer.ts'

const NOON = Date.parse('2026-11-18T12:00:00+08:00')

const columns = [
  { title: '站点', width: 12, kind: 'text' },
  { title: '结束', width: 20, kind: 'instant' },
  { title: '数值', width: 10, kind: 'number' },
] as const

const plan = (pages: AsyncIterable<readonly SheetRow[]>, more: Partial<WorkbookPlan> = {}): WorkbookPlan => ({
  sheet: '监测数据',
  columns,
  pages,
  madeAt: NOON,
  ...more,
})

async function* pagesOf(...pages: readonly (readonly SheetRow[])[]): AsyncGenerator<readonly SheetRow[]> {
  yield* pages
}

const read = async (made: WorkbookPlan) => readWorkbook(await buffer(workbookFlow(made)))

describe('a workbook', () => {
  it('holds numbers as numbers, instants as dates in Beijing time, texts whole; what is not there has no cell', async () => {
    const rows: SheetRow[] = [
      ['QY001', NOON, 35.5],
      ['<青&石"桥>\u0000', NOON + 1, -0.05],
      [null, null, null],
      ['QY001', Date.parse('2014-01-02T00:00:00+08:00'), 1e-7],
    ]
    const [sheet, ...others] = await read(plan(pagesOf(rows.slice(0, 2), [], rows.slice(2))))
    expect(others).toEqual([])
    expect(sheet?.name).toBe('监测数据')
    expect(Object.fromEntries(sheet?.cells ?? [])).toEqual({
      A1: { value: '站点', style: 2 },
      B1: { value: '结束', style: 2 },
      C1: { value: '数值', style: 2 },
      A2: { value: 'QY001', style: 0 },
      B2: { value: 46_344.5, style: 1 },
      C2: { value: 35.5, style: 0 },
      A3: { value: '<青&石"桥>', style: 0 },
      B3: { value: excelDate(NOON + 1), style: 1 },
      C3: { value: -0.05, style: 0 },
      A5: { value: 'QY001', style: 0 },
      B5: { value: 41_641, style: 1 },
      C5: { value: 1e-7, style: 0 },
    })
  })

  it('has a frozen header row, column widths and a date style that shows seconds', async () => {
    const parts = unzipped(await buffer(workbookFlow(plan(pagesOf([['QY001', NOON, 1]])))))
    const sheet = parts.get('xl/worksheets/sheet1.xml')?.toString('utf8')
    expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
    expect(sheet).toContain('<col min="2" max="2" width="20" customWidth="1"/>')
    const styles = parts.get('xl/styles.xml')?.toString('utf8')
    expect(styles).toContain('formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"')
  })

  it('goes on with a further sheet where one is full, each with its header, and has no empty one behind', async () => {
    const rows = Array.from({ length: 7 }, (_each, at): SheetRow => ['QY001', NOON, at])
    const seven = await read(plan(pagesOf(rows.slice(0, 2), rows.slice(2)), { rowsPerSheet: 3 }))
    expect(seven.map(({ name }) => name)).toEqual(['监测数据', '监测数据 2', '监测数据 3'])
    expect(seven.map(({ cells }) => cells.get('C2')?.value)).toEqual([0, 3, 6])
    expect(seven.map(({ cells }) => cells.get('C1')?.value)).toEqual(['数值', '数值', '数值'])
    expect(seven.map(({ cells }) => cells.size)).toEqual([12, 12, 6])
    const six = await read(plan(pagesOf(rows.slice(0, 6)), { rowsPerSheet: 3 }))
    expect(six.map(({ cells }) => cells.size)).toEqual([12, 12])
  })

  it('of nothing has its header', async () => {
    const [sheet] = await read(plan(pagesOf()))
    expect([...(sheet?.cells.keys() ?? [])]).toEqual(['A1', 'B1', 'C1'])
  })

  it('keeps texts in their cells once too many of them are different', async () => {
    const rows = Array.from({ length: 50_010 }, (_each, at): SheetRow => [`Q${at}`, null, null])
    const [sheet] = await read(plan(pagesOf(rows)))
    expect(sheet?.cells.get('A2')?.value).toBe('Q0')
    expect(sheet?.cells.get('A50011')?.value).toBe('Q50009')
    expect(sheet?.xml).toContain('t="inlineStr"')
  })
})

describe('rows of a workbook', () => {
  /** Ever more rows; counts what was asked of them and whether they were let go. */
  function endless() {
    const seen = { pages: 0, isLetGo: false }
    async function* pages(): AsyncGenerator<readonly SheetRow[]> {
      try {
        for (;;) {
          seen.pages += 1
          // What does not shrink: otherwise a million rows would fit between the two ends.
          yield Array.from({ length: 500 }, (_each, at): SheetRow => [null, NOON, Math.sin(seen.pages * 500 + at)])
        }
      } finally {
        seen.isLetGo = true
      }
    }
    return { seen, pages: pages() }
  }

  it('are asked for only as fast as the file is taken away, and let go of when nobody takes it any more', async () => {
    const { seen, pages } = endless()
    const flow = workbookFlow(plan(pages))
    await once(flow, 'readable')
    // The pipe fills up and stands still: nothing more is asked for, however long it stands.
    let before = -1
    while (before !== seen.pages) {
      before = seen.pages
      for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate)
    }
    expect(seen.pages).toBeLessThan(200)
    flow.destroy()
    while (!seen.isLetGo) await new Promise(setImmediate)
    expect(seen.isLetGo).toBe(true)
  })

  it('that fail break the file off', async () => {
    async function* failing(): AsyncGenerator<readonly SheetRow[]> {
      yield [['QY001', NOON, 1]]
      throw new Error('the database went away')
    }
    await expect(buffer(workbookFlow(plan(failing())))).rejects.toThrow('the database went away')
  })
})
