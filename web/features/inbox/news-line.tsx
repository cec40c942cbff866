import { Link } from '@tanstack/react-router'
import type { Inbox } from '../../api/queries.ts'
import { useMe } from '../../shell/me.tsx'
import { type Translate, useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { shortInstant } from '../../time/format.ts'

type News = Inbox['news'][number]

// catalogue keys: web.story.*, web.actor.*, web.inbox.rung.*

/** What somebody did to something of one's own, and when; it leads there. */
export function NewsLine({ news, now, onGo }: { news: News; now: number; onGo: () => void }) {
  const { t } = useText()
  const me = useMe()
  const { subject, kind, detail, actor, at, more, isNew } = news
  const what = detail === null ? wordOf('web.story', kind, t) : wordOf('web.inbox.rung', detail, t)
  const told = [
    // Of a file one knows who brought it: it was oneself.
    ...(subject.type === 'import' ? [t('web.inbox.import.done')] : [who(actor, t), what]),
    more > 0 ? t('web.inbox.more', { count: more }) : '',
    subject.title === '' ? '' : subject.number,
  ]
  const inside = (
    <>
      <span className={isNew ? 'inbox-new' : undefined}>
        {isNew && <span className="unseen">{t('web.inbox.new')}</span>}
      </span>
      <span className={isNew ? 'row-title cut inbox-unseen' : 'row-title cut'}>{subject.title || subject.number}</span>
      <span className="label nowrap">{shortInstant(Date.parse(at), now)}</span>
      <span className="row-sub">{told.filter((one) => one !== '').join(t('web.join'))}</span>
    </>
  )
  const link = { className: 'row', onClick: onGo }
  const { id } = subject
  switch (subject.type) {
    case 'case':
      return (
        <Link to="/cases/$id" params={{ id }} {...link}>
          {inside}
        </Link>
      )
    case 'task':
      return (
        <Link to={me.may('work-task') ? '/field/$id' : '/tasks/$id'} params={{ id }} {...link}>
          {inside}
        </Link>
      )
    case 'alert':
      return (
        <Link to="/alerts/$id" params={{ id }} {...link}>
          {inside}
        </Link>
      )
    case 'correction':
      return (
        <Link to="/quality" search={{ tab: 'corrections' }} {...link}>
          {inside}
        </Link>
      )
    case 'exclusion':
      return (
        <Link to="/evaluation" search={{ tab: 'exclusions' }} {...link}>
          {inside}
        </Link>
      )
    case 'import':
      return (
        <Link to="/import/$id" params={{ id }} {...link}>
          {inside}
        </Link>
      )
  }
}

function who({ kind, name }: News['actor'], t: Translate): string {
  return kind === 'person' ? (name ?? t('web.settings.erased-person')) : wordOf('web.actor', kind, t)
}
