import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { inboxQuery } from '../api/queries.ts'
import { useText } from '../text/language.ts'
import { GO, INBOX_KEY } from './keys.ts'

/** How much waits for this person, and whether something happened that they have not seen. Opens the inbox. */
export function InboxButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useText()
  const describedBy = useId()
  const { data } = useQuery(inboxQuery)
  const waits = data?.waits ?? 0
  const unseen = data?.unseen ?? 0
  return (
    <span className="inbox-place">
      <button
        type="button"
        className="inbox-button"
        aria-label={t('web.inbox.title')}
        aria-describedby={describedBy}
        aria-haspopup="dialog"
        title={`${t('web.inbox.title')} ${GO} ${INBOX_KEY}`}
        data-testid="inbox"
        data-waits={waits > 0 ? waits : undefined}
        data-unseen={unseen > 0}
        onClick={onOpen}
      >
        <span className="inbox-tray">
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <path
              className="stroke"
              d="M3 11.5 5 4h10l2 7.5V16H3ZM3 11.5h4.2c.3 1.5 1.3 2.2 2.8 2.2s2.5-.7 2.8-2.2H17"
            />
          </svg>
          {unseen > 0 && <i className="inbox-dot" aria-hidden="true" />}
        </span>
      </button>
      {/* Read once when it changes, and not before somebody has finished speaking. */}
      <span id={describedBy} className="unseen" role="status" aria-live="polite">
        {data && t('web.inbox.counts', { waits, unseen })}
      </span>
    </span>
  )
}
