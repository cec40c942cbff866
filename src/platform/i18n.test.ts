import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTranslator, languageOf, languages, problemWords } from './i18n.ts'
import { Problem, problemStatus } from './problem.ts'

describe('the language of a request', () => {
  it('is what the person chose, else the first wish that Weike speaks, else Chinese', () => {
    expect(languageOf('en-US,en;q=0.9', 'zh')).toBe('zh')
    expect(languageOf('en-US,en;q=0.9', undefined)).toBe('en')
    expect(languageOf('de-DE,de;q=0.9,en;q=0.5,zh;q=0.3', undefined)).toBe('en')
    expect(languageOf('en;q=0.2, zh-CN;q=0.8', undefined)).toBe('zh')
    expect(languageOf('en;q=0, fr', undefined)).toBe('zh')
    expect(languageOf('zh-Hant-TW', 'klingon')).toBe('zh')
    expect(languageOf(undefined, undefined)).toBe('zh')
    expect(languageOf(';;q=,,=', undefined)).toBe('zh')
  })
})

describe('words', () => {
  const words = createTranslator({
    zh: {
      'a.b': '{{n}} 个：{{text}}',
      'only.zh': '仅中文',
      'problem.password-weak.title': '弱',
      'problem.password-weak.detail': '一般',
      'problem.password-weak.detail.too-short': '太短 {{requestId}}',
    },
    en: { 'a.b': '{{n}} of {{text}}' },
  })

  it('are flat keys with values, taken as they are', () => {
    expect(words.translator('en')('a.b', { n: 3, text: '<b> & {{n}}' })).toBe('3 of <b> & {{n}}')
    expect(words.translator('zh')('a.b', { n: 3, text: 'x' })).toBe('3 个：x')
  })

  it('fall back to Chinese, then to the key itself', () => {
    expect(words.translator('en')('only.zh')).toBe('仅中文')
    expect(words.translator('en')('no:such.key')).toBe('no:such.key')
  })

  it('of a problem say more where the catalogue knows the reason', () => {
    const weak = (reason: string) =>
      problemWords(new Problem('password-weak', { params: { reason } }), words, 'zh', { requestId: 7 })
    expect(weak('too-short')).toEqual({ title: '弱', detail: '太短 7' })
    expect(weak('something-new')).toEqual({ title: '弱', detail: '一般' })
  })
})

describe('the catalogues', () => {
  it('have title and detail of every problem in both languages', () => {
    for (const language of languages) {
      const file = new URL(`../../catalogues/${language}.json`, import.meta.url)
      expect(existsSync(file), String(file)).toBe(true)
      const catalogue: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
      const wanted = Object.keys(problemStatus).flatMap((code) => [`problem.${code}.title`, `problem.${code}.detail`])
      expect(wanted.filter((key) => (catalogue[key] ?? '') === '')).toEqual([])
    }
  })
})
