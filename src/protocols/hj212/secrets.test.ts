import { describe, expect, it } from 'vitest'
import { describeFrame } from './describe.ts'
import { formatFrame } from './format.ts'
import { hasSamples, sampleFrames, samplesAbsent } from './samples.fixture.ts'
import { maskDescription } from './secrets.ts'

const told = (segment: string) => maskDescription(describeFrame(formatFrame(segment)))

describe('a description without secrets', () => {
  it('says that there is a password and not which', () => {
    const frame = formatFrame(
      'QN=20160801085857223;ST=22;CN=2011;PW=100000;MN=A1;Flag=5;CP=&&DataTime=20160801085857&&',
    )
    expect(maskDescription(describeFrame(frame))).toEqual({ ...describeFrame(frame), pw: '******' })
    expect(told('ST=22;CN=9014;CP=&&QN=1;CN=2051&&').pw).toBeNull()
  })

  it('hides new passwords and keys in the data, in the tree and in the text', () => {
    const data = told('QN=1;ST=32;CN=1072;PW=123456;MN=8;Flag=3;CP=&&PW=654321,NewPW=777777;NewSK=ABCDEFGHIJKLMNOP&&')
    expect(data.cp).toEqual({ PW: '******', NewPW: '******', NewSK: '******' })
    expect(data.cpText).toBe('PW=******,NewPW=******;NewSK=******')
    expect(told('CN=1072;CP=&&newpw=1;NEWPW=2;NewPW-x=3&&').cp).toEqual({
      newpw: '******',
      NEWPW: '******',
      NewPW: { x: '******' },
    })
  })

  it('hides them in fields that have swallowed others, and in problems', () => {
    const swallowed = told('QN=1;ST=32;CN=2011;MN=A1,PW=123456;Flag=5;CP=&&DataTime=20160801085857&&')
    expect(JSON.stringify(swallowed)).not.toContain('123456')
    expect(JSON.stringify(swallowed)).toContain('******')
  })

  it.skipIf(!hasSamples)(`of the samples says all else${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
    for (const { line, frame } of sampleFrames()) {
      const whole = describeFrame(frame)
      const shown = maskDescription(whole)
      expect([line, shown.pw]).toEqual([line, whole.pw === null ? null : '******'])
      expect([line, /(?<![a-z])(PW|NewPW|NewSK)=(?!\*{6})/i.test(JSON.stringify(shown))]).toEqual([line, false])
      const isOdd = /"[^"]*PW/i.test(JSON.stringify({ ...whole, pw: null }))
      if (!isOdd) expect(shown).toEqual({ ...whole, pw: shown.pw })
    }
  })
})
