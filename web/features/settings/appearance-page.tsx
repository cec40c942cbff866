import { useQueryClient } from '@tanstack/react-query'
import { ThemeChoice } from '../../shell/theme-choice.tsx'
import { chooseLanguage, languages, useText } from '../../text/language.ts'
import { SettingsFrame } from './frame.tsx'

// catalogue keys: web.settings.language.*

/** Light or dark, and the language: of this browser alone. */
export function AppearancePage() {
  const { t, language } = useText()
  const queries = useQueryClient()
  return (
    <SettingsFrame part="appearance">
      <div className="settings-choices">
        <ThemeChoice />
        <fieldset className="theme-choice">
          <legend className="label">{t('web.settings.language')}</legend>
          {languages.map((one) => (
            <label key={one} lang={one === 'zh' ? 'zh-CN' : 'en'}>
              <input
                type="radio"
                name="language"
                checked={language === one}
                onChange={async () => {
                  await chooseLanguage(one)
                  // Words that the server writes come in the language of the question.
                  queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
                }}
              />
              <span>{t(`web.settings.language.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      </div>
    </SettingsFrame>
  )
}
