import { Link } from '@tanstack/react-router'
import { useText } from '../../text/language.ts'
import type { LoggerDoor } from '../settings/queries.ts'

/** What is typed into the logger, line by line as its menu asks. */
export function LoggerTable({ door, mn, password }: { door: LoggerDoor; mn: string; password: string | null }) {
  const { t } = useText()
  const isOnlyHere = door.addresses.length === 0
  return (
    <section className="guide-logger" aria-label={t('web.welcome.type-in')}>
      <h3>{t('web.welcome.type-in')}</h3>
      <dl>
        <div>
          <dt>{t('web.welcome.logger-address')}</dt>
          <dd className="mono">{isOnlyHere ? door.host : door.addresses.join(t('web.welcome.or'))}</dd>
        </div>
        <div>
          <dt>{t('web.welcome.logger-port')}</dt>
          <dd className="mono">
            {door.port}
            {door.tlsPort !== null && (
              <span className="label"> {t('web.welcome.tls-port', { port: door.tlsPort })}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('web.column.mn')}</dt>
          <dd className="mono">{mn}</dd>
        </div>
        <div>
          <dt>{t('web.welcome.logger-password')}</dt>
          <dd className={password === null ? undefined : 'mono'}>
            {password === null ? (
              <span className="label">
                {t('web.welcome.password-hidden')} <Link to="/devices">{t('web.monitoring.devices')}</Link>
              </span>
            ) : (
              password
            )}
          </dd>
        </div>
        <div>
          <dt>{t('web.welcome.protocol')}</dt>
          <dd>{t('web.welcome.protocol-is')}</dd>
        </div>
        <div>
          <dt>{t('web.welcome.system-type')}</dt>
          <dd>{t('web.welcome.system-type-is')}</dd>
        </div>
      </dl>
      {isOnlyHere && (
        <p className="attention" role="alert">
          {t('web.welcome.only-here', { host: door.host })}
        </p>
      )}
      {door.allow.length > 0 && (
        <p className="attention">{t('web.welcome.allowed', { networks: door.allow.join(', ') })}</p>
      )}
    </section>
  )
}
