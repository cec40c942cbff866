import { Dialog } from '../parts/dialog.tsx'
import { UNDO_KEY } from '../parts/toasts.tsx'
import { useText } from '../text/language.ts'
import { GO, INBOX_KEY, SEARCH_KEYS } from './keys.ts'
import { useMe } from './me.tsx'
import { roomsFor } from './rooms.ts'

// catalogue keys: web.room.*

/** Every key that Weike listens to. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const me = useMe()
  const everywhere = [
    { keys: [SEARCH_KEYS, '/'], does: t('web.keys.palette') },
    { keys: [GO, INBOX_KEY], does: t('web.inbox.title') },
    { keys: ['j', 'k'], does: t('web.keys.rows') },
    { keys: ['Enter'], does: t('web.keys.open') },
    { keys: [UNDO_KEY], does: t('web.keys.undo') },
    { keys: ['Esc'], does: t('web.keys.close') },
    { keys: ['?'], does: t('web.keys.all') },
  ]
  return (
    <Dialog title={t('web.keys.title')} onClose={onClose}>
      <div className="keys">
        <dl>
          {everywhere.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <dl>
          {roomsFor(me).map((room) => (
            <div key={room.path}>
              <dt>
                <kbd>{GO}</kbd>
                <kbd>{room.key}</kbd>
              </dt>
              <dd>{t(room.name)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  )
}
