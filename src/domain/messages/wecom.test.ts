import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutToBytes, wecomCodes } from './wecom.ts'

describe('a message that is too long', () => {
  it('is left as it is when it fits', () => {
    expect(cutToBytes('清屿区', 9)).toBe('清屿区')
    expect(cutToBytes('', 9)).toBe('')
  })

  it('is cut at a character and ends with an ellipsis, which takes three bytes', () => {
    expect(cutToBytes('abcdefghij', 9)).toBe('abcdef…')
    expect(cutToBytes('清屿区清', 11)).toBe('清屿…')
    expect(cutToBytes('清屿区清', 10)).toBe('清屿…')
    expect(cutToBytes('清屿区清', 9)).toBe('清屿…')
    expect(cutToBytes('清屿区清', 8)).toBe('清…')
  })

  it('no character of four bytes is torn', () => {
    expect(cutToBytes('a🌫🌫🌫', 12)).toBe('a🌫🌫…')
    expect(cutToBytes('a🌫🌫🌫', 11)).toBe('a🌫…')
  })

  it('whatever the text, what goes out fits, is a beginning of it and no character is torn', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 3, max: 80 }), (text, bytes) => {
        // Lone halves of a pair are not text that a person can write; UTF-8 replaces them.
        fc.pre(text.isWellFormed())
        const cut = cutToBytes(text, bytes)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
        if (Buffer.byteLength(text) <= bytes) expect(cut).toBe(text)
        else {
          expect(cut.endsWith('…')).toBe(true)
          expect(text.startsWith(cut.slice(0, -1))).toBe(true)
          // Nothing is given away: one more character would not have fitted.
          const next = String.fromCodePoint(text.codePointAt(cut.length - 1) ?? 0)
          expect(Buffer.byteLength(cut) + Buffer.byteLength(next)).toBeGreaterThan(bytes)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

it('what a robot says decides whether to try again (reference workflow 3.1)', () => {
  expect(wecomCodes).toEqual({
    0: 'sent',
    [-1]: 'again',
    45009: 'again',
    40008: 'never',
    40058: 'never',
    93000: 'never',
  })
})
