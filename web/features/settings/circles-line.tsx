import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { drawnCircles, radiiOfCircles } from '../../../src/domain/stations/model.ts'
import { circlesQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { CirclesForm } from './circles-form.tsx'
import { LastChange } from './frame.tsx'

// catalogue keys: web.settings.circle.*

/** How far the circles reach, who has said so, and the way to say otherwise. */
export function CirclesLine() {
  const { t } = useText()
  const me = useMe()
  const circles = useQuery(circlesQuery).data
  const [isOpen, setOpen] = useState(false)
  if (circles === undefined) return null
  return (
    <div className="settings-note settings-circles">
      <p>
        <b>{t('web.settings.circles')}</b>{' '}
        {drawnCircles(radiiOfCircles(circles.radiiKm))
          .map(({ circle, km }) => t('web.settings.circle', { name: wordOf('web.settings.circle', circle, t), km }))
          .join(t('web.join'))}{' '}
        <span className="label">
          {circles.isOwn ? (
            t('web.settings.circles-own')
          ) : (
            <>
              {t('web.settings.circles-usual')}{' '}
              <Link to="/settings/installation">{t('web.settings.installation')}</Link>
            </>
          )}
        </span>{' '}
        {me.may('read-ledger') && circles.version > 0 && <LastChange type="circles" />}
      </p>
      {me.may('manage-devices') && (
        <button type="button" className="button small" onClick={() => setOpen(true)}>
          {t('web.settings.set-circles')}
        </button>
      )}
      {isOpen && (
        <Dialog title={t('web.settings.set-circles')} onClose={() => setOpen(false)}>
          <CirclesForm
            circles={circles}
            onCancel={() => setOpen(false)}
            onDone={() => {
              toast(t('web.settings.changed'))
              setOpen(false)
            }}
          />
        </Dialog>
      )}
    </div>
  )
}
