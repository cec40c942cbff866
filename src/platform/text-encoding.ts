/** Bytes that are neither UTF-8 nor GB18030. */
export class UnknownEncoding extends Error {}

const BYTE_ORDER_MARK = '\u{feff}'

/** From the first byte that is not ASCII so many are looked at before the encoding is settled. [bytes] */
const SAMPLE = 65_536

const ASCII = new TextDecoder('utf-8')

/**
 * The text of a file whose encoding nobody states, as it streams: UTF-8 or GB18030 (and with it GBK and GB 2312), told apart
 * by what follows its first byte that is not ASCII. A byte order mark is taken off.
 * @throws UnknownEncoding where the bytes are of neither
 */
export async function* decodedText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  let isFirst = true
  for await (const text of decodedPieces(chunks)) {
    if (text === '') continue
    yield isFirst && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
    isFirst = false
  }
}

async function* decodedPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  let decoder: TextDecoder | undefined
  /** From the first byte that is not ASCII on, while the encoding is not settled. */
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield decode(decoder, chunk)
      continue
    }
    const ascii = size > 0 ? 0 : asciiLength(chunk)
    if (ascii > 0) yield ASCII.decode(chunk.subarray(0, ascii))
    // An empty piece would keep all the bytes that it is a piece of.
    if (ascii === chunk.length) continue
    held.push(chunk.subarray(ascii))
    size += chunk.length - ascii
    if (size < SAMPLE) continue
    const sample = Buffer.concat(held)
    decoder = decoderFor(sample)
    held = []
    yield decode(decoder, sample)
  }
  const rest = Buffer.concat(held)
  yield decode(decoder ?? decoderFor(rest), rest, true)
}

function asciiLength(bytes: Uint8Array): number {
  let length = 0
  while (length < bytes.length && (bytes[length] ?? 0) < 0x80) length += 1
  return length
}

function decoderFor(sample: Uint8Array): TextDecoder {
  let text: string
  try {
    text = newDecoder('utf-8').decode(sample, { stream: true })
  } catch {
    return newDecoder('gb18030')
  }
  // A short word of GBK may be UTF-8 by chance, but then of letters such as Armenian ones, without any Chinese.
  const isByChance = /[\u{100}-\u{7ff}]/u.test(text) && !/[\u{800}-\u{10ffff}]/u.test(text)
  return newDecoder(isByChance ? 'gb18030' : 'utf-8')
}

function newDecoder(encoding: 'utf-8' | 'gb18030'): TextDecoder {
  // The mark is taken off elsewhere, for both encodings alike.
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isLast = false): string {
  try {
    return decoder.decode(bytes, { stream: !isLast })
  } catch {
    throw new UnknownEncoding()
  }
}
