import { createInstance } from 'i18next'
import { createContext, useContext } from 'react'
import type zh from '../../catalogues/zh.json'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
export type Key = Extract<keyof typeof zh, `web.${string}`>
export type Values = Readonly<Record<string, string | number>>
export type Translate = (key: Key, values?: Values) => string

const cookie = 'weike_language'
const words = createInstance()
let spoken: Readonly<Record<string, string>> = {}
const listeners = new Set<() => void>()

const catalogues: Record<Language, () => Promise<{ default: Readonly<Record<string, string>> }>> = {
  zh: () => import('../../catalogues/zh.json', { with: { type: 'json' } }),
  en: () => import('../../catalogues/en.json', { with: { type: 'json' } }),
}

/** The chosen language (cookie), else the first of the browser's wishes that Weike speaks, else Chinese: as the server does. */
export function firstLanguage(cookies: string, wishes: readonly string[]): Language {
  const chosen = /(?:^|;\s*)weike_language=(\w+)/.exec(cookies)?.[1]
  const primary = wishes.map((wish) => wish.toLowerCase().split('-')[0])
  const spoken = [chosen, ...primary].find((each) => languages.some((language) => language === each))
  return languages.find((language) => language === spoken) ?? 'zh'
}

/** Loads one catalogue and starts to speak it. */
export async function speak(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues[language]()
  if (words.isInitialized) {
    words.addResourceBundle(language, 'translation', catalogue)
    await words.changeLanguage(language)
  } else {
    await words.init({
      lng: language,
      resources: { [language]: { translation: { ...catalogue } } },
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
    })
  }
  spoken = catalogue
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  for (const listener of listeners) listener()
}

/** Changes the language for good: the cookie also tells the server. */
export async function chooseLanguage(language: Language): Promise<void> {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is younger than the oldest browser served
  document.cookie = `${cookie}=${language}; path=/; max-age=31536000; samesite=lax`
  await speak(language)
}

export function currentLanguage(): Language {
  return words.language === 'en' ? 'en' : 'zh'
}

const blank = /\{\{(\w+)\}\}/g

/**
 * Most words are said as they are written, or with blanks that are filled in: those need no search for plurals, contexts and
 * formats, a dozen times as dear. What refers to other words, or lacks a value, is for the library.
 */
export const translate: Translate = (key, values) => {
  const text = spoken[key]
  if (text === undefined || text.includes('$t(')) return words.t(key, { ...values })
  if (!text.includes('{{')) return text
  let isWhole = true
  const filled = text.replace(blank, (_, name: string) => {
    const value = values?.[name]
    if (value === undefined) isWhole = false
    return String(value)
  })
  return isWhole && !filled.includes('{{') ? filled : words.t(key, { ...values })
}

/** Whether the catalogue has a word for a code that the server may have learnt before the page did. */
export function hasWord(key: string): key is Key {
  return Object.hasOwn(spoken, key) || words.exists(key)
}

export interface Text {
  t: Translate
  language: Language
}

/** A translator of its own for each language: what is kept as long as its words are the same knows when they are not. */
export const texts: Readonly<Record<Language, Text>> = {
  zh: { t: (key, values) => translate(key, values), language: 'zh' },
  en: { t: (key, values) => translate(key, values), language: 'en' },
}

export const TextContext = createContext<Text | null>(null)

/** @returns what ends the listening */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The words of the current language; a component that uses them is drawn anew when it changes. @throws Error without a TextProvider above */
export function useText(): Text {
  const text = useContext(TextContext)
  if (text === null) throw new Error('no language is spoken here: useText needs a TextProvider above it')
  return text
}
