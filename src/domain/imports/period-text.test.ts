import { describe, expect, it } from 'vitest'
import { periodIn, periodInTitle } from './period-text.ts'

describe('the period of a ranking table', () => {
  it.each([
    ['2026-03', '2026-03'],
    ['2026年3月', '2026-03'],
    ['２０２６年０３月', '2026-03'],
    ['2026/3', '2026-03'],
    ['2026.12', '2026-12'],
    ['202603', '2026-03'],
    ['2026-03-01', '2026-03'],
    ['2026-03-01 00:00:00', '2026-03'],
    ['2026年1-3月', '2026-01..03'],
    ['2026年1—11月', '2026-01..11'],
    ['2026年1至6月', '2026-01..06'],
    ['2026-01..03', '2026-01..03'],
    ['2026年第一季度', '2026-Q1'],
    ['2026年四季度', '2026-Q4'],
    ['2026Q2', '2026-Q2'],
    ['2026年', '2026'],
    ['2026', '2026'],
    ['2026年度', '2026'],
  ])('%s is %s', (text, name) => {
    expect(periodIn(text)).toBe(name)
  })

  it.each(['', '3月', '2026年13月', '2026-00', '1-3月', '资阳区', '2026-03-15', '20263'])('%s is none', (text) => {
    expect(periodIn(text)).toBeNull()
  })

  it('stands in the words above the table, too, but a year alone may be anything', () => {
    expect(periodInTitle('附件：2026年3月各县市区环境空气质量排名')).toBe('2026-03')
    expect(periodInTitle('全市2026年1-11月空气质量情况')).toBe('2026-01..11')
    expect(periodInTitle('益环办〔2026〕12号')).toBeNull()
  })
})
