import { fileOf, type Input } from './client.ts'

/** Saves a table as Excel, as it is shown, under its name. @throws ApiProblem */
export async function saveSheet(body: Input<'POST /api/sheets'>['body']): Promise<void> {
  const file = await fileOf('POST /api/sheets', {}, body)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `${body.sheet}.xlsx`
  link.click()
  URL.revokeObjectURL(link.href)
}
