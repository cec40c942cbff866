import { useText } from '../../text/language.ts'
import { newPassword } from './first-password.ts'

/** A password to begin with: proposed, and to be written otherwise by whoever likes. */
export function PasswordField({ value, onChange }: { value: string; onChange: (to: string) => void }) {
  const { t } = useText()
  return (
    <label className="field">
      <span>{t('web.settings.first-password')}</span>
      <span className="settings-with-button">
        <input
          className="input mono"
          required
          minLength={8}
          maxLength={256}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <button type="button" className="button" onClick={() => onChange(newPassword())}>
          {t('web.settings.another')}
        </button>
      </span>
    </label>
  )
}
