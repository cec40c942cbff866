import type { Message } from '../../api/queries.ts'
import { CrossMark, SeverityMark, TickMark } from '../../parts/marks.tsx'
import { type ShownColumn, ShownTable } from '../../parts/shown-table.tsx'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'

/** Messages as rows, the newest first until somebody sorts them. */
export function MessagesTable({ messages, now }: { messages: readonly Message[]; now: number }) {
  const { t } = useText()
  const restOf = ({ body }: Message) => linesOf(body).slice(1).join(t('web.join'))
  const columns: readonly ShownColumn<Message>[] = [
    {
      ...{ key: 'created', name: t('web.column.created'), kind: 'instant' },
      value: ({ createdAt }) => Date.parse(createdAt),
      show: ({ createdAt }) => shortInstant(Date.parse(createdAt), now),
    },
    {
      ...{ key: 'channel', name: t('web.column.channel'), className: 'quiet nowrap message-channel' },
      value: ({ channel }) => channel,
    },
    {
      ...{ key: 'message', name: t('web.column.message'), className: 'message-what' },
      value: ({ body }) => linesOf(body).join(t('web.join')),
      show: (message) => (
        <>
          <span className="message-title">{linesOf(message.body)[0]}</span>
          <span className="label second message-rest">{restOf(message)}</span>
          {message.lastError && message.state !== 'sent' && (
            <span className="label late second">{message.lastError}</span>
          )}
        </>
      ),
    },
    {
      ...{ key: 'state', name: t('web.column.state'), className: 'nowrap' },
      value: ({ state }) => wordOf('web.message.state', state, t),
      show: ({ state }) => (
        <span className={state === 'dead' ? 'late' : undefined}>
          <StateMark state={state} /> {wordOf('web.message.state', state, t)}
        </span>
      ),
    },
    {
      ...{ key: 'attempts', name: t('web.column.attempts'), kind: 'number', className: 'message-more' },
      value: ({ attempts }) => attempts,
    },
    {
      ...{ key: 'sent', name: t('web.column.sent'), kind: 'instant', align: 'right', className: 'nowrap message-more' },
      value: ({ sentAt }) => (sentAt === null ? null : Date.parse(sentAt)),
      show: ({ sentAt }) => (sentAt === null ? '—' : shortInstant(Date.parse(sentAt), now)),
    },
  ]
  return (
    <ShownTable
      name={t('web.room.messages')}
      keptAs="messages"
      className="message-table two-lines"
      rows={messages}
      rowKey={({ id }) => id}
      columns={columns}
    />
  )
}

/** The robot's Markdown as plain lines: what happened first, then the rest of it. */
function linesOf(body: string): string[] {
  return body
    .split('\n')
    .map((line) => line.replace(/[*>#`]|<\/?font[^>]*>/g, '').trim())
    .filter((line, place) => place === 0 || line !== '')
}

function StateMark({ state }: { state: string }) {
  if (state === 'sent') return <TickMark />
  return state === 'dead' ? <CrossMark /> : <SeverityMark severity="notice" />
}
