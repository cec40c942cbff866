import { useText } from '../../text/language.ts'

/** A password that is shown this once: whoever closes the dialog sees it never again. */
export function PasswordTold(props: { signInName: string; password: string; onClose: () => void }) {
  const { t } = useText()
  return (
    <div className="dialog-body">
      <div>
        <span className="label">{t('web.settings.sign-in-name')}</span>
        <code className="settings-secret">{props.signInName}</code>
      </div>
      <div>
        <span className="label">{t('web.settings.first-password')}</span>
        <code className="settings-secret" data-testid="first-password">
          {props.password}
        </code>
      </div>
      <p className="attention">{t('web.settings.password-once')}</p>
      <div className="dialog-foot">
        <button type="button" className="button primary" onClick={props.onClose}>
          {t('web.settings.noted')}
        </button>
      </div>
    </div>
  )
}
