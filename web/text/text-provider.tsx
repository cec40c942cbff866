import { type ReactNode, useSyncExternalStore } from 'react'
import { currentLanguage, onLanguage, TextContext, texts } from './language.ts'

/** The words of the current language for all that is drawn; when it changes, what uses them is drawn anew. */
export function TextProvider({ children }: { children: ReactNode }) {
  const language = useSyncExternalStore(onLanguage, currentLanguage)
  return <TextContext value={texts[language]}>{children}</TextContext>
}
