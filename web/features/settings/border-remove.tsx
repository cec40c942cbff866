import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import type { Region } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'

/** Takes a border away, or one part of it; what that means is said first. */
export function RemoveBorder({ region, part, parts }: { region: Region; part: number; parts: number }) {
  const { t } = useText()
  const navigate = useNavigate()
  // What was seen when the dialog opened is what is taken away.
  const [expects, setExpects] = useState<number | null>(null)
  const remove = useAct('POST /api/regions/:id/border/remove', () => {
    toast(t('web.border.removed'))
    setExpects(null)
    // Who takes the border away wants no line upon it any more.
    navigate({ to: '/settings/regions', ignoreBlocker: true })
  })
  const send = (only: number | null) =>
    expects !== null && remove.mutate({ params: { id: region.id }, body: { expects, part: only } })
  return (
    <>
      <button type="button" className="button push" onClick={() => setExpects(region.outlineVersion)}>
        {t('web.border.take-away')}
      </button>
      {expects !== null && (
        <Dialog title={t('web.border.take-away-of', { region: region.name })} onClose={() => setExpects(null)}>
          <div className="dialog-body">
            <p>{t('web.border.take-away-will')}</p>
            {remove.error && <Trouble error={remove.error} />}
            <div className="dialog-foot">
              <button type="button" className="button" onClick={() => setExpects(null)}>
                {t('web.dialog.cancel')}
              </button>
              {parts > 1 && (
                <button type="button" className="button" disabled={remove.isPending} onClick={() => send(part)}>
                  {t('web.border.take-part', { part: part + 1 })}
                </button>
              )}
              <button type="button" className="button primary" disabled={remove.isPending} onClick={() => send(null)}>
                {remove.isPending ? t('web.act.sending') : t('web.border.take-all')}
              </button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}
