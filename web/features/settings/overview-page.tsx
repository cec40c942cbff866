import { Link } from '@tanstack/react-router'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { LastChange, SettingsFrame } from './frame.tsx'
import { elsewhereFor, partsFor } from './parts.ts'

// catalogue keys: web.settings.*, web.monitoring.*, web.feeds.*, web.room.*, web.alerts.*, web.quality.*, web.import.*

/** Everything that can be set, each with what it changes and who changed it last; what is set in its own room is linked. */
export function SettingsPage() {
  const { t } = useText()
  const me = useMe()
  const elsewhere = elsewhereFor(me)
  const mayChanges = me.may('read-ledger')
  return (
    <SettingsFrame part={null}>
      <dl className="settings-list">
        {partsFor(me).map((part) => (
          <div key={part.key}>
            <dt>
              <Link to={part.path}>{t(part.name)}</Link>
            </dt>
            <dd>
              {t(part.note)} {part.changes !== null && mayChanges && <LastChange type={part.changes} />}
            </dd>
          </div>
        ))}
        {me.may('manage-devices') && (
          <div>
            <dt>
              <Link to="/welcome">{t('web.welcome.title')}</Link>
            </dt>
            <dd>{t('web.settings.note.welcome')}</dd>
          </div>
        )}
      </dl>
      {elsewhere.length > 0 && (
        <>
          <h2 className="settings-title">{t('web.settings.elsewhere')}</h2>
          <dl className="settings-list">
            {elsewhere.map((one) => (
              <div key={one.path}>
                <dt>
                  <Link to={one.path}>{t(one.name)}</Link>
                </dt>
                <dd>
                  {t(one.note)} {one.changes !== null && mayChanges && <LastChange type={one.changes} />}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </SettingsFrame>
  )
}
