import { useBlocker } from '@tanstack/react-router'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/language.ts'

const always = () => true

/** Nobody loses a line they drew by pressing a link, going back or closing the tab: they are asked first. */
export function BorderGuard({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useText()
  const leaving = useBlocker({
    shouldBlockFn: always,
    disabled: !isUnsaved,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  if (leaving.status !== 'blocked') return null
  return (
    <Dialog title={t('web.border.unsaved')} onClose={leaving.reset}>
      <div className="dialog-body">
        <p>{t('web.border.leave-will')}</p>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={leaving.proceed}>
            {t('web.border.leave')}
          </button>
          <button type="button" className="button primary" onClick={leaving.reset}>
            {t('web.border.stay')}
          </button>
        </div>
      </div>
    </Dialog>
  )
}
