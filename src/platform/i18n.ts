import { createInstance } from 'i18next'
import type { Problem, ProblemParams } from './problem.ts'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

/** What Weike speaks to whoever asks for nothing else. */
export const defaultLanguage: Language = 'zh'

/** Flat keys named by place (`problem.not-found.title`) → words with {{name}}. */
export type Catalogue = Readonly<Record<string, string>>
export type Catalogues = Readonly<Record<Language, Catalogue>>

export type Translate = (key: string, params?: Readonly<Record<string, unknown>>) => string

export interface Translator {
  translator(language: Language): Translate
  has(key: string): boolean
}

/**
 * Words in both languages from flat catalogues. A key that English lacks is answered in Chinese; one that both lack is
 * answered by itself, so that a forgotten key shows and nothing breaks.
 */
export function createTranslator(catalogues: Catalogues): Translator {
  const instance = createInstance()
  // initAsync: false makes init return with the catalogues ready, so no caller has to wait for words.
  instance.init({
    lng: defaultLanguage,
    fallbackLng: defaultLanguage,
    supportedLngs: [...languages],
    resources: { zh: { translation: { ...catalogues.zh } }, en: { translation: { ...catalogues.en } } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
  })
  const translators: Record<Language, Translate> = {
    zh: (key, params) => instance.t(key, { ...params, lng: 'zh' }),
    en: (key, params) => instance.t(key, { ...params, lng: 'en' }),
  }
  return {
    translator: (language) => translators[language],
    has: (key) => Object.hasOwn(catalogues[defaultLanguage], key),
  }
}

/**
 * The language of an answer: what the person chose (cookie `weike_language`), else the first of the browser's wishes
 * that Weike speaks (RFC 9110, 12.5.4), else Chinese.
 */
export function languageOf(acceptLanguage: string | undefined, chosen: string | undefined): Language {
  const choice = languages.find((language) => language === chosen)
  if (choice !== undefined) return choice
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((each) => /^\s*q=([\d.]+)\s*$/.exec(each)?.[1]).find((each) => each !== undefined)
      return { primary: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter((wish) => wish.quality > 0)
    .sort((a, b) => b.quality - a.quality)
  for (const wish of wishes) {
    const spoken = languages.find((language) => language === wish.primary)
    if (spoken !== undefined) return spoken
  }
  return defaultLanguage
}

/**
 * A problem in words, the same over HTTP and on the command line: `problem.<code>.title` and `problem.<code>.detail`.
 * Where the catalogue says more about a reason, that is the detail: `problem.<code>.detail.<params.reason>`, and for
 * what a database refuses `database.refusal.<params.refusal>`.
 * @param more values for the words beside the problem's own
 */
export function problemWords(
  problem: Problem,
  words: Translator,
  language: Language,
  more: ProblemParams = {},
): { title: string; detail: string } {
  const translate = words.translator(language)
  const { reason, what, refusal } = problem.params
  // catalogue keys: problem.*, database.refusal.*
  const closer = [reason, what]
    .map((one) => `problem.${problem.code}.detail.${one}`)
    .concat(`database.refusal.${refusal}`)
    .find(words.has)
  const values = { ...problem.params, ...more }
  return {
    title: translate(`problem.${problem.code}.title`, values),
    detail: translate(closer ?? `problem.${problem.code}.detail`, values),
  }
}
