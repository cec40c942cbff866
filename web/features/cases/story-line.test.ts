import { describe, expect, it } from 'vitest'
import { stageLine, storyLines, withStages } from './story-line.ts'

const minute = 60_000
const start = Date.parse('2026-11-16T09:12:00+08:00')
const told = (...steps: [kind: string, minutes: number, actor: string][]) =>
  steps.map(([kind, minutes, actor], index) => ({
    seq: index + 1,
    kind,
    actor,
    actedAt: new Date(start + minutes * minute).toISOString(),
  }))

describe('the line of a case', () => {
  const story = told(
    ['alert.raised', -30, ''],
    ['case.reported', 0, '刘桂芳'],
    ['case.assigned', 28, '陈一鸣'],
    ['case.acknowledged', 40, '周敏'],
    ['case.rectifying', 73, '周敏'],
    ['photo.added', 100, '周敏'],
    ['case.submitted', 173, '周敏'],
  )

  it('says when each stage was reached, how long it lasted, and what is to come', () => {
    const line = stageLine(story)
    expect(line.map((node) => [node.stage, node.lasted === null ? null : node.lasted / minute, node.isNow])).toEqual([
      ['found', 28, false],
      ['handed-over', 45, false],
      ['rectification', 100, false],
      ['acceptance', null, true],
      ['closed', null, false],
    ])
    expect(line[3]).toMatchObject({ actor: '周敏', kind: 'case.submitted' })
    expect(line[4]?.at).toBeNull()
  })

  it('has a tick at its share of the time for what happened meanwhile', () => {
    expect(stageLine(story)[2]?.ticks).toEqual([{ seq: 6, share: 0.27 }])
  })

  it('goes back with a return', () => {
    const returned = stageLine([
      ...story,
      ...told(['case.returned', 200, '陈一鸣']).map((step) => ({ ...step, seq: 9 })),
    ])
    expect(returned.map((node) => node.at !== null)).toEqual([true, true, true, false, false])
    expect(returned[2]?.isNow).toBe(true)
  })

  it('marks each step with the stage after it, whatever order it is told in', () => {
    expect(withStages([...story].reverse()).map(({ stage }) => stage)).toEqual([
      'found',
      'found',
      'handed-over',
      'handed-over',
      'rectification',
      'rectification',
      'acceptance',
    ])
  })

  it('is told newest first with the photos of one person in one line', () => {
    const photos = told(
      ['case.rectifying', 0, '周敏'],
      ['photo.added', 1, '周敏'],
      ['photo.added', 2, '周敏'],
      ['photo.added', 3, '何志强'],
    ).map((step) => ({ ...step, photoIds: step.kind === 'photo.added' ? [`p${step.seq}`] : [] }))
    expect(storyLines(photos).map((line) => [line.step.seq, line.photoIds])).toEqual([
      [4, ['p4']],
      [3, ['p2', 'p3']],
      [1, []],
    ])
  })
})
