import { Link } from '@tanstack/react-router'
import { Empty } from '../../parts/states.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'

/** A county without a station: what will be here, and the guide to it for whoever may set it up. */
export function NoStation() {
  const { t } = useText()
  const me = useMe()
  return (
    <Empty title={t('web.cockpit.empty.title')}>
      <p>{t('web.cockpit.empty.text')}</p>
      {me.may('manage-devices') && (
        <p className="empty-ways">
          <Link to="/welcome">{t('web.welcome.title')}</Link>
        </p>
      )}
    </Empty>
  )
}
