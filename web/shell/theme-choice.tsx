import { chooseTheme, themes, useTheme } from '../design/theme.ts'
import { useText } from '../text/language.ts'

// catalogue keys: web.theme.*

/** Light, dark, or as the machine has it. */
export function ThemeChoice() {
  const { t } = useText()
  const chosen = useTheme()
  return (
    <fieldset className="theme-choice">
      <legend className="label">{t('web.theme.title')}</legend>
      {themes.map((theme) => (
        <label key={theme}>
          <input type="radio" name="theme" checked={chosen === theme} onChange={() => chooseTheme(theme)} />
          <span>{t(`web.theme.${theme}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
