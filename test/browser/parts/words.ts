import en from '../../../catalogues/en.json' with { type: 'json' }
import zh from '../../../catalogues/zh.json' with { type: 'json' }

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]
export type Key = keyof typeof zh & keyof typeof en
export type Words = (key: Key, values?: Readonly<Record<string, string | number>>) => string

const catalogues = { zh, en }

/** What stands on a screen in a language, by its key: to find buttons and fields as a reader of that language does. */
export function wordsIn(language: Language): Words {
  return (key, values = {}) =>
    catalogues[language][key].replaceAll(/{{(\w+)}}/g, (_whole, name: string) => String(values[name] ?? ''))
}
