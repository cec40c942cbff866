// @vitest-environment node
import { createInstance } from 'i18next'
import { expect, it, vi } from 'vitest'

vi.stubGlobal('document', { documentElement: { lang: '' }, cookie: '' })
const { speak, translate } = await import('./language.ts')

it.each(['zh', 'en'] as const)('fills in the blanks of every word as the library does, in %s', async (language) => {
  const { default: catalogue } = await import(`../../catalogues/${language}.json`)
  await speak(language)
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
    const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)
    const all = Object.fromEntries(names.map((name, place) => [name, place % 2 === 0 ? place + 0.5 : `$& <${name}>`]))
    const some = Object.fromEntries(names.slice(1).map((name) => [name, all[name]]))
    for (const values of [all, some, undefined])
      expect(translate(key as never, values as never), key).toBe(library.t(key, { ...values }))
    filled += names.length
  }
  expect(filled).toBeGreaterThan(500)
})
