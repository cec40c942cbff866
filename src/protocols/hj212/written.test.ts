import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeFrame } from './describe.ts'
import { hasSamples, sampleFrames, samplesAbsent, soundSamples } from './samples.fixture.ts'
import { writeFrame } from './written.ts'

const described = {
  ok: true,
  edition: '2017',
  cn: '2061',
  st: '22',
  mn: '439901010000A05C1E7B0001',
  qn: '20261118150040000',
  flag: 5,
  dataTime: '20261118140000',
  cp: { DataTime: '20261118140000', a34004: { Avg: '35', Flag: 'N' }, a01001: { Avg: '-2.1', Flag: 'N' } },
  problems: [],
  pw: '620417',
}

function segmentOf(description: unknown): string {
  const written = writeFrame(description)
  if (!written.ok) throw new Error(`${written.reason} ${written.detail}`)
  return written.bytes.toString().slice(6, -6)
}

function refusal(description: unknown): string {
  const written = writeFrame(description)
  return written.ok ? 'written' : `${written.reason} ${written.detail}`.trim()
}

describe('the frame of a description', () => {
  it('has its length, CRC and tail', () => {
    const written = writeFrame(described)
    expect(written.ok && written.bytes.toString()).toMatch(
      /^##0168QN=20261118150040000;ST=22;CN=2061;PW=620417;MN=439901010000A05C1E7B0001;Flag=5;CP=&&DataTime=20261118140000;a34004-Avg=35,a34004-Flag=N;a01001-Avg=-2.1,a01001-Flag=N&&[0-9A-F]{4}\r\n$/,
    )
    expect(written.ok && describeFrame(written.bytes)).toEqual(described)
  })

  it('may be of what a person writes: numbers, no Flag, DataTime beside CP', () => {
    const tail = 'ST=22;CN=2011;PW=;MN=1'
    const written = { cn: 2011, st: 22, mn: '1', qn: '1', dataTime: '20261118140000', cp: { a34004: { Rtd: 35.2 } } }
    expect(segmentOf(written)).toBe(`QN=1;${tail};Flag=5;CP=&&DataTime=20261118140000;a34004-Rtd=35.2&&`)
    expect(segmentOf({ cn: '2011', edition: '2025' })).toContain('Flag=9;CP=&&&&')
    expect(segmentOf({ cn: '2011', edition: '2005', mn: '1' })).toBe('CN=2011;MN=1;CP=&&&&')
    expect(segmentOf({ cn: '2011', flag: null, mn: '1' })).toBe('CN=2011;MN=1;CP=&&&&')
    expect(segmentOf({ cn: '2061', flag: 7, pnum: 2, pno: 1, others: { RF: '1' } })).toContain('PNUM=2;PNO=1;RF=1;CP=')
  })

  it('keeps separators that the tree cannot tell, unless the tree was changed', () => {
    const description = { cn: '2041', cp: { BeginTime: '1', EndTime: '2' } }
    expect(segmentOf(description)).toContain('&&BeginTime=1;EndTime=2&&')
    expect(segmentOf({ ...description, cpText: 'BeginTime=1,EndTime=2' })).toContain('&&BeginTime=1,EndTime=2&&')
    expect(segmentOf({ ...description, cpText: 'BeginTime=1,EndTime=3' })).toContain('&&BeginTime=1;EndTime=2&&')
  })

  it.each([
    [null, 'no-object'],
    ['##0101', 'no-object'],
    [[described], 'no-object'],
    [{}, 'no-command'],
    [{ cn: '' }, 'no-command'],
    [{ cn: null }, 'no-command'],
    [{ cn: ['2011'] }, 'field cn'],
    [{ cn: '2011', mn: {} }, 'field mn'],
    [{ cn: '2011', edition: '2024' }, 'field edition'],
    [{ cn: '2011', flag: 256 }, 'field flag'],
    [{ cn: '2011', flag: '5' }, 'field flag'],
    [{ cn: '2011', pno: 1.5 }, 'field pno'],
    [{ cn: '2011', others: [] }, 'field others'],
    [{ cn: '2011', others: { RF: true } }, 'field RF'],
    [{ cn: '2011', cp: 'a34004-Rtd=1' }, 'field cp'],
    [{ cn: '2011', cp: { a34004: { Rtd: null } } }, 'value a34004-Rtd'],
    [{ cn: '2011', cp: { DataTime: false } }, 'value DataTime'],
    [{ cn: '2011', mn: '1;CN=2012' }, 'changed mn'],
    [{ cn: '2011;', mn: '1' }, 'changed'],
    [{ cn: '2011', st: '22\r\n##0101' }, 'changed'],
    [{ cn: '2011', others: { MN: '2' } }, 'changed'],
    [{ cn: '2011', cp: { a34004: { Rtd: '1&&FFFF' } } }, 'changed'],
    [{ cn: '2011', cp: { a34004: { Rtd: '1;2' } } }, 'changed cp'],
    [{ cn: '2011', cp: { 'a=b': '1' } }, 'changed cp'],
    [{ cn: '2011', cp: { a34004: { Rtd: '1'.repeat(10_000) } } }, 'too-long'],
  ])('of %j is refused: %s', (description, expected) => {
    expect(refusal(description)).toContain(expected)
  })

  it('of anything is a frame that says it, or a refusal', () => {
    const scrap = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.constantFrom(';', '&&', '#', '\r\n', '2011'),
    )
    const description = fc.record(
      {
        cn: scrap,
        st: scrap,
        mn: scrap,
        qn: scrap,
        pw: scrap,
        flag: fc.oneof(scrap, fc.integer({ min: 0, max: 20 })),
        cp: fc.oneof(scrap, fc.dictionary(fc.string(), fc.oneof(scrap, fc.dictionary(fc.string(), scrap)))),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), description), (anything) => {
        const written = writeFrame(anything)
        if (written.ok) expect(describeFrame(written.bytes).cn).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  it.skipIf(!hasSamples)(
    `gives back the very bytes of every sample that keeps the standard${hasSamples ? '' : ` (${samplesAbsent})`}`,
    () => {
      let kept = 0
      for (const { line, frame } of sampleFrames()) {
        const description = describeFrame(frame)
        if (!description.ok) continue
        kept += 1
        const written = writeFrame(JSON.parse(JSON.stringify(description)))
        expect(written.ok && written.bytes.toString(), `line ${line}`).toBe(`${frame}\r\n`)
      }
      expect(kept).toBeGreaterThan(190)
    },
  )

  it.skipIf(!hasSamples)(
    `gives back the meaning of every other sound sample${hasSamples ? '' : ` (${samplesAbsent})`}`,
    () => {
      for (const { line, frame } of soundSamples()) {
        const description = describeFrame(frame)
        const written = writeFrame(JSON.parse(JSON.stringify(description)))
        if (!written.ok) throw new Error(`line ${line}: ${written.reason} ${written.detail}`)
        const { cn, mn, qn, st, flag, dataTime, cp, pw } = description
        expect(describeFrame(written.bytes), `line ${line}`).toMatchObject({ cn, mn, qn, st, flag, dataTime, cp, pw })
      }
    },
  )
})
