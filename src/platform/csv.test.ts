import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvRecord, csvRecords, EndlessRecord } from './csv.ts'

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function records(text: string, size = 7): Promise<CsvRecord[]> {
  const all: CsvRecord[] = []
  for await (const batch of csvRecords(pieces(text, size))) all.push(...batch)
  return all
}

const cellsOf = async (text: string, size?: number) => (await records(text, size)).map((one) => one.cells)

it('cells may be parted by another sign, commas then being signs like any other', async () => {
  const rows: (readonly string[])[] = []
  const text = 'a;"b;""c""\nd";1,5\n"x",y;z\n'
  for await (const batch of csvRecords(pieces(text, 5), ';')) rows.push(...batch.map(({ cells }) => cells))
  expect(rows).toEqual([
    ['a', 'b;"c"\nd', '1,5'],
    // A quote that closes in the middle of a cell: what follows belongs to the cell.
    ['x,y', 'z'],
  ])
})

describe('the records of a CSV', () => {
  it('are cells between commas, lines ending in CR LF or LF, the last one in either or nothing', async () => {
    const expected = [
      ['a', 'b', ''],
      ['1', ' 2 ', '3'],
    ]
    expect(await cellsOf('a,b,\r\n1, 2 ,3\r\n')).toEqual(expected)
    expect(await cellsOf('a,b,\n1, 2 ,3')).toEqual(expected)
    expect(await cellsOf('')).toEqual([])
    expect(await cellsOf('\n\na')).toEqual([[''], [''], ['a']])
  })

  it('may hold commas, quotes and line ends in quotes, and know the line on which they begin', async () => {
    const text = 'name,pm25\r\n"a, ""b""\r\nc",1\n"",2\n"x"y,3\nz"w",4\n'
    expect(await records(text)).toEqual([
      { line: 1, text: 'name,pm25', cells: ['name', 'pm25'] },
      { line: 2, text: '"a, ""b""\r\nc",1', cells: ['a, "b"\r\nc', '1'] },
      { line: 4, text: '"",2', cells: ['', '2'] },
      { line: 5, text: '"x"y,3', cells: ['xy', '3'] },
      { line: 6, text: 'z"w",4', cells: ['z"w"', '4'] },
    ])
  })

  it('with a quote that stays open are refused with the line that opens it', async () => {
    await expect(records('a\n1\n"2\n3\n')).rejects.toEqual(new EndlessRecord(3))
    await expect(records(`a\n"${'x'.repeat(1_100_000)}`, 65_536)).rejects.toEqual(new EndlessRecord(2))
    await expect(records(`a\n"${'x\n'.repeat(600_000)}`, 65_536)).rejects.toEqual(new EndlessRecord(2))
  })

  it('come out as they were written, whatever is in them and however the text is cut', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '益') })
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    const written = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 20 }),
        async (rows, end, size) => {
          const text = rows.map((row) => row.map(written).join(',') + end).join('')
          const read = await records(text, size)
          expect(read.map((one) => one.cells)).toEqual(rows)
          expect(read.map((one) => one.text)).toEqual(rows.map((row) => row.map(written).join(',')))
          // The line of a record is one more than the line ends before it.
          const before = rows.map((_, place) =>
            rows
              .slice(0, place)
              .map((row) => row.map(written).join(',') + end)
              .join(''),
          )
          expect(read.map((one) => one.line)).toEqual(before.map((head) => head.split('\n').length))
        },
      ),
      { numRuns: 500 },
    )
  })
})
