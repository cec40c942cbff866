import { describe, expect, it } from 'vitest'
import type { DeviceProposal } from '../../api/queries.ts'
import { describedBy } from '../devices/draft.ts'
import { draftOfProposal } from './draft-of-proposal.ts'

const choice = (value: string) => ({ value, evidence: [], sure: true })
const factor = (code: string, standard: string | null, unit: string) => ({
  code,
  factor: standard,
  unit,
  unitSure: true,
  evidence: [],
  low: 1,
  high: 2,
})

const proposal: DeviceProposal = {
  mn: '43990103000B7D20C4919999',
  frames: 100,
  firstAt: '2026-11-18T00:00:00+08:00',
  lastAt: '2026-11-18T14:00:00+08:00',
  edition: choice('2005'),
  crc: choice('tolerant'),
  charset: choice('gbk'),
  answers: choice('always'),
  dataTimeNames: choice('end'),
  delays: [],
  realtimeSeconds: choice('30'),
  minuteInterval: null,
  sendsHours: choice('true'),
  factors: [factor('PM25', 'a34004', 'mg/m³'), factor('a21005', 'a21005', 'mg/m³'), factor('x9', null, '')],
  passwords: 1,
  problems: [],
  sample: '##0000',
}

describe('the device that a proposal speaks of', () => {
  it('is set as its frames say', () => {
    expect(describedBy(draftOfProposal(proposal))).toMatchObject({
      dataTimeNames: 'end',
      settings: {
        edition: '2005',
        charset: 'gbk',
        answers: 'always',
        realtimeSeconds: 30,
        sendsMinutes: false,
        sendsHours: true,
      },
    })
  })

  it('names factors by the standard, with its own codes beside them, and keeps what nobody knows', () => {
    const described = describedBy(draftOfProposal(proposal))
    expect(described.factors).toEqual(['a34004', 'a21005', 'x9'])
    expect(described.settings.aliases).toEqual({ PM25: 'a34004' })
  })

  it("has a unit of its own only where that is not Weike's", () => {
    expect(describedBy(draftOfProposal(proposal)).settings.units).toEqual({ a34004: 'mg/m³' })
  })

  it('takes the usual value for what it does not know yet', () => {
    const strange = { ...proposal, edition: choice('2031'), realtimeSeconds: null }
    expect(describedBy(draftOfProposal(strange)).settings).toMatchObject({ edition: 'auto', realtimeSeconds: null })
  })
})
