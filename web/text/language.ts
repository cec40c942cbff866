import { createContext, useContext } from 'react'
import type zh from '../../catalogues/zh.json'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
export type Key = Extract<keyof typeof zh, `web.${string}`>
export type Values = Readonly<Record<string, string | number>>
export type Translate = (key: Key, values?: Values) => string

type Words = Readonly<Record<string, string>>
type Piece = () => Promise<{ default: Words }>

const cookie = 'weike_language'

/** Of each language what every page says and the cockpit, and the rest: an eighth and seven (web/build/web-words.ts). */
const pieces: Readonly<Record<Language, { first: Piece; rest: Piece }>> = {
  zh: {
    first: () => import('../../catalogues/zh.json?first', { with: { type: 'json' } }),
    rest: () => import('../../catalogues/zh.json?rest', { with: { type: 'json' } }),
  },
  en: {
    first: () => import('../../catalogues/en.json?first', { with: { type: 'json' } }),
    rest: () => import('../../catalogues/en.json?rest', { with: { type: 'json' } }),
  },
}

let language: Language = 'zh'
let spoken: Words = {}
/** The first words, when they can be said. */
let begun: Promise<void> = Promise.resolve()
/** All words of a language, when they have been asked for. */
let whole: { language: Language; said: Promise<void> } | null = null
const listeners = new Set<() => void>()

/** The chosen language (cookie), else the first of the browser's wishes that Weike speaks, else Chinese: as the server does. */
export function firstLanguage(cookies: string, wishes: readonly string[]): Language {
  const chosen = /(?:^|;\s*)weike_language=(\w+)/.exec(cookies)?.[1]
  const primary = wishes.map((wish) => wish.toLowerCase().split('-')[0])
  const spoken = [chosen, ...primary].find((each) => languages.some((language) => language === each))
  return languages.find((language) => language === spoken) ?? 'zh'
}

function say(chosen: Language, words: Words): void {
  language = chosen
  spoken = words
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en'
  for (const listener of listeners) listener()
}

/** Begins to speak a language: what every page says and the cockpit. Whoever says more waits for `allWords`. */
export function speak(chosen: Language): Promise<void> {
  language = chosen
  whole = null
  begun = pieces[chosen].first().then(({ default: first }) => say(chosen, first))
  return begun
}

/** Resolves when every word of the language that is spoken can be said; fetched once it is asked for, again where that failed. */
export function allWords(): Promise<void> {
  if (whole?.language !== language) whole = { language, said: complete(language) }
  return whole.said
}

async function complete(chosen: Language): Promise<void> {
  try {
    const [{ default: rest }] = await Promise.all([pieces[chosen].rest(), begun])
    // Another language may have been chosen while they were on the way.
    if (language === chosen) spoken = { ...spoken, ...rest }
  } catch (error) {
    whole = null
    throw error
  }
}

/** Changes the language for good: the cookie also tells the server. */
export async function chooseLanguage(chosen: Language): Promise<void> {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is younger than the oldest browser served
  document.cookie = `${cookie}=${chosen}; path=/; max-age=31536000; samesite=lax`
  const [first, rest] = await Promise.all([pieces[chosen].first(), pieces[chosen].rest()])
  whole = { language: chosen, said: Promise.resolve() }
  say(chosen, { ...first.default, ...rest.default })
}

export function currentLanguage(): Language {
  return language
}

const blank = /\{\{(\w+)\}\}/g

/**
 * What a key says, its blanks filled in; a forgotten value or key shows as it is written. Plural
 * forms and words within words are not for pages: the check of the catalogues refuses them under `web.`.
 */
export const translate: Translate = (key, values) =>
  (spoken[key] ?? key).replace(blank, (empty, name: string) => String(values?.[name] ?? empty))

/** Whether the catalogue has a word for a code that the server may have learnt before the page did. */
export function hasWord(key: string): key is Key {
  return Object.hasOwn(spoken, key)
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
