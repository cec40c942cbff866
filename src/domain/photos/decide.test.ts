import { describe, expect, it } from 'vitest'
import { sniffImage } from './decide.ts'

const bytes = (hex: string, more = 32) =>
  Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.alloc(more)])

describe('which image the bytes are', () => {
  it('JPEG begins with SOI and a marker (ISO/IEC 10918-1)', () => {
    expect(sniffImage(bytes('ff d8 ff e0 00 10 4a 46 49 46'))).toBe('image/jpeg')
    expect(sniffImage(bytes('ff d8 ff e1'))).toBe('image/jpeg')
  })

  it('PNG begins with its signature (ISO/IEC 15948)', () => {
    expect(sniffImage(bytes('89 50 4e 47 0d 0a 1a 0a'))).toBe('image/png')
    // A transfer in text mode turns CR LF into LF: no PNG any more.
    expect(sniffImage(bytes('89 50 4e 47 0a 1a 0a'))).toBe(null)
  })

  it('WebP is a RIFF of the form WEBP', () => {
    expect(sniffImage(bytes('52 49 46 46 24 00 00 00 57 45 42 50'))).toBe('image/webp')
    expect(sniffImage(bytes('52 49 46 46 24 00 00 00 57 41 56 45'))).toBe(null)
  })

  it('anything else is none that we keep: GIF, HEIC, SVG, a page, nothing', () => {
    expect(sniffImage(Buffer.from('GIF89a..............'))).toBe(null)
    expect(sniffImage(bytes('00 00 00 18 66 74 79 70 68 65 69 63'))).toBe(null)
    expect(sniffImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe(null)
    expect(sniffImage(Buffer.from('<!doctype html><title>a page</title>'))).toBe(null)
    expect(sniffImage(Buffer.alloc(0))).toBe(null)
  })

  it('a signature without an image behind it is none', () => {
    expect(sniffImage(bytes('ff d8 ff', 0))).toBe(null)
    expect(sniffImage(bytes('89 50 4e 47 0d 0a 1a 0a', 0))).toBe(null)
    expect(sniffImage(bytes('52 49 46 46 24 00 00 00 57 45 42 50', 0))).toBe(null)
  })
})
