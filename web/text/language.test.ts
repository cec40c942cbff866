// @vitest-environment node
import { createInstance } from 'i18next'
import { expect, it, vi } from 'vitest'
import en from '../../catalogues/en.json' with { type: 'json' }
import zh from '../../catalogues/zh.json' with { type: 'json' }

vi.stubGlobal('document', { documentElement: { lang: '' }, cookie: '' })
const { allWords, chooseLanguage, currentLanguage, hasWord, speak, translate } = await import('./language.ts')

it.each(['zh', 'en'] as const)('fills in the blanks of every word as the library does, in %s', async (language) => {
  const { default: catalogue } = await import(`../../catalogues/${language}.json`)
  await speak(language)
  await allWords()
  const library = createInstance()
  await library.init({
    lng: language,
    resources: { [language]: { translation: catalogue } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
  })
  let filled = 0
  for (const [key, text] of Object.entries<string>(catalogue)) {
    if (!key.startsWith('web.')) continue
    const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
    const all = Object.fromEntries(names.map((name, place) => [name, place % 2 === 0 ? place + 0.5 : `$& <${name}>`]))
    const some = Object.fromEntries(names.slice(1).map((name) => [name, all[name]]))
    for (const values of [all, some, undefined])
      expect(translate(key as never, values as never), key).toBe(library.t(key, { ...values }))
    filled += names.length
  }
  expect(filled).toBeGreaterThan(500)
})

it('what the cockpit says can be said at once, everything else when it has come, and a language is changed to as a whole', async () => {
  await speak('en')
  expect(translate('web.cockpit.map')).toBe(en['web.cockpit.map'])
  expect(hasWord('web.accept.button')).toBe(false)
  await allWords()
  expect(translate('web.accept.button')).toBe(en['web.accept.button'])
  await chooseLanguage('zh')
  expect(currentLanguage()).toBe('zh')
  expect(translate('web.accept.button')).toBe(zh['web.accept.button'])
  await allWords()
  expect(translate('web.cockpit.map')).toBe(zh['web.cockpit.map'])
})

it('words of a language that somebody has left while they were on the way are not said', async () => {
  await speak('zh')
  const left = allWords()
  await Promise.all([chooseLanguage('en'), left])
  expect(translate('web.accept.button')).toBe(en['web.accept.button'])
  expect(translate('web.cockpit.map')).toBe(en['web.cockpit.map'])
})

it('a key without words is said itself', () => {
  expect(translate('web.no.such' as never)).toBe('web.no.such')
})
