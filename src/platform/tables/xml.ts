import { SaxesParser, type SaxesTagPlain } from 'saxes'

/** What is told of a document while it is read; names come without their prefix (`x:row` → `row`). */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
  /** Asked between pieces: true ends the reading. */
  isDone?(): boolean
}

/** Reads XML as its bytes come. @throws Error where it is not well-formed */
export async function* readXml(bytes: AsyncIterable<Buffer>, reader: XmlReader): AsyncGenerator<void, void, void> {
  const parser = new SaxesParser()
  let fault: Error | undefined
  parser.on('error', (error) => {
    fault ??= error
  })
  parser.on('opentag', (tag: SaxesTagPlain) => reader.open?.(localName(tag.name), tag.attributes))
  parser.on('closetag', (tag: SaxesTagPlain) => reader.close?.(localName(tag.name)))
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  const decoder = new TextDecoder()
  for await (const chunk of bytes) {
    parser.write(decoder.decode(chunk, { stream: true }))
    if (fault !== undefined) throw fault
    yield
    if (reader.isDone?.() === true) return
  }
  parser.write(decoder.decode()).close()
  if (fault !== undefined) throw fault
}

/** Reads a document to its end, or until the reader is done. */
export async function readWholeXml(bytes: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  for await (const _piece of readXml(bytes, reader));
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
