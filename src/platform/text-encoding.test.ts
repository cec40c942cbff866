import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodedText, UnknownEncoding } from './text-encoding.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Uint8Array, size: number): Promise<string> {
  let text = ''
  for await (const piece of decodedText(pieces(bytes, size))) text += piece
  return text
}

/** “站点,pm25” and “益阳,35” in GBK; code points from the GBK table. */
const gbk = Buffer.from('d5beb5e32c706d32350ad2e6d1f42c33350a', 'hex')
/** U+20000, which only the four bytes of GB18030 can say. */
const fourBytes = Buffer.from('95328236', 'hex')

describe('a text of unknown encoding', () => {
  it.each([1, 2, 3, 5, 1000])(
    'is read as UTF-8 or GB18030, with or without a mark, %d bytes at a time',
    async (size) => {
      const text = '站点,pm25\n益阳,35\n'
      expect(await read(Buffer.from(text), size)).toBe(text)
      expect(await read(Buffer.from(`\u{feff}${text}`), size)).toBe(text)
      expect(await read(gbk, size)).toBe(text)
      expect(await read(Buffer.concat([Buffer.from('a\n'), gbk]), size)).toBe(`a\n${text}`)
      expect(await read(Buffer.from('84319533d2e6', 'hex'), size)).toBe('益')
      // Half of this is valid UTF-8, of Armenian letters; the other of signs that units are written with.
      expect(await read(Buffer.from('d5be', 'hex'), size)).toBe('站')
      expect(await read(Buffer.from('µg/m³ °C'), size)).toBe('µg/m³ °C')
      expect(await read(Buffer.concat([gbk, fourBytes]), size)).toBe(`${text}\u{20000}`)
      expect(await read(Buffer.from('plain\n'), size)).toBe('plain\n')
      expect(await read(Buffer.alloc(0), size)).toBe('')
    },
  )

  it('finds its encoding however late its first Chinese character comes', async () => {
    const ascii = 'pm25\n'.repeat(50_000)
    expect(await read(Buffer.concat([Buffer.from(ascii), gbk]), 4096)).toBe(`${ascii}站点,pm25\n益阳,35\n`)
    expect(await read(Buffer.from(`${ascii}站`), 4096)).toBe(`${ascii}站`)
  })

  it('keeps a mark that is not at the beginning', async () => {
    expect(await read(Buffer.from('a\u{feff}b'), 2)).toBe('a\u{feff}b')
  })

  it.each([
    ['bytes of neither', Buffer.from('ff00ff', 'hex')],
    ['half a character at its end', Buffer.from('e7ab', 'hex').subarray(0, 1)],
    [
      'UTF-8 that turns into something else',
      Buffer.concat([Buffer.from('益阳\n'.repeat(10)), Buffer.from([0xff, 0x0a])]),
    ],
  ])('is refused for %s', async (_, bytes) => {
    await expect(read(bytes, 8)).rejects.toThrow(UnknownEncoding)
  })

  it('comes out as it went in, whatever it is and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', ',', 'µ', '站', '益', '𠀀', '\n') }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          fc.pre(!text.startsWith('\u{feff}'))
          expect(await read(Buffer.from(text), size)).toBe(text)
        },
      ),
    )
  })
})
