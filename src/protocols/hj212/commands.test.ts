import { describe, expect, it } from 'vitest'
import { commandOf, commands, isKnownSystem } from './commands.ts'
import { hasSamples, sampleFrames, samplesAbsent } from './samples.fixture.ts'

describe('command codes', () => {
  it('name each command at most once in an edition', () => {
    const keys = commands.flatMap(({ cn, editions }) => editions.map((edition) => `${edition} ${cn}`))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('mean what their edition says', () => {
    expect(commandOf('3013', '2005')?.en).toBe('device operation')
    expect(commandOf('3013', '2017')?.en).toBe('start cleaning or blow-back')
    expect(commandOf('1001', '2017')).toBeNull()
    expect(commandOf('9015', '2017')).toBeNull()
    expect(commandOf('9015', '2025')?.kind).toBe('notice')
  })

  it('know the systems of 2017 and its free extensions', () => {
    expect(isKnownSystem('22') && isKnownSystem('39') && isKnownSystem('A0')).toBe(true)
    expect(isKnownSystem('43') || isKnownSystem('74') || isKnownSystem('101')).toBe(false)
  })

  it.skipIf(!hasSamples)(
    `hold every command of the standards' examples${hasSamples ? '' : ` (${samplesAbsent})`}`,
    () => {
      for (const { line, edition, cn } of sampleFrames().filter(({ line }) => line >= 164 && line <= 308)) {
        if (edition !== '2005' && edition !== '2017' && edition !== '2025') throw new Error(`line ${line}: ${edition}`)
        expect(commandOf(cn, edition), `line ${line}: ${cn} of ${edition}`).not.toBeNull()
      }
    },
  )
})
