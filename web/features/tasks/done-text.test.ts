import { expect, it } from 'vitest'
import zh from '../../../catalogues/zh.json' with { type: 'json' }
import type { Translate } from '../../text/language.ts'
import { doneText } from './done-text.ts'

const chinese: Translate = (key, values) => zh[key].replace(/{{(\w+)}}/g, (_, name) => String(values?.[name]))
const now = Date.parse('2026-11-18T14:20:00+08:00')
const dueAt = '2026-11-18T06:40:00+08:00'

it('a task that was done too late says by how much, one in time only when', () => {
  expect(doneText({ dueAt, doneAt: '2026-11-18T10:22:00+08:00' }, now, chinese)).toBe('10:22 完成，晚 3 时 42 分')
  expect(doneText({ dueAt, doneAt: '2026-11-18T06:40:00+08:00' }, now, chinese)).toBe('06:40 完成')
  expect(doneText({ dueAt, doneAt: null }, now, chinese)).toBeNull()
})
