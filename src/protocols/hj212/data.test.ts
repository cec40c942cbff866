import { describe, expect, it } from 'vitest'
import { type DataUpload, dataUploadOf, readDecimal } from './data.ts'
import { parseSegment } from './segment.ts'

function upload(cn: string, cp: string): DataUpload | null {
  const result = parseSegment(Buffer.from(`QN=1;ST=22;CN=${cn};PW=123456;MN=1;Flag=5;CP=&&${cp}&&`))
  if (!result.ok) throw new Error(result.problem.code)
  return dataUploadOf(result.message)
}

describe('data upload', () => {
  it('of an hour gives its statistics, mark and time', () => {
    const cp =
      'DataTime=20160801080000;a34004-Min=1.1,a34004-Avg=2,a34004-Max=3.0,a34004-Flag=N;a01001-Avg=-7.5,a01001-EFlag=A01'
    expect(upload('2061', cp)).toEqual({
      cn: '2061',
      resolution: 'hour',
      dataTimeText: '20160801080000',
      dataTime: Date.parse('2016-08-01T08:00:00+08:00'),
      factors: [
        {
          code: 'a34004',
          values: [
            { suffix: 'Min', value: 1.1, text: '1.1' },
            { suffix: 'Avg', value: 2, text: '2' },
            { suffix: 'Max', value: 3, text: '3.0' },
          ],
          flag: 'N',
          deviceFlag: null,
          sampleTime: null,
          sampleTimeText: null,
        },
        {
          code: 'a01001',
          values: [{ suffix: 'Avg', value: -7.5, text: '-7.5' }],
          flag: null,
          deviceFlag: 'A01',
          sampleTime: null,
          sampleTimeText: null,
        },
      ],
      extras: [],
    })
  })

  it.each([
    ['2011', 'realtime'],
    ['2051', 'minute'],
    ['2061', 'hour'],
    ['2031', 'day'],
  ])('CN %s is of resolution %s', (cn, resolution) => {
    expect(upload(cn, 'DataTime=20160801080000;a34004-Avg=2')?.resolution).toBe(resolution)
  })

  it('is not what a request, another command or an answer says', () => {
    expect(upload('2051', 'BeginTime=20160801084000;EndTime=20160801084000')).toBeNull()
    expect(upload('2011', '')).toBeNull()
    expect(upload('2021', 'DataTime=20160801080000;SB1-RS=1')).toBeNull()
  })

  it('keeps the text of what is no number, and of a time that is none', () => {
    const read = upload('2011', 'DataTime=20161301080000;a34004-Rtd=NaN;a34002-Rtd=;a21026-Rtd=12ug')
    expect(read?.dataTime).toBeNull()
    expect(read?.dataTimeText).toBe('20161301080000')
    expect(read?.factors.map(({ values }) => values)).toEqual(
      ['NaN', '', '12ug'].map((text) => [{ suffix: 'Rtd', value: null, text }]),
    )
  })

  it('compares names without regard to case and forgives misspelt and doubled suffixes', () => {
    const read = upload(
      '2011',
      'DATATIME=20160801080000;a34004-RTD=1,A34004-flag=N;LA-td=50.1,LA-Flag=N;LB-Rtd-Rtd=7,LB-Rtd-Flag=D',
    )
    expect(read?.factors.map(({ code, flag, values }) => [code, flag, values[0]?.suffix, values[0]?.value])).toEqual([
      ['a34004', 'N', 'Rtd', 1],
      ['LA', 'N', 'Rtd', 50.1],
      ['LB', 'D', 'Rtd', 7],
    ])
    expect(read?.dataTime).toBe(Date.parse('2016-08-01T08:00:00+08:00'))
  })

  it('gives a bare Flag to the factors that have none, and a bare mark to its own', () => {
    const read = upload('2011', 'DataTime=20160801080000;a34004-Rtd=1;a34002-Rtd=2,a34002-Flag=D;Flag=N')
    expect(read?.factors.map(({ flag }) => flag)).toEqual(['N', 'D'])
    expect(upload('2011', 'DataTime=20160801080000;NOIS-Rtd=46.3,NOIS=N')?.factors[0]?.flag).toBe('N')
  })

  it('groups by code where commas stand everywhere, and keeps what belongs to no factor', () => {
    const read = upload(
      '2011',
      'DataTime=20250920183500,a34004-Rtd=200.5,a34004-Flag=N,a21001-Rtd=0.08,a21001-Flag=N,TotalNum=10',
    )
    expect(read?.factors.map(({ code, flag }) => [code, flag])).toEqual([
      ['a34004', 'N'],
      ['a21001', 'N'],
    ])
    expect(read?.extras).toEqual([{ name: 'TotalNum', value: '10' }])
  })

  it('has the sampling time of batch analysers', () => {
    const read = upload('2011', 'DataTime=20231008123340;w01008-SampleTime=20231008123340,w01008-Rtd=123.456')
    expect(read?.factors[0]).toMatchObject({
      sampleTime: Date.parse('2023-10-08T12:33:40+08:00'),
      sampleTimeText: '20231008123340',
      values: [{ suffix: 'Rtd', value: 123.456, text: '123.456' }],
    })
  })
})

describe('decimal numbers', () => {
  it.each([
    ['35', 35],
    ['-0.05', -0.05],
    ['+1.', 1],
    ['.5', 0.5],
    ['1.2E-3', 0.0012],
    [' 7 ', 7],
    ['0.00', 0],
    ['007', 7],
  ])('%j is %d', (text, value) => expect(readDecimal(text)).toBe(value))
  it.each(['', ' ', '-', '.', 'NaN', 'Infinity', '0x10', '1e999', '1,5', '1-2', '--1', 'null', '1_000'])(
    '%j is none',
    (text) => expect(readDecimal(text)).toBeNull(),
  )
})
