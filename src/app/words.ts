import en from '../../catalogues/en.json' with { type: 'json' }
import zh from '../../catalogues/zh.json' with { type: 'json' }
import { createTranslator, type Language, type Translate } from '../platform/i18n.ts'

/** The words of both languages, from the catalogues. */
export const words = createTranslator({ zh, en })

/** The language of whoever sits at the console: English when the locale says so, else Chinese. */
export function consoleLanguage(environment: NodeJS.ProcessEnv): Language {
  const locale = environment.WEIKE_LANGUAGE ?? environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? ''
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export function consoleWords(environment: NodeJS.ProcessEnv): Translate {
  return words.translator(consoleLanguage(environment))
}
