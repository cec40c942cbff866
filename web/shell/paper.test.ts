import { expect, it } from 'vitest'
import { sheetRule } from './paper.ts'

const foot = { county: '清屿区', at: '11 月 18 日 周三 14:20', address: 'http://127.0.0.1:8720/cases/1' }

it('lays what is wide on its side and what is read upright', () => {
  for (const path of ['/', '/stations/QY001', '/alerts/1', '/evaluation', '/cases']) {
    expect(sheetRule(path, foot), path).toContain('A4 landscape')
  }
  for (const path of ['/cases/1', '/tasks/1', '/alerts/rules/1', '/ledger']) {
    expect(sheetRule(path, foot), path).toContain('A4 portrait')
  }
})

it('says at the foot whose it is, when it was printed, and where it is found', () => {
  const rule = sheetRule('/cases/1', foot)
  expect(rule).toContain('"清屿区 · 11 月 18 日 周三 14:20"')
  expect(rule).toContain('"http://127.0.0.1:8720/cases/1"')
})

it('lets no text end the string it stands in', () => {
  const rule = sheetRule('/', { ...foot, county: 'a"; } body { display: none } \\' })
  expect(rule).toContain('"a\\"; } body { display: none } \\\\ · ')
})
