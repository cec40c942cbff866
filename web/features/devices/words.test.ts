import { describe, expect, it } from 'vitest'
import en from '../../../catalogues/en.json' with { type: 'json' }
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import { commandForms } from '../../../src/domain/commands/model.ts'
import { quarantineReasons } from '../../../src/domain/readings/model.ts'
import { eventKinds } from '../../../src/protocols/hj212/events.ts'
import { problemTexts } from '../../../src/protocols/hj212/problems.ts'
import type { Translate } from '../../text/language.ts'
import { deviceTimeText, meaningOf, offsetText } from './words.ts'

const chinese: Translate = (key, values) => zh[key].replace(/{{(\w+)}}/g, (_, name) => String(values?.[name]))

describe('how far a clock is off', () => {
  it('has its tenth below ten seconds, and the sign says ahead or behind', () => {
    expect([0, 30, 420, -1_940].map((ms) => offsetText(ms, chinese))).toEqual([
      '±0.0 秒',
      '±0.0 秒',
      '+0.4 秒',
      '−1.9 秒',
    ])
  })

  it('is told in its larger parts beyond', () => {
    expect(offsetText(-205_000, chinese)).toBe('−3 分 25 秒')
    expect(offsetText(3_600_000 + 7 * 60_000, chinese)).toBe('+1 时 7 分')
    expect(offsetText(-246.25 * 86_400_000, chinese)).toBe('−246 天 6 时')
  })
})

describe('the words for what devices do', () => {
  it.each([
    ['web.device.error', [...Object.keys(problemTexts), ...quarantineReasons, 'clock-off', 'upload-incomplete']],
    ['web.quarantine', quarantineReasons],
    ['web.device.event', eventKinds],
    ['web.command.kind', commandForms.map(({ kind }) => kind)],
    ['web.command.does', commandForms.map(({ kind }) => kind)],
  ])('%s are whole in both languages', (prefix, codes) => {
    for (const catalogue of [zh, en]) {
      expect(codes.filter((code) => !Object.hasOwn(catalogue, `${prefix}.${code}`))).toEqual([])
    }
  })
})

describe('what a device wrote', () => {
  it('is a time where it has the fourteen digits of one, and stays as it is otherwise', () => {
    expect(deviceTimeText('20261127230105')).toBe('2026-11-27 23:01:05')
    expect(['2026112723010', '30', 'V1.2'].map(deviceTimeText)).toEqual(['2026112723010', '30', 'V1.2'])
  })

  it('is a time beside what was written, and nothing beside what speaks for itself', () => {
    expect(meaningOf('SystemTime', '20261127230105', chinese)).toBe('2026-11-27 23:01:05')
    expect(meaningOf('RtdInterval', '30', chinese)).toBeNull()
    expect(meaningOf('ExeRtn', '77', chinese)).toBeNull()
  })
})
