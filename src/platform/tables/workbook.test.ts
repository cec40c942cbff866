import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { untidyWorkbook } from '../../../test/setup/untidy-workbook.ts'
import { openWorkbook } from './workbook.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weike-workbook-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('a sheet of nothing but texts, as a list of people is, is the first that has rows', async () => {
  const path = join(folder, 'people.xlsx')
  const rows = [
    ['姓名', '登录名'],
    ['陈调度', 'chen'],
  ]
  await writeFile(
    path,
    await untidyWorkbook([
      { name: '说明', rows: [] },
      { name: '人员', rows },
    ]),
  )
  const table = await openWorkbook(path)
  const read: (string | null)[][] = []
  for await (const batch of table.rows()) for (const { cells } of batch) read.push([...cells])
  expect({ sheet: table.sheet, read }).toEqual({ sheet: '人员', read: rows })
})
