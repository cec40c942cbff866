import { Link } from '@tanstack/react-router'
import { TickMark } from '../../parts/marks.tsx'
import { useText } from '../../text/language.ts'
import type { Adopted } from './adoption.ts'

/** Who has been adopted, what was taken in by it, and where one goes from here. */
export function AdoptedPanel({ adopted, name, mn }: { adopted: Adopted; name: string; mn: string }) {
  const { t } = useText()
  return (
    <div className="panel adopt-done" role="status">
      <h2>
        <TickMark /> {t('web.quarantine.adopted', { name })}
      </h2>
      <p>{t('web.quarantine.adopted-frames', { taken: adopted.taken, kept: adopted.kept })}</p>
      <p className="empty-ways">
        <Link to="/devices/$id" params={{ id: adopted.id }}>
          {t('web.quarantine.see-device')}
        </Link>
        {adopted.kept > 0 && (
          <Link to="/quarantine" search={{ mn }}>
            {t('web.quarantine.see-kept')}
          </Link>
        )}
        <Link to="/quarantine">{t('web.quarantine.adopt-choose')}</Link>
      </p>
    </div>
  )
}
