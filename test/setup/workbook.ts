import { crc32, inflateRawSync } from 'node:zlib'

/** A sheet as a reader of Excel files sees it. Cells by their place (`B2`); a style is its number in styles.xml. */
export interface ReadSheet {
  name: string
  xml: string
  cells: ReadonlyMap<string, { value: string | number; style: number }>
}

/** Parts of a zip archive by name, read by its directory as an unzipping program does. @throws Error when it is damaged */
export function unzipped(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0) throw new Error('no end of a zip archive')
  const parts = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, crc, packed, size] = [
      bytes.readUInt16LE(at + 10),
      ...[16, 20, 24].map((each) => bytes.readUInt32LE(at + each)),
    ]
    const [nameLength = 0, extraLength = 0, commentLength = 0] = [28, 30, 32].map((each) =>
      bytes.readUInt16LE(at + each),
    )
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = bytes.subarray(start, start + (packed ?? 0))
    const part = method === 0 ? content : inflateRawSync(content)
    if (part.length !== size || crc32(part) !== crc) throw new Error(`${name} is damaged`)
    parts.set(name, part)
    at += 46 + nameLength + extraLength + commentLength
  }
  return parts
}

/** The sheets of an Excel workbook, in its order. @throws Error when a part that is named is not there */
export function readWorkbook(bytes: Buffer): ReadSheet[] {
  const parts = unzipped(bytes)
  const part = (name: string) => {
    const found = parts.get(name)
    if (found === undefined) throw new Error(`the workbook has no ${name}`)
    return found.toString('utf8')
  }
  const types = part('[Content_Types].xml')
  const office = /Target="([^"]+)"/.exec(part('_rels/.rels'))?.[1] ?? ''
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map((one) => [
      one[1],
      one[2],
    ]),
  )
  const texts = [...part('xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)].map((one) =>
    plain(one[1] ?? ''),
  )
  return [...part(office).matchAll(/<sheet name="([^"]+)"[^>]*r:id="([^"]+)"/g)].map(([, name = '', id = '']) => {
    const path = `xl/${targets.get(id)}`
    if (!types.includes(`PartName="/${path}"`)) throw new Error(`${path} has no content type`)
    const xml = part(path)
    return { name: plain(name), xml, cells: cellsOf(xml, texts) }
  })
}

function cellsOf(xml: string, texts: readonly string[]): ReadSheet['cells'] {
  const cells = new Map<string, { value: string | number; style: number }>()
  for (const [, attributes = '', content = ''] of xml.matchAll(/<c ([^>]*)>(.*?)<\/c>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
    const number = Number(/<v>([^<]*)<\/v>/.exec(content)?.[1])
    const inline = /<is><t[^>]*>([^<]*)<\/t><\/is>/.exec(content)?.[1]
    const type = attribute('t')
    const value =
      type === 's' ? (texts[number] ?? `no text ${number}`) : type === 'inlineStr' ? plain(inline ?? '') : number
    cells.set(attribute('r') ?? '', { value, style: Number(attribute('s') ?? 0) })
  }
  return cells
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
