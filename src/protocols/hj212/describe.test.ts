import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFrame } from './describe.ts'
import { formatFrame } from './format.ts'
import { problemTexts } from './problems.ts'
import { hasSamples, sampleFrames, samplesAbsent, soundSamples } from './samples.fixture.ts'

const hour =
  'QN=20160801090000001;ST=22;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;CP=&&DataTime=20160801080000;a34004-Avg=35,a34004-Max=40.0,a34004-Flag=N;a01001-Avg=28.1,a01001-Flag=N&&'

function codes(piece: string | Uint8Array): string[] {
  return describeFrame(piece).problems.map(({ code }) => code)
}

describe('description of a frame', () => {
  it('that keeps the standard is ok and carries everything as JSON', () => {
    const expected = {
      ok: true,
      edition: '2017',
      cn: '2061',
      st: '22',
      mn: '010000A8900016F000169DC0',
      qn: '20160801090000001',
      flag: 5,
      dataTime: '20160801080000',
      cp: {
        DataTime: '20160801080000',
        a34004: { Avg: '35', Max: '40.0', Flag: 'N' },
        a01001: { Avg: '28.1', Flag: 'N' },
      },
      problems: [],
      pw: '123456',
    }
    const frame = formatFrame(hour)
    expect(describeFrame(frame)).toEqual(expected)
    expect(describeFrame(frame.toString().trimEnd())).toEqual(expected)
    expect(JSON.parse(JSON.stringify(describeFrame(frame)))).toEqual(expected)
  })

  it('words its problems in the language asked for, with the figures', () => {
    const counted = formatFrame(hour)
      .toString()
      .replace(/^##..../, '##0200')
    expect(describeFrame(counted, 'zh').problems).toEqual([
      { code: 'length-wrong', text: `声明长度与数据段不符（200 ≠ ${hour.length}）` },
    ])
    expect(describeFrame(counted, 'en').problems).toEqual([
      { code: 'length-wrong', text: `declared length differs from the data segment (200 ≠ ${hour.length})` },
    ])
  })

  it('without CR LF is judged for bytes, not for a line of text', () => {
    const bytes = formatFrame(hour).subarray(0, -2)
    expect(codes(bytes)).toEqual(['tail-missing'])
    expect(codes(bytes.toString())).toEqual([])
  })

  it('that was cut still says what could be read', () => {
    const cut = formatFrame(hour).subarray(0, 150)
    expect(describeFrame(cut)).toMatchObject({
      ok: false,
      cn: '2061',
      mn: '010000A8900016F000169DC0',
      qn: '20160801090000001',
    })
    expect(codes(cut)[0]).toBe('cut-frame')
  })

  it('says of glued frames and stray bytes that they are there', () => {
    const frame = formatFrame(hour).toString()
    expect(codes(`abc${frame}`)).toEqual(['noise-around'])
    expect(codes(Buffer.from(frame + frame))).toEqual(['several-frames'])
  })

  it('lists a name that comes again, and makes no trap of odd names', () => {
    const cp =
      'PolId=w01018,i12001-Info=0;PolId=w21001,i12001-Info=1;__proto__-Rtd=1;constructor=2;NOIS-Rtd=46.3,NOIS=N'
    const { cp: tree } = describeFrame(formatFrame(`CN=3020;CP=&&${cp}&&`))
    expect(JSON.parse(JSON.stringify(tree, (_, value) => value))).toEqual(
      JSON.parse(
        '{"PolId":["w01018","w21001"],"i12001":{"Info":["0","1"]},"__proto__":{"Rtd":"1"},"constructor":"2","NOIS":{"Rtd":"46.3","":"N"}}',
      ),
    )
    expect(Object.hasOwn(tree, '__proto__')).toBe(true)
  })

  it.each(['', '\r\n', 'hello', '##', '##0101', '##0000FFFF', '##0035SN=271909;DATETIME=20180904163444&&'])(
    'of %j is not ok and never throws',
    (piece) => expect(describeFrame(piece)).toMatchObject({ ok: false, edition: null, cn: null }),
  )

  it('of any bytes never throws, and always gives a reason when not ok', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' })), (piece) => {
        const { ok, problems } = describeFrame(piece)
        expect(ok).toBe(problems.length === 0)
      }),
    )
  })

  it('has both languages for every problem', () => {
    for (const [code, { zh, en }] of Object.entries(problemTexts)) {
      expect(zh, code).toMatch(/[\u4e00-\u9fff]/)
      expect(en, code).not.toMatch(/[\u3000-\u9fff]/)
    }
  })
})

/** Fact sheet hj212.md, section 9: sample line → the dialects that its description must name. */
const dialects: readonly [number, string[]][] = [
  [4, ['crc-lower-case']],
  [9, ['edition-mixed']],
  [10, ['pw-form']],
  [13, ['cut-frame']],
  [16, ['crc-lower-case']],
  [17, ['crc-lower-case', 'data-time-form']],
  [26, ['answer-st']],
  [30, ['qn-form']],
  [45, ['cn-unknown']],
  [57, ['split-without-numbers', 'suffix-alias', 'empty-item']],
  [61, ['mn-form']],
  [66, ['bare-flag']],
  [67, ['length-wrong', 'cp-marks']],
  [68, ['length-digits']],
  [70, ['crc-modbus']],
  [73, ['crc-modbus']],
  [96, ['segment-too-long', 'crc-wrong']],
  [100, ['length-counts-tail']],
  [101, ['length-digits', 'length-counts-tail', 'crc-lower-case', 'pw-form']],
  [102, ['length-counts-tail']],
  [103, ['crc-lower-case', 'split-without-numbers', 'suffix-alias', 'empty-item']],
  [104, ['name-case']],
  [105, ['length-wrong', 'pw-form']],
  [106, ['empty-item']],
  [109, ['st-unknown']],
  [110, ['qn-in-cp', 'mark-unknown']],
  [111, ['qn-in-cp', 'mark-unknown']],
  [114, ['cp-missing', 'field-unknown']],
  [115, ['crc-absent', 'not-hj212']],
  [116, ['crc-modbus', 'cn-unknown', 'empty-item']],
  [117, ['suffix-unknown']],
  [118, ['qn-form', 'data-time-form', 'bare-flag', 'length-wrong']],
  [119, ['qn-form']],
  [120, ['suffix-repeated']],
  [123, ['crc-swapped', 'bare-mark']],
  [126, ['length-wrong']],
  [130, ['length-wrong', 'empty-item']],
  [131, ['field-order']],
  [139, ['comma-in-header', 'name-case']],
  [142, ['segment-too-long']],
  [151, ['several-frames', 'tail-missing']],
  [154, ['mn-form']],
  [160, ['length-wrong', 'crc-absent']],
  [161, ['data-time-in-item', 'length-wrong', 'crc-wrong']],
  [163, ['crc-wrong']],
]

describe.skipIf(!hasSamples)(`description of the samples${hasSamples ? '' : ` (${samplesAbsent})`}`, () => {
  const samples = sampleFrames()

  it.each(dialects)('line %i names its dialects %j', (line, expected) => {
    expect(codes(samples[line - 1]?.frame ?? '')).toEqual(expect.arrayContaining(expected))
  })

  it("of the standards' own examples is ok", () => {
    const own = samples.filter(({ line }) => line >= 164 && line <= 308)
    expect(own.filter(({ frame }) => !describeFrame(frame).ok).map(({ line }) => line)).toEqual([])
  })

  it('is never ok for a frame whose length or CRC the table calls wrong', () => {
    const sound = new Set(soundSamples().map(({ line }) => line))
    const unsound = samples.filter(({ line }) => !sound.has(line))
    expect(unsound.length).toBeGreaterThan(50)
    for (const { line, frame, cn } of unsound) {
      const described = describeFrame(frame)
      expect(described.ok, `line ${line}`).toBe(false)
      if (cn !== '-') expect(described.cn, `line ${line}`).toBe(cn)
    }
  })
})
