import { describe, expect, it } from 'vitest'
import { maskedText, maskSecrets } from './masked.ts'

const masked = (frame: string) => maskedText(Buffer.from(frame, 'utf8'))

describe('a frame for people to read', () => {
  it('hides the password wherever it stands and however it is spelt', () => {
    expect(
      masked('##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=A1;Flag=5;CP=&&RtdInterval=30&&1C80\r\n'),
    ).toBe('##0101QN=20160801085857223;ST=32;CN=1062;PW=******;MN=A1;Flag=5;CP=&&RtdInterval=30&&1C80')
    expect(masked('##0050PW=1234;ST=22;CP=&&&&')).toBe('##0050PW=******;ST=22;CP=&&&&')
    expect(masked('##0050ST=22;pw = 1234,MN=A1;CP=&&&&')).toBe('##0050ST=22;pw=******,MN=A1;CP=&&&&')
    expect(masked('##0086QN=1;CN=1072;PW=123456;MN=8;Flag=3;CP=&&PW=654321&&0500')).toBe(
      '##0086QN=1;CN=1072;PW=******;MN=8;Flag=3;CP=&&PW=******&&0500',
    )
    expect(masked('CN=1072;PW=123456;CP=&&NewPW=654321&&')).toBe('CN=1072;PW=******;CP=&&NewPW=******&&')
    expect(masked('CN=1014;PW=1;CP=&&SKCreateTime=1,NewSK=ABCDEFGHIJKLMNOP&&')).toBe(
      'CN=1014;PW=******;CP=&&SKCreateTime=1,NewSK=******&&',
    )
  })

  it('hides what is left of a password in a frame that was cut', () => {
    expect(masked('##0101QN=20160801085857223;ST=32;CN=2011;PW=1000')).toBe(
      '##0101QN=20160801085857223;ST=32;CN=2011;PW=******',
    )
  })

  it('leaves everything else as it came, GBK text too', () => {
    const gbk = Buffer.concat([Buffer.from('CP=&&i11001-Info='), Buffer.from([0xb5, 0xe7]), Buffer.from('&&')])
    expect(maskedText(gbk)).toBe('CP=&&i11001-Info=电&&')
    expect(maskSecrets('SPW=1;MNPW=2')).toBe('SPW=1;MNPW=2')
  })
})
