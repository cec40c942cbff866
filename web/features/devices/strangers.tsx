import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { quarantinedDevicesQuery } from '../../api/queries.ts'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'

/** Loggers that send already and that nobody has registered: of one the way to adopt it, of several the way to all of them. */
export function Strangers() {
  const { t } = useText()
  const me = useMe()
  const senders = useQuery({ ...quarantinedDevicesQuery, enabled: me.may('read-devices') })
  const unknown = (senders.data?.items ?? []).filter(({ known }) => !known)
  const [first] = unknown
  if (first === undefined) return null
  return (
    <p className="strangers" role="status">
      {unknown.length === 1
        ? t('web.devices.stranger', { mn: first.mn, frames: first.frames })
        : t('web.devices.strangers', { devices: unknown.length })}{' '}
      {unknown.length === 1 && me.may('manage-devices') ? (
        <Link to="/quarantine/adopt" search={{ mn: first.mn }} className="underlined">
          {t('web.quarantine.adopt')}
        </Link>
      ) : (
        <Link to="/quarantine" className="underlined">
          {t('web.devices.see-quarantine')}
        </Link>
      )}
    </p>
  )
}
