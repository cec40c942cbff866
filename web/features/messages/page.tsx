import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../api/acts.ts'
import { channelsQuery, messagesQuery } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty, Trouble, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useMe } from '../../shell/me.tsx'
import { useText } from '../../text/language.ts'
import { useNow } from '../../time/use-now.ts'
import './messages.css'
import { MessagesTable } from './table.tsx'

/** What was told to people who are not looking: to which robot, when, and what could not be delivered. */
export function MessagesPage() {
  const { t } = useText()
  const me = useMe()
  const now = useNow(10_000)
  const messages = useQuery(messagesQuery)
  const channels = useQuery(channelsQuery)
  const [isAdding, setAdding] = useState(false)
  return (
    <>
      <title>{`${t('web.room.messages')} · ${t('web.brand')}`}</title>
      <header className="page-bar">
        <h1>{t('web.room.messages')}</h1>
        <span className="label">
          {channels.data &&
            (channels.data.items.length === 0
              ? t('web.messages.no-channel')
              : t('web.messages.channels', {
                  names: channels.data.items.map((each) => each.name).join(t('web.list')),
                }))}
        </span>
        {me.may('manage-channels') && (
          <button type="button" className="button push" onClick={() => setAdding(true)}>
            {t('web.messages.add')}
          </button>
        )}
      </header>
      {messages.isPending && <Waiting rows={8} />}
      {messages.error && <Trouble error={messages.error} retry={messages.refetch} />}
      {messages.data?.items.length === 0 && (
        <Empty title={t('web.messages.empty.title')}>
          <p>{t('web.messages.empty.text')}</p>
          {channels.data?.items.length === 0 && <p>{t('web.messages.empty.no-channel')}</p>}
        </Empty>
      )}
      {messages.data && messages.data.items.length > 0 && <MessagesTable messages={messages.data.items} now={now} />}
      {isAdding && <AddChannel onClose={() => setAdding(false)} />}
    </>
  )
}

function AddChannel({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const add = useAct('POST /api/channels', (channel) => {
    toast(t('web.messages.added', { name: channel.name }))
    onClose()
  })
  return (
    <Dialog title={t('web.messages.add')} onClose={onClose}>
      <form
        className="dialog-body"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          add.mutate({
            body: { name: String(form.get('name') ?? '').trim(), url: String(form.get('url') ?? '').trim() },
          })
        }}
      >
        <label className="field">
          <span>{t('web.messages.name')}</span>
          <input className="input" name="name" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('web.messages.url')}</span>
          <input className="input" name="url" type="url" required maxLength={500} />
        </label>
        <p className="label">{t('web.messages.will')}</p>
        {add.error && <Trouble error={add.error} />}
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('web.dialog.cancel')}
          </button>
          <button type="submit" className="button primary" disabled={add.isPending}>
            {add.isPending ? t('web.act.sending') : t('web.messages.button')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
